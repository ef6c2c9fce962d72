import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LocalCloudError } from '../errors';

const TOKEN =
  /[{}[\],:]|"(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[\t\n\r ]*/y;

/**
 * Where a text stops being JSON. `JSON.parse` leaves the position out of half of its messages.
 * @returns the index of the first token that cannot be there; the length if the text ends too early
 */
export function findJsonError(text: string): number {
  let at = 0;
  const skipSpace = (): void => {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
  };
  const peek = (): string => {
    skipSpace();
    TOKEN.lastIndex = at;
    return TOKEN.exec(text)?.[0] ?? '';
  };
  /** Steps over the next token if it is as expected. */
  const take = (expected: (token: string) => boolean): boolean => {
    const token = peek();
    if (token === '' || !expected(token)) return false;
    at += token.length;
    return true;
  };
  const is = (expected: string) => (token: string) => token === expected;
  const items = (end: string, item: () => boolean): boolean => {
    if (take(is(end))) return true;
    do if (!item()) return false;
    while (take(is(',')));
    return take(is(end));
  };
  const member = (): boolean => take((token) => token.startsWith('"')) && take(is(':')) && value();
  const value = (): boolean => {
    if (take(is('{'))) return items('}', member);
    if (take(is('['))) return items(']', value);
    return take((token) => !/^[}\],:]/.test(token));
  };
  if (value()) skipSpace();
  return at;
}

/**
 * Reads a JSON file.
 * @throws LocalCloudError `PROJECT_MISSING` if it is not there, `PROJECT_INVALID` with file name,
 *   line and column if it is not JSON
 */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new LocalCloudError('PROJECT_MISSING', `Cannot read ${file} (${why}). Create it.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new LocalCloudError('PROJECT_INVALID', describe(file, text, findJsonError(text)));
  }
}

function describe(file: string, text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const found = text.slice(at).split(/\s/)[0]?.slice(0, 20) ?? '';
  const what = at >= text.trimEnd().length ? 'the file ends too early' : `unexpected ${found}`;
  return (
    `${file} is not valid JSON: line ${before.length}, column ${column}: ${what}. ` +
    `JSON has no comments and no comma after the last entry. Mend ${basename(file)} and start again.`
  );
}
