import type { CreditKind, Delivery } from '../words';

/**
 * How a business field is written on a card.
 * - `text` as it is; `fen` as ￥12.50; `time` (ms since 1970) as 2026-11-23 15:01 in China
 */
export type FieldType = 'text' | 'fen' | 'time';

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
  /** Typed keys of the subscribe template and the field that each shows. */
  subscribe: Readonly<Record<string, string>>;
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
