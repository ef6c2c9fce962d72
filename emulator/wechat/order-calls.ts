import type { AccountDefinition, Scheduler } from '../services';
import { chinaStamp } from './china-time';
import type { Order, Orders } from './orders';
import type { PayAnswers } from './pay-answer';
import {
  orderNameSchema,
  type OrderRequest,
  orderRequestSchema,
  readParameters,
} from './pay-parameters';
import type { Sheet } from './payment-sheet';
import { providerOpenid, type Users } from './users';

/** An order can be closed five minutes after it was made (WeChat Pay docs, "Close order"). */
export const CLOSABLE_AFTER_MS = 5 * 60_000;

/** What the calls of `cloudPay` work with. */
export interface PayTools {
  account: AccountDefinition;
  scheduler: Scheduler;
  users: Users;
  orders: Orders;
  answers: PayAnswers;
  sheet: Sheet;
}

/** One call of `cloudPay`, snake_case both ways; it never throws. */
export type PayCall = (parameters: Record<string, unknown>) => Record<string, unknown>;

// A repeated order may differ in these and is still the same order.
const sameOrder = (one: OrderRequest, other: OrderRequest): boolean =>
  one.body === other.body &&
  one.total_fee === other.total_fee &&
  one.attach === other.attach &&
  one.detail === other.detail &&
  one.function_name === other.function_name;

/**
 * Makes `unifiedOrder` (WeChat docs, `CloudPay.unifiedOrder`). The payer is the user whose call
 * runs the function: the SDK does not send it, so the gateway adds the openid as `_caller`.
 * Repeated with the same parameters while unpaid it gives the same prepay_id for two hours.
 */
export const createUnifiedOrder = (tools: PayTools): PayCall => {
  const { account, users, orders, answers, sheet } = tools;
  return (parameters) => {
    const read = readParameters(orderRequestSchema, parameters);
    if ('fault' in read) return answers.malformed(read.fault);
    const { request } = read;
    const merchant = request.sub_mch_id;
    const caller = parameters._caller;
    if (!account.subMchIds.includes(merchant)) return answers.malformed('unknown sub_mch_id');
    if (request.env_id !== account.env) {
      return answers.malformed('invalid env_id: expected the real id of this environment');
    }
    if (!users.has(caller)) return answers.malformed('JSAPI支付必须传openid');
    const known = orders.find(request);
    if (known?.paid) return answers.refused(merchant, 'ORDERPAID', 'the order is paid');
    if (known?.state === 'CLOSED') {
      return answers.refused(merchant, 'ORDERCLOSED', 'the order is closed');
    }
    if (known && !(known.openid === caller && sameOrder(known.request, request))) {
      const used = 'out_trade_no was used with other parameters';
      return answers.refused(merchant, 'OUT_TRADE_NO_USED', used);
    }
    if (known) orders.refreshPrepay(known);
    const { prepayId } = known ?? orders.create(request, caller);
    const payment = sheet.open(prepayId);
    return answers.succeeded(merchant, { trade_type: 'JSAPI', prepay_id: prepayId, payment });
  };
};

/** An order that was asked for by name, or the answer that there is none. */
export type FoundOrder = { order: Order; merchant: string } | { answer: Record<string, unknown> };

/** Finds the order that `out_trade_no` or `transaction_id` names. */
export const findOrder = (
  { account, orders, answers }: PayTools,
  parameters: Record<string, unknown>,
): FoundOrder => {
  const read = readParameters(orderNameSchema, parameters);
  if ('fault' in read) return { answer: answers.malformed(read.fault) };
  const { sub_mch_id: merchant, out_trade_no: number, transaction_id: id } = read.request;
  if (!account.subMchIds.includes(merchant)) {
    return { answer: answers.malformed('unknown sub_mch_id') };
  }
  if (number === undefined && id === undefined) {
    return { answer: answers.malformed('lack of out_trade_no or transaction_id') };
  }
  const order = orders.find(read.request);
  if (order) return { order, merchant };
  return { answer: answers.refused(merchant, 'ORDERNOTEXIST', 'order not exist') };
};

const descriptions: Record<Order['state'], string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
  REFUND: '订单发生过退款，退款详情请查询退款订单',
};

/** What is known of a paid order in `queryOrder`; nothing before the payment. */
const paidFields = ({ paid, openid, request }: Order): Record<string, unknown> =>
  paid
    ? {
        openid: providerOpenid(openid),
        sub_openid: openid,
        is_subscribe: 'N',
        trade_type: 'JSAPI',
        bank_type: 'OTHERS',
        fee_type: 'CNY',
        cash_fee: request.total_fee,
        transaction_id: paid.transactionId,
        time_end: chinaStamp(paid.at),
      }
    : {};

/** Makes `queryOrder` (WeChat docs, `CloudPay.queryOrder`). */
export const createQueryOrder =
  (tools: PayTools): PayCall =>
  (parameters) => {
    const found = findOrder(tools, parameters);
    if ('answer' in found) return found.answer;
    const { order, merchant } = found;
    return tools.answers.succeeded(merchant, {
      trade_state: order.state,
      trade_state_desc: descriptions[order.state],
      out_trade_no: order.request.out_trade_no,
      total_fee: order.request.total_fee,
      ...(order.request.attach === undefined ? {} : { attach: order.request.attach }),
      ...paidFields(order),
    });
  };

/**
 * Makes `closeOrder` (WeChat docs, `CloudPay.closeOrder`). The docs do not name the code for an
 * order that is too young: it is PARAM_ERROR here.
 */
export const createCloseOrder =
  (tools: PayTools): PayCall =>
  (parameters) => {
    const { scheduler, orders, answers } = tools;
    const found = findOrder(tools, parameters);
    if ('answer' in found) return found.answer;
    const { order, merchant } = found;
    if (order.paid) return answers.refused(merchant, 'ORDERPAID', 'the order is paid');
    if (order.state === 'CLOSED') {
      return answers.refused(merchant, 'ORDERCLOSED', 'the order is closed already');
    }
    if (scheduler.now() < order.createdAt + CLOSABLE_AFTER_MS) {
      const tooYoung = 'an order can be closed five minutes after it was made';
      return answers.refused(merchant, 'PARAM_ERROR', tooYoung);
    }
    orders.close(order);
    return answers.succeeded(merchant, {});
  };
