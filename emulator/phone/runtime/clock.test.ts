import { installClock, setClockOffset } from './clock';

const realDate = Date;
afterEach(() => {
  setClockOffset(0);
  globalThis.Date = realDate;
});

test('Date follows virtual time and is otherwise what it was', () => {
  installClock();
  const hour = 3_600_000;
  setClockOffset(hour);
  const ahead = Date.now() - realDate.now();
  expect(Math.abs(ahead - hour)).toBeLessThan(1000);
  expect(new Date().getTime() - realDate.now()).toBeGreaterThan(hour - 1000);
  expect(new Date(2026, 0, 2).getDate()).toBe(2);
  expect(new Date(5).getTime()).toBe(5);
  expect(Date.UTC(1970, 0, 1)).toBe(0);
  expect(new Date()).toBeInstanceOf(Date);
});
