import { cloudHelpers } from './helpers';

const log = () => undefined;
const answering = (result: unknown) => ({ callFunction: async () => ({ result }) });

test('nobody helps unless the variable says so', () => {
  expect(cloudHelpers(answering({ ok: true }), log, {}).runs).toBe(1);
  expect(cloudHelpers(answering({ ok: true }), log, { DISPATCHERS: '4' }).runs).toBe(4);
});

test.each(['0', '17', '-1', '1.5', 'many', ''])('DISPATCHERS=%j is refused', (DISPATCHERS) => {
  expect(() => cloudHelpers(answering({ ok: true }), log, { DISPATCHERS })).toThrow(
    `Expected DISPATCHERS to be a whole number from 1 to 16, got "${DISPATCHERS}".`,
  );
});

const refusing = (error: object) => ({
  callFunction: () => Promise.reject(Object.assign(new Error('callFunction:fail x'), error)),
});

test.each([
  ['it has ended', answering({ ok: true, data: {} }), true, undefined],
  [
    'it refuses us',
    answering({ ok: false, error: { code: 'FORBIDDEN' } }),
    false,
    'shards.refused',
  ],
  ['another function answers', answering('hello'), false, 'shards.refused'],
  [
    'the SDK has waited long enough',
    refusing({ errCode: -1, code: 'ESOCKETTIMEDOUT' }),
    true,
    'shards.unanswered',
  ],
  ['there are too many instances', refusing({ errCode: -501004 }), false, 'shards.unanswered'],
  ['it is not deployed', refusing({ errCode: -501000 }), false, 'shards.unanswered'],
  ['nobody listens', refusing({ errCode: -1, code: 'ECONNREFUSED' }), false, 'shards.unanswered'],
])('a helper whose call ends so helps or has failed: %s', async (_, sdk, helps, logged) => {
  const events: string[] = [];
  const helpers = cloudHelpers(sdk, (event) => events.push(event), { DISPATCHERS: '2' });
  expect(await helpers.start([1, 3])).toBe(helps);
  expect(events).toEqual(logged ? [logged] : []);
});
