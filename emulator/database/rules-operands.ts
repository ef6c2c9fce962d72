import type { Claim } from './rules-claim';
import { notUnderstood, type Tokens } from './rules-tokens';

/** What an expression may speak of besides the document. */
export interface Known {
  openid: string;
  /** Virtual time, ms. */
  now: number;
}

/** An expression: what it claims of a document, for one user at one time. */
export type Expression = (known: Known) => Claim;

type Value = (known: Known) => unknown;

/** What stands beside a sign: a field of the document, a value, or a list of values. */
export type Operand =
  | { kind: 'field'; path: string }
  | { kind: 'value'; value: Value }
  | { kind: 'list'; values: (known: Known) => unknown[] };

const FIELD = /^doc\.([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)$/u;
const NUMBER = /^-?\d/;
const TEXT = /^(['"])(.*)\1$/s;

const VALUES: Record<string, Value> = {
  true: () => true,
  false: () => false,
  null: () => null,
  now: ({ now }) => now,
  auth: ({ openid }) => ({ openid }),
  'auth.openid': ({ openid }) => openid,
};

/** @throws SyntaxError if the next word is none */
const readValue = (tokens: Tokens): Value => {
  const token = tokens.next() ?? '';
  const known = Object.hasOwn(VALUES, token) ? VALUES[token] : undefined;
  if (known) return known;
  if (NUMBER.test(token)) return () => Number(token);
  const text = TEXT.exec(token)?.[2];
  if (text !== undefined) return () => text;
  throw notUnderstood(token || undefined);
};

const readList = (tokens: Tokens): Operand => {
  const items: Value[] = [];
  while (!tokens.take(']')) {
    if (items.length > 0) tokens.expect(',');
    items.push(readValue(tokens));
  }
  return { kind: 'list', values: (known) => items.map((item) => item(known)) };
};

/** @throws SyntaxError */
export const readOperand = (tokens: Tokens): Operand => {
  if (tokens.take('[')) return readList(tokens);
  const path = FIELD.exec(tokens.peek() ?? '')?.[1];
  if (path === undefined) return { kind: 'value', value: readValue(tokens) };
  tokens.next();
  return { kind: 'field', path };
};
