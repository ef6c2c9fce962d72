/** The shop is in China, which has one time zone and no summer time. */
const CHINA = 8 * 60 * 60 * 1000;

const two = (n: number): string => String(n).padStart(2, '0');

/** @returns ms since 1970 as a time in China: `11-23 15:01`; empty for 0, which means "not yet" */
export function shortTime(ms: number): string {
  if (ms === 0) return '';
  const date = new Date(ms + CHINA);
  const day = `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** @returns the same with its year: `2026-11-23 15:01` */
export const fullTime = (ms: number): string =>
  ms === 0 ? '' : `${new Date(ms + CHINA).getUTCFullYear()}-${shortTime(ms)}`;
