import { cloudHelpers } from './helpers';

const log = () => undefined;

test('nobody helps unless the variable says so', () => {
  expect(cloudHelpers(log, {}).runs).toBe(1);
  expect(cloudHelpers(log, { DISPATCHERS: '4' }).runs).toBe(4);
});

test.each(['0', '17', '-1', '1.5', 'many', ''])('DISPATCHERS=%j is refused', (DISPATCHERS) => {
  expect(() => cloudHelpers(log, { DISPATCHERS })).toThrow(
    `Expected DISPATCHERS to be a whole number from 1 to 16, got "${DISPATCHERS}".`,
  );
});
