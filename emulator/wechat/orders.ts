import * as v from 'valibot';
import type { Scheduler } from '../services';
import type { Books } from './books';
import { chinaStamp, parseChinaStamp } from './china-time';
import { type OrderName, type OrderRequest, orderRequestSchema } from './pay-parameters';
import type { Random } from './random';

/** A prepay_id can be paid for two hours (WeChat Pay docs, "Unified order"). */
export const PAYABLE_MS = 2 * 3_600_000;

/** The shape of an order in a saved state; times in ms, fees in fen. */
export const orderSchema = v.object({
  request: orderRequestSchema,
  openid: v.string(),
  createdAt: v.number(),
  prepayId: v.string(),
  payableUntil: v.number(),
  state: v.picklist(['NOTPAY', 'SUCCESS', 'CLOSED', 'REFUND']),
  paid: v.exactOptional(v.object({ transactionId: v.string(), at: v.number() })),
  refunds: v.array(
    v.object({ outRefundNo: v.string(), refundId: v.string(), fee: v.number(), at: v.number() }),
  ),
});

/** A merchant's order as WeChat Pay knows it. */
export type Order = v.InferOutput<typeof orderSchema>;

/** Every order of every merchant of the account. */
export interface Orders {
  /** Writes a new order with its first prepay_id. */
  create(request: OrderRequest, openid: string): Order;
  /** Gives an unpaid order a new prepay_id if nobody can pay the old one any more. */
  refreshPrepay(order: Order): void;
  /** By `transaction_id` if there is one, else by `out_trade_no`, of this merchant. */
  find(name: OrderName): Order | undefined;
  findByPrepay(prepayId: string): Order | undefined;
  /** @returns the time of payment and the number WeChat gives it */
  markPaid(order: Order): { transactionId: string; at: number };
  close(order: Order): void;
  save(): Order[];
  restore(orders: Order[]): void;
}

const keyOf = (merchant: string, outTradeNo: string): string => `${merchant} ${outTradeNo}`;

const payableUntil = ({ time_expire: expire }: OrderRequest, now: number): number =>
  Math.min(now + PAYABLE_MS, (expire && parseChinaStamp(expire)) || Infinity);

/** The orders with their two indexes. */
const createShelf = () => {
  const byNumber = new Map<string, Order>();
  const byPrepay = new Map<string, Order>();
  return {
    byNumber,
    byPrepay,
    put: (order: Order): void => {
      byNumber.set(keyOf(order.request.sub_mch_id, order.request.out_trade_no), order);
      byPrepay.set(order.prepayId, order);
    },
    byTransaction: (id: string): Order | undefined =>
      [...byNumber.values()].find(({ paid }) => paid?.transactionId === id),
  };
};

/** Makes an account without orders; the books learn of every prepay_id. */
export const createOrders = (scheduler: Scheduler, books: Books, random: Random): Orders => {
  let shelf = createShelf();
  const issuePrepay = (request: OrderRequest, openid: string) => {
    const now = scheduler.now();
    const prepay = {
      prepayId: `wx${chinaStamp(now)}${random.hex(20)}`,
      payableUntil: payableUntil(request, now),
    };
    books.writePrepay(openid, prepay.prepayId, prepay.payableUntil);
    return prepay;
  };
  return {
    create: (request, openid) => {
      const prepay = issuePrepay(request, openid);
      const createdAt = scheduler.now();
      const order: Order = { request, openid, createdAt, ...prepay, state: 'NOTPAY', refunds: [] };
      shelf.put(order);
      return order;
    },
    refreshPrepay: (order) => {
      if (scheduler.now() < order.payableUntil) return;
      shelf.byPrepay.delete(order.prepayId);
      shelf.put(Object.assign(order, issuePrepay(order.request, order.openid)));
    },
    find: ({ sub_mch_id: merchant, out_trade_no: number, transaction_id: id }) => {
      if (id === undefined) return shelf.byNumber.get(keyOf(merchant, number ?? ''));
      const order = shelf.byTransaction(id);
      return order?.request.sub_mch_id === merchant ? order : undefined;
    },
    findByPrepay: (prepayId) => shelf.byPrepay.get(prepayId),
    markPaid: (order) => {
      order.state = 'SUCCESS';
      order.paid = { transactionId: `4200${random.digits(24)}`, at: scheduler.now() };
      books.markPaid(order.prepayId);
      return order.paid;
    },
    close: (order) => {
      order.state = 'CLOSED';
      books.endPrepay(order.prepayId);
    },
    save: () => structuredClone([...shelf.byNumber.values()]),
    restore: (saved) => {
      shelf = createShelf();
      structuredClone(saved).forEach(shelf.put);
    },
  };
};
