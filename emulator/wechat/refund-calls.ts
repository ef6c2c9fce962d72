import type { Order } from './orders';
import { findOrder, type PayCall, type PayTools } from './order-calls';
import { type RefundRequest, readParameters, refundRequestSchema } from './pay-parameters';
import type { PayErrorCode } from './pay-answer';
import type { Random } from './random';

/** A payment can be refunded for a year (WeChat Pay docs, "Refund"). */
export const REFUNDABLE_MS = 365 * 86_400_000;

type Refund = Order['refunds'][number];

const refundedFee = ({ refunds }: Order): number => refunds.reduce((sum, { fee }) => sum + fee, 0);

const sameNumber =
  ({ out_refund_no: number }: RefundRequest) =>
  ({ outRefundNo }: Refund): boolean =>
    outRefundNo === number;

/** Why a refund that was not asked for before is not possible. */
const refundFault = (
  order: Order,
  request: RefundRequest,
  now: number,
): [PayErrorCode, string] | undefined => {
  if (!order.paid) return ['ERROR', 'the order is not paid'];
  if (now > order.paid.at + REFUNDABLE_MS) return ['TRADE_OVERDUE', 'paid more than a year ago'];
  if (request.total_fee !== order.request.total_fee) {
    return ['PARAM_ERROR', 'total_fee is not that of the order'];
  }
  if (refundedFee(order) + request.refund_fee > order.request.total_fee) {
    return ['PARAM_ERROR', 'refund_fee is more than what is left of total_fee'];
  }
  return undefined;
};

const refundAnswer = (order: Order, refund: Refund): Record<string, unknown> => ({
  transaction_id: order.paid?.transactionId,
  out_trade_no: order.request.out_trade_no,
  out_refund_no: refund.outRefundNo,
  refund_id: refund.refundId,
  refund_fee: refund.fee,
  total_fee: order.request.total_fee,
  cash_fee: order.request.total_fee,
});

/**
 * Makes `refund` (WeChat docs, `CloudPay.refund`). The money is back at once; the same
 * `out_refund_no` with the same fee gives the same refund again. Refunds are not called back.
 */
export const createRefund =
  (tools: PayTools, random: Random): PayCall =>
  (parameters) => {
    const { scheduler, answers } = tools;
    const found = findOrder(tools, parameters);
    if ('answer' in found) return found.answer;
    const read = readParameters(refundRequestSchema, parameters);
    if ('fault' in read) return answers.malformed(read.fault);
    const { order, merchant } = found;
    const { request } = read;
    const known = order.refunds.find(sameNumber(request));
    if (known && known.fee !== request.refund_fee) {
      return answers.refused(merchant, 'ERROR', 'out_refund_no was used with another refund_fee');
    }
    if (known) return answers.succeeded(merchant, refundAnswer(order, known));
    const fault = refundFault(order, request, scheduler.now());
    if (fault) return answers.refused(merchant, ...fault);
    const refund = {
      outRefundNo: request.out_refund_no,
      refundId: `5030${random.digits(24)}`,
      fee: request.refund_fee,
      at: scheduler.now(),
    };
    order.refunds.push(refund);
    order.state = 'REFUND';
    return answers.succeeded(merchant, refundAnswer(order, refund));
  };

/** WeChat Pay numbers the fields of each refund: `refund_fee_0`, `refund_fee_1` … */
const numberedFields = (refund: Refund, index: number): Record<string, unknown> => ({
  [`out_refund_no_${index}`]: refund.outRefundNo,
  [`refund_id_${index}`]: refund.refundId,
  [`refund_fee_${index}`]: refund.fee,
  [`refund_status_${index}`]: 'SUCCESS',
});

/** Makes `queryRefund` (WeChat docs, `CloudPay.queryRefund`), by the name of the order. */
export const createQueryRefund =
  (tools: PayTools): PayCall =>
  (parameters) => {
    const { answers } = tools;
    const found = findOrder(tools, parameters);
    if ('answer' in found) return found.answer;
    const { order, merchant } = found;
    const wanted = parameters.out_refund_no;
    const refunds = order.refunds.filter(
      ({ outRefundNo }) => wanted === undefined || outRefundNo === wanted,
    );
    if (refunds.length === 0) {
      return answers.refused(merchant, 'REFUNDNOTEXIST', 'refund not exist');
    }
    return answers.succeeded(merchant, {
      transaction_id: order.paid?.transactionId,
      out_trade_no: order.request.out_trade_no,
      total_fee: order.request.total_fee,
      refund_count: refunds.length,
      refund_fee: refunds.reduce((sum, { fee }) => sum + fee, 0),
      ...Object.assign({}, ...refunds.map(numberedFields)),
    });
  };
