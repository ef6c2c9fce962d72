/**
 * The words of this project. A name that is not here needs a reason.
 *
 *   credit    permission for one send to one user; one document per permitted send
 *   token     the formId or prepay_id that a credit is spent with; subscriptions have a template id
 *   scene     one kind of notice: `paySuccess`, `orderShipped` …  Data, not code
 *   message   one notice to one user; its id `scene:key` makes it unique
 *   attempt   one try to send a message with a credit; append-only
 *   channel   `template` or `subscribe`, given by the kind of the credit
 *   verdict   what an error code means for us
 *   delivery  `atMostOnce` or `atLeastOnce`: what to do when nobody can know whether a send arrived
 *   claim     the id of the run that works on a message or credit; every later write is fenced by it
 *   bond      a message that must finish with the credit it has begun with (`creditId`)
 *
 * Times are milliseconds since 1970, money is in fen. No field is ever null or missing, because the
 * database cannot update through null: "no claim" is `none`, "never" is `FAR`.
 */

export const NONE = 'none';

/** 9999-12-31: a time that never comes. */
export const FAR = 253402214400000;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `longTerm` is not used up by a send; every other credit is one send. */
export const creditKinds = ['form', 'payment', 'subscription', 'longTerm'] as const;
export type CreditKind = (typeof creditKinds)[number];
export type Channel = 'template' | 'subscribe';
export type Delivery = 'atMostOnce' | 'atLeastOnce';

export const creditStates = [
  'pending', // an unpaid prepay_id
  'open',
  'leased',
  'spent',
  'refused', // WeChat says that the token is dead
  'expired',
  'inDoubt', // perhaps spent; bound to its message for ever
  'merged', // a second report of a consent that is a credit already
] as const;
export type CreditState = (typeof creditStates)[number];

export interface Credit {
  /** `kind:hash(token):use`, so that collecting the same token twice stores it once. */
  _id: string;
  kind: CreditKind;
  openid: string;
  token: string;
  /** The template that a subscription was given for. */
  templateId: string;
  /** The order of a prepay_id. */
  sn: string;
  use: number;
  /** Only this scene may take the credit before the order is shipped. */
  reservedFor: string;
  state: CreditState;
  claim: string;
  leaseUntil: number;
  openedAt: number;
  expiresAt: number;
  /** WeChat's code that refused it, 0 otherwise. */
  errCode: number;
  /**
   * Who has told us of a consent: the page, WeChat's push, or both. A consent is one credit, whoever
   * tells of it first; `none` for other kinds.
   */
  toldBy: 'page' | 'push' | 'both' | 'none';
}

export const messageStates = [
  'queued',
  'waiting', // no credit now
  'claimed',
  'sending',
  'sent',
  'failed',
  'unknown', // nobody can know whether it arrived
  'cancelled',
  'expired', // it would no longer make sense
] as const;
export type MessageState = (typeof messageStates)[number];

export interface Message {
  /** `scene:key` */
  _id: string;
  scene: string;
  openid: string;
  /** 0 to 15, the same for all messages of a user. */
  shard: number;
  /** The order that it is about, for choosing its own prepay_id and for cancelling. */
  sn: string;
  fields: Record<string, string | number>;
  state: MessageState;
  /** A closed set, `reasons.ts` has the sentences. */
  reason: string;
  errCode: number;
  /** What the reason is about, for example the keyword with a bad value; `none` otherwise. */
  detail: string;
  /** Number of the latest attempt; part of its id, never used twice. */
  attempts: number;
  /** Attempts that WeChat failed or did not answer, since staff last sent it; bounds repetition. */
  tries: number;
  nextAttemptAt: number;
  notAfter: number;
  claim: string;
  leaseUntil: number;
  /** The bond: the credit that the next attempt has to use. */
  creditId: string;
  /** Some attempt was not answered, so that the message was perhaps delivered. */
  maybeSent: boolean;
  /** An attempt with the bound credit failed in a way that perhaps spent the token. */
  maybeSpent: boolean;
  createdAt: number;
  sentAt: number;
}

export interface Attempt {
  /** `messageId#n` when it starts; `messageId#n=` for a result worth keeping. */
  _id: string;
  messageId: string;
  creditId: string;
  claim: string;
  at: number;
  /** `void`: it certainly did not leave; as a start, nobody may make this attempt any more. */
  result: 'started' | 'void' | 'answered' | 'lost';
  errCode: number;
  msgid: string;
}

/** A kind of credit that must not be used for a scene; staff can switch it on again. */
export interface ChannelStop {
  /** `kind:scene` */
  _id: string;
  kind: CreditKind;
  /** `*` stands for all scenes. */
  scene: string;
  /** WeChat's code; 0 if staff have done it. */
  errCode: number;
  reason: string;
  at: number;
}

export const orderStates = [
  'unpaid',
  'paid',
  'shipped',
  'received',
  'cancelled',
  'refunding',
  'refunded',
] as const;
export type OrderState = (typeof orderStates)[number];

export interface OrderItem {
  goodsId: string;
  title: string;
  price: number;
  quantity: number;
}

export interface Order {
  /** `sn`, which is WeChat Pay's `outTradeNo`. */
  _id: string;
  openid: string;
  items: OrderItem[];
  totalFee: number;
  state: OrderState;
  /** The credit of the formId that its page has brought for the notice: an order brings one. */
  formCredit: string;
  prepayId: string;
  /** The argument of `wx.requestPayment` as JSON. */
  payment: string;
  prepayUntil: number;
  /** How often its user has made us ask WeChat Pay about it. */
  asks: number;
  transactionId: string;
  carrier: string;
  trackingNo: string;
  refundReason: string;
  createdAt: number;
  paidAt: number;
  shippedAt: number;
  /** When a timer has to look at the order next; what it does then depends on the state. */
  dueAt: number;
}

export interface Goods {
  _id: string;
  title: string;
  price: number;
  /** A path inside the mini-program, or `''`. */
  picture: string;
}

export interface User {
  /** openid */
  _id: string;
  createdAt: number;
  seenAt: number;
}

/** What a user's phone has reported on one day in China; the next day begins anew. */
export interface Reports {
  /** openid */
  _id: string;
  /** Its midnight in China. */
  day: number;
  taps: number;
  consents: number;
}

/** One of the places that a user's new orders take; it is free again after a while. */
export interface OrderPlace {
  /** `openid#n` */
  _id: string;
  /** The order that has taken it. */
  sn: string;
  takenAt: number;
}

/** Members of the shop's staff: `_id` is the openid. */
export interface Staff {
  _id: string;
  name: string;
}

/** WeChat's token for calls outside cloud calls; everybody who needs one takes it from here. */
export interface AccessToken {
  /** `kind:appid` */
  _id: string;
  appid: string;
  kind: 'stable' | 'classic';
  /** `none` before the first. */
  token: string;
  fetchedAt: number;
  /** A new one is fetched from then on; after a failure, not before. */
  renewAt: number;
  /** WeChat refuses it from then on; 0 before the first. */
  expiresAt: number;
  claim: string;
  leaseUntil: number;
  /** The code of the latest fetch if that has failed, 0 otherwise. */
  errCode: number;
}

/** Every collection and its documents. All of them are readable by functions only. */
export interface Collections {
  credits: Credit;
  messages: Message;
  attempts: Attempt;
  channelStops: ChannelStop;
  orders: Order;
  goods: Goods;
  users: User;
  reports: Reports;
  orderPlaces: OrderPlace;
  staff: Staff;
  accessTokens: AccessToken;
}
