import { HOUR } from '../words';

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
  return Date.UTC(year, month - 1, day, hour, minute, second) - 8 * HOUR;
}
