import { LocalCloudError } from '../errors';
import type { Emit, PaymentOutcome, WeChat } from '../services';
import { chinaStamp } from './china-time';
import type { Notifier } from './notify';
import {
  createCloseOrder,
  createQueryOrder,
  createUnifiedOrder,
  type PayCall,
  type PayTools,
} from './order-calls';
import type { Order } from './orders';
import { PROVIDER } from './pay-answer';
import type { Random } from './random';
import { createQueryRefund, createRefund } from './refund-calls';
import { providerOpenid } from './users';

/**
 * Makes `WeChat.pay`: the calls of `cloudPay` by name, for example `unifiedOrder`. One parameter is
 * not WeChat's: `_caller`, the openid of the user whose call runs the function. The gateway sets
 * it, replacing whatever the SDK may have sent under that name.
 */
export const createPay = (tools: PayTools, random: Random): WeChat['pay'] => {
  const calls = new Map<string, PayCall>([
    ['unifiedOrder', createUnifiedOrder(tools)],
    ['queryOrder', createQueryOrder(tools)],
    ['closeOrder', createCloseOrder(tools)],
    ['refund', createRefund(tools, random)],
    ['queryRefund', createQueryRefund(tools)],
  ]);
  return (apiName, parameters) => calls.get(apiName)?.(parameters) ?? null;
};

/** The event of the merchant's callback function (WeChat docs, `CloudPay`, payment callback). */
const callbackEvent = (
  appid: string,
  { request, openid }: Order,
  paid: { transactionId: string; at: number },
  random: Random,
): Record<string, unknown> => ({
  returnCode: 'SUCCESS',
  resultCode: 'SUCCESS',
  appid: PROVIDER.appid,
  mchId: PROVIDER.mchId,
  subAppid: appid,
  subMchId: request.sub_mch_id,
  nonceStr: random.hex(32),
  openid: providerOpenid(openid),
  subOpenid: openid,
  isSubscribe: 'N',
  subIsSubscribe: 'N',
  tradeType: 'JSAPI',
  bankType: 'OTHERS',
  totalFee: request.total_fee,
  feeType: 'CNY',
  cashFee: request.total_fee,
  transactionId: paid.transactionId,
  outTradeNo: request.out_trade_no,
  timeEnd: chinaStamp(paid.at),
  ...(request.attach === undefined ? {} : { attach: request.attach }),
});

const outcomes = ['success', 'cancel', 'fail', 'paidNoCallback'] satisfies PaymentOutcome[];

/** The order that this user can pay with this payment, or what the page is told instead. */
const payableOrder = (
  { orders, scheduler, sheet }: PayTools,
  openid: string,
  payment: Record<string, unknown>,
): { order: Order } | { fault: string } => {
  const read = sheet.read(payment);
  if ('fault' in read) return read;
  const order = orders.findByPrepay(read.prepayId);
  if (!order) return { fault: 'there is no order with this prepay_id' };
  if (order.openid !== openid) return { fault: 'the order belongs to another user' };
  if (order.paid) return { fault: 'the order is paid' };
  if (order.state === 'CLOSED') return { fault: 'the order is closed' };
  if (scheduler.now() >= order.payableUntil) return { fault: 'the prepay_id has expired' };
  return { order };
};

/** Makes `WeChat.paymentSheet`. */
export const createPaymentSheet =
  (tools: PayTools): WeChat['paymentSheet'] =>
  (openid, payment) => {
    tools.users.expect(openid);
    const payable = payableOrder(tools, openid, payment);
    if ('fault' in payable) return payable;
    const { total_fee: totalFee, body } = payable.order.request;
    return { totalFee, body };
  };

/**
 * Makes `WeChat.userPays`. A payment that WeChat cannot open fails whatever the user wants. The
 * function throws LocalCloudError: NOT_FOUND for an unknown user, BAD_REQUEST for another outcome.
 */
export const createUserPays =
  (tools: PayTools, notifier: Notifier, emit: Emit, random: Random): WeChat['userPays'] =>
  async (openid, payment, outcome) => {
    tools.users.expect(openid);
    if (!outcomes.includes(outcome)) {
      const expected = `Expected the outcome to be one of ${outcomes.join(', ')}`;
      throw new LocalCloudError('BAD_REQUEST', `${expected}; it is "${outcome}".`);
    }
    const payable = payableOrder(tools, openid, payment);
    if ('fault' in payable) return { errMsg: `requestPayment:fail ${payable.fault}` };
    if (outcome === 'cancel') return { errMsg: 'requestPayment:fail cancel' };
    if (outcome === 'fail') return { errMsg: 'requestPayment:fail the bank refused the payment' };
    const { order } = payable;
    const paid = tools.orders.markPaid(order);
    const { out_trade_no: outTradeNo, total_fee: totalFee, function_name: name } = order.request;
    emit({ type: 'wechat.paid', openid, outTradeNo, totalFee, prepayId: order.prepayId });
    if (outcome === 'success') {
      await notifier.notify(name, callbackEvent(tools.account.appid, order, paid, random));
    }
    return { errMsg: 'requestPayment:ok' };
  };
