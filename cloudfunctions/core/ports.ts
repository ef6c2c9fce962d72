import type { Channel, Collections } from './words';

/** What the core needs from outside. `core/cloud` implements it with wx-server-sdk. */
export interface Ports {
  db: Database;
  sender: Sender;
  pay: Payments;
  /** Asks for a run of the dispatcher at a time. Never throws: the timer comes anyway. */
  callAt: (at: number) => Promise<void>;
  now: () => number;
  /** 0 ≤ x < 1, for jitter. */
  random: () => number;
  /** A fresh id for a claim. */
  newId: () => string;
  log: Log;
  /** Milliseconds that this invocation may still run. */
  remainingMs: () => number;
  /** Cloud environment id; chooses the template ids. */
  env: string;
}

export type Log = (event: string, details?: Record<string, unknown>) => void;

type Scalar = string | number | boolean;

/** One field: a value, one of several values, or a bound. Two conditions on one field are not needed. */
export type Condition = Scalar | { in: readonly Scalar[] } | { lte: number };
export type Query = Record<string, Condition>;
export type Change = Record<string, Scalar | { inc: number }>;
export interface FindOptions {
  /** Ascending by this field. */
  orderBy?: string;
  /** Descending instead. */
  newestFirst?: boolean;
  limit: number;
}

/** The database: conditional multi-writes are the only tool for concurrency. */
export interface Database {
  /** @returns the document, or undefined */
  get<C extends keyof Collections>(collection: C, id: string): Promise<Collections[C] | undefined>;
  find<C extends keyof Collections>(
    collection: C,
    query: Query,
    options: FindOptions,
  ): Promise<Collections[C][]>;
  /**
   * Inserts what is not there yet, in one call.
   * @returns ids that are there but perhaps not through this call. With a single document that is
   *   certain: it was there before. In a batch that met a duplicate nobody can tell which documents
   *   this very batch had stored; compare a field that only you would write.
   */
  insert<C extends keyof Collections>(
    collection: C,
    documents: readonly Collections[C][],
  ): Promise<string[]>;
  /**
   * Changes every document that matches, each atomically.
   * Every change must alter a value, so that matched and modified counts agree.
   * @returns how many documents changed
   */
  update(collection: keyof Collections, query: Query, change: Change): Promise<number>;
  /** @returns how many documents were removed */
  remove(collection: keyof Collections, query: Query): Promise<number>;
  count(collection: keyof Collections, query: Query): Promise<number>;
}

/** A rendered notice, ready for WeChat. */
export interface Letter {
  channel: Channel;
  touser: string;
  templateId: string;
  page: string;
  data: Record<string, { value: string }>;
  /** formId or prepay_id; `none` for subscribe messages. */
  token: string;
  emphasisKeyword: string;
}

/**
 * What became of a send.
 * - `answered`: WeChat (or the cloud before it) gave a code; 0 is success. `detail` holds its words
 * - `lost`: no code; it may have been delivered
 * - `unsent`: it certainly did not leave
 */
export type Outcome =
  | { type: 'answered'; errCode: number; msgid: string; detail?: string }
  | { type: 'lost'; detail: string }
  | { type: 'unsent'; errCode: number; detail: string };

export interface Sender {
  /** Never throws. */
  send(letter: Letter): Promise<Outcome>;
}

export interface PaymentRequest {
  sn: string;
  totalFee: number;
  body: string;
}

/** What WeChat Pay knows of an order. */
export interface PaymentState {
  state: 'paid' | 'unpaid' | 'closed' | 'refunded';
  totalFee: number;
  transactionId: string;
  /** The payment's own time; 0 unless paid. */
  paidAt: number;
}

/** WeChat Pay through the cloud. Every method throws `PaymentError` if WeChat refuses. */
export interface Payments {
  /** @returns prepay_id and the argument of `wx.requestPayment` */
  unifiedOrder(
    request: PaymentRequest,
  ): Promise<{ prepayId: string; payment: Record<string, string> }>;
  queryOrder(sn: string): Promise<PaymentState>;
  closeOrder(sn: string): Promise<void>;
  /** Fen that were given back for the order, by whomever. */
  refundedFee(sn: string): Promise<number>;
  /** Repeating it with the same `sn` refunds once. */
  refund(sn: string, totalFee: number): Promise<void>;
}

/** WeChat Pay answered, and refused. */
export class PaymentError extends Error {
  override name = 'PaymentError';
}
