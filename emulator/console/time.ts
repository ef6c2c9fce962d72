import type { Language } from './language';

const china = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', ...options });

const dayAndTime = china({ month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' });
const day = china({ month: 'long', day: 'numeric' });
const timeOfDay = china({ hour: '2-digit', minute: '2-digit' });
const withSeconds = china({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const weekday = {
  en: new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Shanghai',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }),
  zh: china({ month: 'long', day: 'numeric', weekday: 'short' }),
} satisfies Record<Language, Intl.DateTimeFormat>;

/** A time in China, as on a phone: `1月31日 16:00`. */
export const phoneTime = (ms: number): string => dayAndTime.format(ms);
/** `1月31日` */
export const phoneDay = (ms: number): string => day.format(ms);
/** `16:00` */
export const minuteOf = (ms: number): string => timeOfDay.format(ms);
/** `16:00:05` */
export const secondOf = (ms: number): string => withSeconds.format(ms);
/** A full time in China: `Sat 31 Jan 16:00:05`. */
export const fullTime = (ms: number, language: Language): string =>
  `${weekday[language].format(ms)} ${withSeconds.format(ms)}`;
/** A time in China without seconds: `Sat 31 Jan 16:00`. */
export const shortTime = (ms: number, language: Language): string =>
  `${weekday[language].format(ms)} ${timeOfDay.format(ms)}`;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Subscriptions and what never ends are stored as the year 9999. */
export const ENDLESS = 100 * 365 * DAY;

/** A span of time, rounded down: days and hours, or hours and minutes. */
export interface Span {
  days: number;
  hours: number;
  minutes: number;
}

export const spanOf = (ms: number): Span => ({
  days: Math.floor(ms / DAY),
  hours: Math.floor((ms % DAY) / HOUR),
  minutes: Math.floor((ms % HOUR) / MINUTE),
});
