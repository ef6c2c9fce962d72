import type { CreditKind, Delivery } from '../words';

/**
 * How a business field is written on a card.
 * - `text` as it is; `fen` as ￥12.50; `time` (ms since 1970) as 2026-11-23 15:01 in China
 */
export type FieldType = 'text' | 'fen' | 'time';

/**
 * What becomes of a value that the typed keyword of a subscribe message would not take (a wrong value
 * costs a refusal with 47003, so it is known before the send).
 * - `shorten`: cut by code point, with an ellipsis where the type allows one; for what people read
 * - `format`: money and times, written in the shape that the type demands
 * - `exact`: nothing; a number that is cut is another number, so the message is not sent this way
 * What is still wrong after that makes the message fail over this channel, with the keyword as detail.
 */
export type Policy = 'shorten' | 'format' | 'exact';

/** The field that a typed keyword shows, and how it is made to fit. */
export interface TypedField {
  field: string;
  policy: Policy;
}

const typedAs =
  (policy: Policy) =>
  (field: string): TypedField => ({ field, policy });
export const shorten = typedAs('shorten');
export const format = typedAs('format');
export const exact = typedAs('exact');

/** One kind of notice, as data. `scenes.ts` has them all. */
export interface Scene {
  /** Title of the template in the account. */
  title: string;
  /** Business fields that a message of this scene must bring. */
  fields: Readonly<Record<string, FieldType>>;
  /** Page that the card opens; `{field}` is replaced. Never begins with a slash. */
  page: string;
  /** Fields in the order of the template's `keyword1`, `keyword2` … */
  keywords: readonly string[];
  /** The field that is shown large. */
  emphasis: string;
  /** Typed keywords of the subscribe template and what each shows. */
  subscribe: Readonly<Record<string, TypedField>>;
  /** Kinds of credit that may pay for it, in the order of preference. */
  credits: readonly CreditKind[];
  /** What to do when nobody can know whether a send arrived. */
  delivery: Delivery;
  /** Active scenes keep quiet at night in China, from hour to hour; passive ones answer at once. */
  quietHours?: { from: number; to: number };
  /** After this many hours the message no longer makes sense. */
  usefulHours: number;
}

export type SceneFields = Record<string, string | number>;
