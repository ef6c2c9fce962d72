import { parseDuration, parseInstant } from './duration';

test.each([
  ['7d', 604_800_000],
  ['1h30m', 5_400_000],
  ['90s', 90_000],
  ['5m250ms', 300_250],
  ['2w', 1_209_600_000],
  ['1500', 1500],
  [0, 0],
  ['', undefined],
  ['7 d', undefined],
  ['-1h', undefined],
  ['1.5h', undefined],
  ['h', undefined],
  [1.5, undefined],
  [-1, undefined],
])('the duration %j is %p ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  ['2026-01-31T08:00:00Z', Date.UTC(2026, 0, 31, 8)],
  ['2026-01-31T08:00:00.5+08:00', Date.UTC(2026, 0, 31, 0, 0, 0, 500)],
  ['2026-01-31T08:00Z', Date.UTC(2026, 0, 31, 8)],
  [5, 5],
  ['2026-01-31', undefined],
  ['2026-01-31T08:00:00', undefined],
  ['2026-13-31T08:00:00Z', undefined],
  ['tomorrow', undefined],
  [NaN, undefined],
])('the instant %j is %p', (text, time) => {
  expect(parseInstant(text)).toBe(time);
});
