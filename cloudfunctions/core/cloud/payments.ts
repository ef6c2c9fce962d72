import { randomUUID } from 'node:crypto';
import { chinaTimeToMs } from '../china-time';
import { PaymentError, type Payments, type PaymentState } from '../ports';
import type { PayAnswer, Sdk } from './sdk';

/** The merchant behind the shop, and the function that WeChat Pay calls back. */
export interface Merchant {
  subMchId: string;
  callbackFunction: string;
}

/** WeChat Pay through cloud calls. */
export function cloudPayments(
  sdk: Sdk,
  env: string,
  { subMchId, callbackFunction }: Merchant,
): Payments {
  const pay = async (api: keyof Sdk['cloudPay'], parameters: object): Promise<PayAnswer> => {
    const nonceStr = randomUUID().replaceAll('-', '');
    return accepted(await sdk.cloudPay[api]({ subMchId, nonceStr, ...parameters }));
  };
  return {
    async unifiedOrder({ sn, totalFee, body }) {
      const answer = await pay('unifiedOrder', {
        body,
        outTradeNo: sn,
        totalFee,
        spbillCreateIp: '127.0.0.1',
        envId: env, // the real id: with a symbol WeChat never calls back
        functionName: callbackFunction,
        tradeType: 'JSAPI',
      });
      return { prepayId: text(answer.prepayId), payment: answer.payment as Record<string, string> };
    },
    queryOrder: async (sn) => paymentState(await pay('queryOrder', { outTradeNo: sn })),
    async closeOrder(sn) {
      await pay('closeOrder', { outTradeNo: sn });
    },
    async refundedFee(sn) {
      return Number((await pay('queryRefund', { outTradeNo: sn })).refundFee ?? 0);
    },
    async refund(sn, totalFee) {
      const refund = { outRefundNo: `${sn}-R`, totalFee, refundFee: totalFee };
      await pay('refund', { outTradeNo: sn, ...refund });
    },
  };
}

/** Business errors do not throw: `errCode` is 0 all the same, `err_code` is lost on the way. */
function accepted(answer: PayAnswer): PayAnswer {
  if (answer.returnCode === 'SUCCESS' && answer.resultCode === 'SUCCESS') return answer;
  throw new PaymentError(text(answer.errCodeDes) || text(answer.returnMsg) || 'no reason given');
}

const states: Record<string, PaymentState['state']> = {
  SUCCESS: 'paid',
  REFUND: 'refunded',
  CLOSED: 'closed',
  REVOKED: 'closed',
};

function paymentState(answer: PayAnswer): PaymentState {
  return {
    state: states[text(answer.tradeState)] ?? 'unpaid',
    totalFee: Number(answer.totalFee ?? 0),
    transactionId: text(answer.transactionId),
    paidAt: chinaTimeToMs(text(answer.timeEnd)),
  };
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
