import { parseCron } from './cron';

const iso = (time: number | null): string | null =>
  time === null ? null : new Date(time).toISOString();

test.each([
  // expression, after, next tick (all UTC; the expression is in UTC+8)
  ['0 */5 * * * * *', '2026-01-01T00:02:00Z', '2026-01-01T00:05:00.000Z'],
  ['0 */5 * * * * *', '2026-01-01T00:05:00Z', '2026-01-01T00:10:00.000Z'],
  ['0 5/15 * * * * *', '2026-01-01T00:06:00Z', '2026-01-01T00:20:00.000Z'],
  ['0 0 2 1 * * *', '2026-01-01T00:00:00Z', '2026-01-31T18:00:00.000Z'],
  ['0 15 10 * * MON-FRI *', '2026-01-02T03:00:00Z', '2026-01-05T02:15:00.000Z'],
  ['30 59 23 31 12 * 2026', '2026-01-01T00:00:00Z', '2026-12-31T15:59:30.000Z'],
  ['0 0 0 1 jan,Feb * *', '2026-01-15T00:00:00Z', '2026-01-31T16:00:00.000Z'],
  ['0 0 8 * * 0 *', '2026-01-01T00:00:00Z', '2026-01-04T00:00:00.000Z'],
  ['0 0 8 29 2 * *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['0 0 8 1 1 * 2030', '2026-01-01T00:00:00Z', '2030-01-01T00:00:00.000Z'],
  ['0 0 8 1 1 * 2020', '2026-01-01T00:00:00Z', null],
  ['0 0 8 30 2 * *', '2026-01-01T00:00:00Z', null],
])('%s after %s is %s', (expression, after, expected) => {
  expect(iso(parseCron(expression).next(Date.parse(after)))).toBe(expected);
});

test('day and weekday both restricted: one of the two is enough', () => {
  const schedule = parseCron('0 0 8 13 * FRI *');
  let time: number | null = Date.parse('2026-01-01T01:00:00Z');
  const days = [1, 2, 3].map(() => iso((time = schedule.next(time ?? NaN)))?.slice(0, 10));
  expect(days).toEqual(['2026-01-02', '2026-01-09', '2026-01-13']);
});

test.each([
  ['2026-01-01T08:00:00.000Z', '2026-01-01T08:00:00.000Z'],
  ['2026-01-01T08:00:00.001Z', '2026-01-01T08:00:00.000Z'],
  ['2026-01-01T07:59:59.999Z', '2025-12-31T08:00:00.000Z'],
])('the last tick of 16:00 until %s is %s', (until, expected) => {
  expect(iso(parseCron('0 0 16 * * * *').last(Date.parse(until)))).toBe(expected);
});

test('the next tick is strictly later', () => {
  const at = Date.parse('2026-01-01T08:00:00Z');
  expect(iso(parseCron('0 0 16 * * * *').next(at))).toBe('2026-01-02T08:00:00.000Z');
  expect(iso(parseCron('0 0 16 * * * *').next(at - 1))).toBe('2026-01-01T08:00:00.000Z');
});

test.each([
  ['0 */5 * * * *', 'has 6 fields and needs seven'],
  ['* * * * *', 'has 5 fields and needs seven'],
  ['60 * * * * * *', 'field second "60"'],
  ['0 60 * * * * *', 'field minute "60": expected numbers from 0 to 59'],
  ['0 0 24 * * * *', 'field hour "24"'],
  ['0 0 0 0 * * *', 'field day "0"'],
  ['0 0 0 * 13 * *', 'field month "13"'],
  ['0 0 0 * * 7 *', 'field weekday "7": expected numbers from 0 to 6 or names from SUN to SAT'],
  ['0 0 0 * * MONDAY *', 'field weekday "MONDAY"'],
  ['0 0 0 * * * 1969', 'field year "1969"'],
  ['0 0 0 * * * 2100', 'field year "2100"'],
  ['0 /5 * * * * *', '"/" needs a number or * on its left'],
  ['0 1-30/5 * * * * *', '"/" needs a number or * on its left'],
  ['0 */0 * * * * *', 'needs a number above 0'],
  ['0 */61 * * * * *', 'longer than the field'],
  ['0 */5/2 * * * * *', 'more than one "/"'],
  ['0 30-10 * * * * *', 'the range ends before it begins'],
  ['0 1,,2 * * * * *', 'field minute "1,,2"'],
  ['0 0 0 L * * *', 'field day "L"'],
  ['0 0 0 ? * * *', 'field day "?"'],
  ['0 0 0 * * FRI#2 *', 'field weekday "FRI#2"'],
])('refuses %s: %s', (expression, message) => {
  expect(() => parseCron(expression)).toThrow(message);
});
