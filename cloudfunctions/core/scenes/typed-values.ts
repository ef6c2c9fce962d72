import type { Policy } from './scene';

/**
 * What the typed keywords of subscribe messages take (WeChat docs, `subscribeMessage.send`, "Limits of
 * the parameters"). Characters are counted as code points.
 */

/** Code points that a text may have at most; a name without ASCII letters only. */
const limits: Readonly<Record<string, number>> = { thing: 20, name: 10, phrase: 5 };

const clock = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;
const date = /^\d{4}(年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})/;
const digits = (value: string): number => value.match(/\d/g)?.length ?? 0;
const points = (value: string): number => Array.from(value).length;

const checks: Readonly<Record<string, (value: string) => boolean>> = {
  thing: (value) => points(value) <= 20,
  number: (value) => /^\d+(\.\d+)?$/.test(value) && digits(value) <= 32,
  letter: (value) => /^[A-Za-z]{1,32}$/.test(value),
  symbol: (value) => points(value) <= 5 && /^[\p{P}\p{S}]+$/u.test(value),
  character_string: (value) => points(value) <= 32 && /^[A-Za-z\d\p{P}\p{S}]+$/u.test(value),
  time: (value) => value.split('~').every((end) => clock.test(end.trim().replace(date, '').trim())),
  date: (value) => value.split('~').every(isDate),
  amount: (value) => /^\p{Sc}?\d+(\.\d+)?元?$/u.test(value) && digits(value) <= 10,
  phone_number: (value) => points(value) <= 17 && /^[\d\p{P}\p{S}]+$/u.test(value),
  car_number: (value) => points(value) <= 8 && /^[\p{Script=Han}A-Za-z\d]+$/u.test(value),
  name: (value) => !/\d/.test(value) && points(value) <= nameLimit(value),
  phrase: (value) => points(value) <= 5 && /^\p{Script=Han}+$/u.test(value),
};

function isDate(value: string): boolean {
  const text = value.trim();
  const rest = text.replace(date, '').trim();
  return rest !== text && (rest === '' || clock.test(rest));
}

/** Ten Chinese characters or twenty letters; what is mixed counts as Chinese. */
const nameLimit = (value: string): number => (/^[\x20-\x7e]+$/.test(value) ? 20 : 10);

/** @returns the type of a typed keyword, for example `thing` of `thing12` */
export const typeOf = (keyword: string): string => keyword.replace(/\d+$/, '');

/** @returns whether a subscribe message may carry the value; an unknown type takes any text on one line */
export function isTypedValue(keyword: string, value: string): boolean {
  if (value.trim() === '' || /\p{Cc}/u.test(value)) return false;
  return checks[typeOf(keyword)]?.(value) ?? true;
}

/** A value that its keyword does not take. */
export class BadValue extends Error {
  constructor(
    /** For example `character_string3`. */
    readonly keyword: string,
    value: string,
  ) {
    super(`${keyword} does not take "${value}". npm run scenes shows what it takes.`);
  }
}

/**
 * Makes a written value fit its keyword, as its policy allows.
 * @throws BadValue if it does not fit
 */
export function fitted(keyword: string, value: string, policy: Policy): string {
  const fit = policy === 'shorten' ? shortened(typeOf(keyword), value) : value;
  if (isTypedValue(keyword, fit)) return fit;
  throw new BadValue(keyword, value);
}

function shortened(type: string, value: string): string {
  const limit = type === 'name' ? nameLimit(value) : limits[type];
  const all = Array.from(value);
  if (limit === undefined || all.length <= limit) return value;
  const mark = type === 'thing' ? '…' : '';
  return (
    all
      .slice(0, limit - mark.length)
      .join('')
      .trimEnd() + mark
  );
}
