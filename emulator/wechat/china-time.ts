const EIGHT_HOURS = 8 * 3_600_000;

/**
 * A time as WeChat Pay writes it: `yyyyMMddHHmmss` on a clock in Asia/Shanghai, which has no
 * summer time (WeChat Pay docs, `time_end`).
 * @param time ms since 1970
 */
export const chinaStamp = (time: number): string =>
  new Date(time + EIGHT_HOURS).toISOString().replaceAll(/\D/g, '').slice(0, 14);

/**
 * The day that a daily quota belongs to, `yyyyMMdd` in Asia/Shanghai.
 * @param time ms since 1970
 */
export const chinaDay = (time: number): string => chinaStamp(time).slice(0, 8);

/**
 * Reads what `chinaStamp` writes.
 * @returns ms since 1970; undefined if the text is no such time
 */
export const parseChinaStamp = (stamp: string): number | undefined => {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
  // `Date.parse` turns 31 February into 3 March.
  return Number.isNaN(time) || chinaStamp(time) !== stamp ? undefined : time;
};
