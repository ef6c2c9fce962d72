import { hash } from '../../cloudfunctions/core/hash';
import type { Letter, Outcome, Ports } from '../../cloudfunctions/core/ports';
import { environments } from '../../cloudfunctions/core/scenes/environments';
import type { Collections } from '../../cloudfunctions/core/words';
import type { Delivered, Evidence } from '../../scripts/promise';

/** Two buyers and a member of the staff. */
export const people = ['wang', 'li', 'chen'] as const;
export type Person = (typeof people)[number];

/** What WeChat does with a send, beside its rules. */
export const weathers = [
  'fine',
  'answer lost',
  'never arrived',
  'busy, delivered',
  'busy, not delivered',
  'failed, spent',
  'failed, not spent',
  'minute limit',
  'channel gone',
] as const;
export type Weather = (typeof weathers)[number];

/** An order in the books of WeChat Pay; money in fen. */
export interface Booking {
  state: 'unpaid' | 'paid' | 'closed';
  totalFee: number;
  givenBack: number;
}

/**
 * The shop's ports, and what is outside of the shop: phones, WeChat with books of its own, the clock.
 * It is in memory or a local cloud; the same histories are played in both.
 */
export interface World {
  /** Their sends need a weather: see `deliver`. */
  ports: Omit<Ports, 'sender'>;
  /** WeChat gets a letter in this weather. */
  deliver(letter: Letter, weather: Weather): Promise<Outcome>;
  openidOf(person: Person): string;
  /** Lets time pass; no timer runs by itself. */
  advance(ms: number): void;
  /** @returns the formId */
  tap(openid: string): string;
  accept(openid: string, templateId: string): void;
  /** In the settings: what was accepted is gone. */
  reject(openid: string, templateId: string): void;
  /** The user confirms the sheet of `wx.requestPayment`; WeChat may refuse, and calls nobody back. */
  confirmSheet(openid: string, payment: Record<string, string>): Promise<void>;
  /** Somebody gives all the money back in the merchant's console. */
  refundByHand(sn: string): void;
  booking(sn: string): Booking | undefined;
  stored<C extends keyof Collections>(collection: C): Collections[C][];
  tokens(): Evidence['tokens'];
  cards(): Delivered[];
  /** Whether a read may show what was there before the latest write. */
  hasStaleReads: boolean;
}

export const ENV = 'local-hongyan';

/** A user's order, or notice about nothing else, by the number that the history gives it. */
export interface Which {
  openid: string;
  number: number;
}

/** The key of a notice that is about no order. Every card of the model shows it, or an order's. */
export const keyOf = ({ openid, number }: Which): string => `K${number}${hash(openid).slice(0, 8)}`;

const isKey = (value: string): boolean => /^(K\d\w{8}|HY[0-9A-F]{26})$/.test(value);

const scenesByTemplate = new Map(
  [environments[ENV]?.template, environments[ENV]?.subscribe, environments[ENV]?.longTerm].flatMap(
    (ids = {}) => Object.entries(ids).map(([scene, id]): [string, string] => [id, scene]),
  ),
);

/** @returns the id of the message that a card shows */
export function shownBy(openid: string, templateId: string, values: readonly string[]): string {
  const scene = scenesByTemplate.get(templateId) ?? templateId;
  const key = values.find(isKey) ?? '';
  return scene === 'shipOverdue'
    ? `${scene}:${key}:${hash(openid).slice(0, 8)}`
    : `${scene}:${key}`;
}
