const CONTROL = /\p{Cc}/u;

const DATE_PARTS =
  /^(\d{4})(?:年(\d{1,2})月(\d{1,2})日|-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2}))/;
const TIME = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

const lengthOf = (text: string): number => Array.from(text).length;
const upTo = (limit: number, text: string): boolean => lengthOf(text) <= limit;
const digitsIn = (text: string): number => text.replaceAll(/\D/g, '').length;

/** What follows a real date at the start of the text; undefined if there is none. */
const afterDate = (text: string): string | undefined => {
  const found = DATE_PARTS.exec(text);
  if (!found) return undefined;
  const [year, month, day] = found.slice(1).filter(Boolean).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return text.slice(found[0].length).trim();
};

const isDate = (text: string): boolean => {
  const rest = afterDate(text);
  return rest === '' || (rest !== undefined && TIME.test(rest));
};
const isTime = (text: string): boolean => TIME.test(afterDate(text) ?? text);

/** One value or two with `~` between them. */
const isRangeOf = (isOne: (text: string) => boolean, text: string): boolean => {
  const ends = text.split('~').map((end) => end.trim());
  return ends.length <= 2 && ends.every(isOne);
};

// The sign and the unit are optional, a decimal point is not counted.
const isAmount = (text: string): boolean =>
  /^\p{Sc}?\d+(\.\d+)?元?$/u.test(text) && digitsIn(text) <= 10;

// Anything that is not ASCII makes it a Chinese name with the shorter limit.
const isName = (text: string): boolean =>
  !/\d/.test(text) && upTo(/^[\x20-\x7e]+$/.test(text) ? 20 : 10, text);

/** The rule of each type; types that are not here take any value. */
const rules = new Map<string, (value: string) => boolean>([
  ['thing', (value) => upTo(20, value)],
  ['number', (value) => /^\d+(\.\d+)?$/.test(value) && digitsIn(value) <= 32],
  ['letter', (value) => /^[A-Za-z]{1,32}$/.test(value)],
  ['symbol', (value) => /^[\p{P}\p{S}]{1,5}$/u.test(value)],
  ['character_string', (value) => /^[A-Za-z\d\p{P}\p{S}]{1,32}$/u.test(value)],
  ['time', (value) => isRangeOf(isTime, value)],
  ['date', (value) => isRangeOf(isDate, value)],
  ['amount', isAmount],
  ['phone_number', (value) => /^[\d\p{P}\p{S}]{1,17}$/u.test(value)],
  ['car_number', (value) => upTo(8, value) && /^[\p{Script=Han}A-Za-z\d]+$/u.test(value)],
  ['name', isName],
  ['phrase', (value) => /^\p{Script=Han}{1,5}$/u.test(value)],
]);

/** The type of a keyword: the key without its digits, for example `thing` of `thing3`. */
export const typeOfKeyword = (key: string): string => key.replace(/\d+$/, '');

/**
 * Whether a subscribe message may carry this value (WeChat docs, `subscribeMessage.send`, "Limits
 * of the parameters"). Characters are counted as code points. The limits of rare types are not
 * documented: they take any text on one line, and so does an `enum` whose values are not known.
 * @param key the template's keyword, for example `thing1`
 * @param values what an `enum` may be
 */
export const isKeywordValue = (key: string, value: string, values?: string[]): boolean => {
  if (CONTROL.test(value)) return false;
  if (values && typeOfKeyword(key) === 'enum') return values.includes(value);
  const rule = rules.get(typeOfKeyword(key));
  return rule === undefined || rule(value);
};
