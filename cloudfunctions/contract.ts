/**
 * Requests and answers of every function, stable for whoever calls them. The mini-program imports
 * these types only. Money is in fen, times are ms since 1970.
 */
import type { ErrorCode } from './core/refusal';
import type { CreditKind, MessageState, OrderItem, OrderState } from './core/words';

export type { CreditKind, ErrorCode, MessageState, OrderItem, OrderState };

/** What every function answers, except `payCallback`, which answers what WeChat demands. */
export type Answer<Data> =
  | { ok: true; data: Data }
  | { ok: false; error: { code: ErrorCode; message: string } };

/** The argument of `wx.requestPayment`. */
export type Payment = Record<string, string>;

/** Where a message is. `reason` is a stable word; `backOffice` has sentences for it. */
export interface MessageStatus {
  state: MessageState;
  reason: string;
}

export interface OrderView {
  sn: string;
  state: OrderState;
  items: OrderItem[];
  totalFee: number;
  createdAt: number;
  /** 0 unless paid. */
  paidAt: number;
  /** 0 unless shipped. */
  shippedAt: number;
  carrier: string;
  trackingNo: string;
}

export interface GoodsView {
  _id: string;
  title: string;
  price: number;
  /** A path inside the mini-program, or ''. */
  picture: string;
}

/** What a user may still be sent. */
export interface MessageSettings {
  /** Open credits; `until` is when the first one ends, 0 if none ends. */
  credits: { kind: CreditKind; count: number; until: number }[];
  /**
   * Subscribe templates worth asking for, the most useful first; `open` sends are allowed already.
   * One accept of a `longTerm` template allows any number; WeChat asks for the two kinds apart.
   */
  templates: {
    scene: string;
    templateId: string;
    title: string;
    open: number;
    longTerm: boolean;
  }[];
  /**
   * Messages that go out as soon as there is a credit for them, oldest first. `templateId` is what to
   * ask for, or ''; `reason` is `no-credit`, `user-rejected` (in the settings page) or `channel-off`.
   */
  waiting: { title: string; since: number; reason: string; templateId: string }[];
}

/** A message for staff: openids are masked. */
export interface MessageView extends MessageStatus {
  id: string;
  scene: string;
  user: string;
  sn: string;
  errCode: number;
  /** What the reason is about, for example the keyword with a bad value; `none` otherwise. */
  detail: string;
  attempts: number;
  nextAttemptAt: number;
  createdAt: number;
  /** 0 unless sent. */
  sentAt: number;
  explanation: { en: string; zh: string };
}

export interface AttemptView {
  at: number;
  creditKind: string;
  result: string;
  errCode: number;
}

export type BackOfficeRequest =
  | { action: 'status' }
  | { action: 'orders'; state?: OrderState; limit?: number }
  | { action: 'messages'; state?: MessageState; limit?: number }
  | { action: 'message'; id: string }
  | { action: 'credits'; sn: string }
  | { action: 'redrive'; id: string }
  | { action: 'cancel'; id: string }
  | { action: 'channels' }
  | { action: 'switchOn'; kind: CreditKind; scene: string }
  | { action: 'switchOff'; kind: CreditKind; scene: string };

export interface BackOfficeData {
  status: {
    /** How long the oldest due message has been waiting for a run, in ms. */
    backlogAgeMs: number;
    /** A state with more messages than the cloud can count in time is left out. */
    states: Partial<Record<MessageState, number>>;
    /** Reasons of the newest failed, unknown and waiting messages, up to 200 of each state. */
    reasons: Record<string, number>;
  };
  orders: { orders: OrderView[] };
  messages: { messages: MessageView[] };
  message: { message: MessageView; attempts: AttemptView[] };
  /** Credits of the order's buyer, by kind and state. */
  credits: { credits: { kind: string; state: string; reservedFor: string; expiresAt: number }[] };
  redrive: { message: MessageStatus };
  cancel: { message: MessageStatus };
  channels: { stops: ChannelStop[] };
  /** Messages that were waiting for it are tried again. */
  switchOn: { stops: ChannelStop[] };
  switchOff: { stops: ChannelStop[] };
}

/** A way to send that is switched off, by WeChat's word or by staff. */
export interface ChannelStop {
  kind: CreditKind;
  /** `*` stands for all scenes. */
  scene: string;
  /** WeChat's code; 0 if staff have done it. */
  errCode: number;
  reason: string;
  at: number;
  explanation: { en: string; zh: string };
}

/** Every function that pages and staff call: its request and the data of its answer. */
export interface Contract {
  login: { request: Record<string, never>; data: { isStaff: boolean; isNew: boolean } };
  listGoods: {
    request: Record<string, never>;
    data: { goods: GoodsView[] };
  };
  collectCredits: {
    request: {
      taps: { formId: string; at: number }[];
      /**
       * Answered consent sheets; `id` is chosen by the client so that a repeat counts once, `at` is
       * when it was answered (now if absent).
       */
      consents?: { id: string; answers: Record<string, string>; at?: number }[];
    };
    data: { stored: number; duplicates: number; rejected: number };
  };
  createOrder: {
    request: { requestId: string; items: { goodsId: string; quantity: number }[] };
    data: { sn: string; totalFee: number; payment: Payment };
  };
  payOrder: { request: { sn: string }; data: { payment: Payment } };
  cancelOrder: { request: { sn: string }; data: { state: OrderState } };
  listOrders: { request: Record<string, never>; data: { orders: OrderView[] } };
  sendTemplatePaySuccess: {
    request: { sn: string; formId?: string };
    data: { message: MessageStatus };
  };
  messageSettings: { request: Record<string, never>; data: MessageSettings };
  confirmReceipt: { request: { sn: string }; data: { state: OrderState } };
  shipOrder: {
    request: { sn: string; carrier: string; trackingNo: string };
    data: { message: MessageStatus };
  };
  refundOrder: {
    request: { sn: string; reason: string };
    data: { state: OrderState; message: MessageStatus };
  };
  backOffice: { request: BackOfficeRequest; data: BackOfficeData[BackOfficeRequest['action']] };
}
