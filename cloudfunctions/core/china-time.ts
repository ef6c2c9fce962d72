import { DAY, HOUR } from './words';

/** China keeps UTC+8 all year. */
const AHEAD = 8 * HOUR;

/** @returns ms since it was last `hour` o'clock in China; 0 is midnight */
export const sinceHourInChina = (at: number, hour: number): number =>
  (((at + AHEAD - hour * HOUR) % DAY) + DAY) % DAY;

/** @returns `2026-11-23 15:01` in China for ms since 1970 */
export const chinaTime = (at: number): string =>
  new Date(at + AHEAD).toISOString().slice(0, 16).replace('T', ' ');

/**
 * @param text WeChat Pay's `time_end`, yyyyMMddHHmmss in China (UTC+8)
 * @returns ms since 1970, 0 if it is no such time
 */
export function chinaTimeToMs(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!parts) return 0;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - AHEAD;
}
