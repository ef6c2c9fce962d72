import * as v from 'valibot';
import type { BookedToken, Clock } from '../services';

/** A form or a payment allows sends for seven days (WeChat docs, "Template message"). */
export const SEVEN_DAYS = 7 * 86_400_000;
/** A payment allows three sends, a form one (WeChat docs, "Template message"). */
const SENDS_PER_PAYMENT = 3;
/** Subscriptions do not expire: the last time that a `Date` can hold, in ms. */
export const NEVER = 8_640_000_000_000_000;

/** The shape of a row in a saved state. `granted` is 0 for a prepay_id that is not paid yet. */
export const entrySchema = v.object({
  kind: v.picklist(['form', 'payment', 'subscription', 'longTerm']),
  token: v.string(),
  openid: v.string(),
  granted: v.number(),
  used: v.number(),
  expiresAt: v.number(),
});

/** A row of the books: what one user allowed, and how much of it was used. */
export type Entry = v.InferOutput<typeof entrySchema>;

export type SubscriptionKind = 'subscription' | 'longTerm';

/** WeChat's own count of who may still be sent what. */
export interface Books {
  /** One send for a submitted form, for seven days from now. */
  writeForm(openid: string, formId: string): void;
  /** A prepay_id that nobody paid yet; `payableUntil` in ms. It allows no send. */
  writePrepay(openid: string, prepayId: string, payableUntil: number): void;
  /** The payment of a prepay_id succeeded: three sends, for seven days from now. */
  markPaid(prepayId: string): void;
  /** An unpaid prepay_id can no longer be paid; a paid one stays as it is. */
  endPrepay(prepayId: string): void;
  /** The user accepts a template: one more send of it, or (`longTerm`) any number, without end. */
  writeSubscription(openid: string, templateId: string, kind: SubscriptionKind): void;
  /** The user rejects the template in the settings: what was accepted is gone. */
  endSubscription(openid: string, templateId: string): void;
  /** The row of a formId or prepay_id, whoever it belongs to. */
  findToken(token: string): Entry | undefined;
  findSubscription(openid: string, templateId: string): Entry | undefined;
  stateOf(entry: Entry): BookedToken['state'];
  /** Counts one send. */
  spend(entry: Entry): void;
  /** Every row, the oldest first. */
  list(): BookedToken[];
  save(): Entry[];
  restore(entries: Entry[]): void;
}

const isSubscription = ({ kind }: Pick<Entry, 'kind'>): boolean =>
  kind === 'subscription' || kind === 'longTerm';

const keyOf = (row: Pick<Entry, 'kind' | 'openid' | 'token'>): string =>
  isSubscription(row) ? `${row.openid} ${row.token}` : row.token;

/** Used up comes before expired: a row that is both is called `used`. */
const stateAt = (entry: Entry, now: number): BookedToken['state'] => {
  if (entry.kind === 'longTerm') return 'usable';
  if (entry.granted > 0 && entry.used >= entry.granted) return 'used';
  if (now >= entry.expiresAt) return 'expired';
  return entry.granted === 0 ? 'unpaid' : 'usable';
};

/** Makes empty books. A row can be used while the time is before `expiresAt`. */
export const createBooks = (clock: Clock): Books => {
  let rows = new Map<string, Entry>();
  const write = (entry: Entry): void => void rows.set(keyOf(entry), entry);
  const findSubscription = (openid: string, templateId: string): Entry | undefined =>
    rows.get(keyOf({ kind: 'subscription', openid, token: templateId }));
  return {
    writeForm: (openid, token) =>
      write({
        kind: 'form',
        token,
        openid,
        granted: 1,
        used: 0,
        expiresAt: clock.now() + SEVEN_DAYS,
      }),
    writePrepay: (openid, token, expiresAt) =>
      write({ kind: 'payment', token, openid, granted: 0, used: 0, expiresAt }),
    markPaid: (prepayId) => {
      const row = rows.get(prepayId);
      if (!row) return;
      row.granted = SENDS_PER_PAYMENT;
      row.expiresAt = clock.now() + SEVEN_DAYS;
    },
    endPrepay: (prepayId) => {
      const row = rows.get(prepayId);
      if (row?.granted === 0) row.expiresAt = Math.min(row.expiresAt, clock.now());
    },
    writeSubscription: (openid, token, kind) => {
      const row = findSubscription(openid, token);
      if (row) row.granted += 1;
      else write({ kind, token, openid, granted: 1, used: 0, expiresAt: NEVER });
    },
    endSubscription: (openid, token) =>
      void rows.delete(keyOf({ kind: 'subscription', openid, token })),
    findToken: (token) => {
      const row = rows.get(token);
      return row && isSubscription(row) ? undefined : row;
    },
    findSubscription,
    stateOf: (entry) => stateAt(entry, clock.now()),
    spend: (entry) => void (entry.used += 1),
    list: () => [...rows.values()].map((row) => ({ ...row, state: stateAt(row, clock.now()) })),
    save: () => [...rows.values()].map((row) => ({ ...row })),
    restore: (entries) => {
      rows = new Map(entries.map((entry) => [keyOf(entry), { ...entry }]));
    },
  };
};
