import { cloudPayments } from '../../cloudfunctions/core/cloud/payments';
import { sdk } from '../../cloudfunctions/core/cloud/sdk';
import { PaymentError, type Payments } from '../../cloudfunctions/core/ports';
import { shop } from '../../cloudfunctions/core/shop';
import type { LocalCloud } from '../../emulator/local-cloud';
import { type Booking, ENV, type World } from './world';

type Answer = Record<string, unknown>;
const merchant = { subMchId: shop.subMchId, callbackFunction: 'payCallback' };

/** WeChat Pay of a local cloud: the shop's port, the buyer's and the merchant's hands, and the books. */
export function payOn(
  cloud: LocalCloud,
  ownerOf: (sn: string) => string | undefined,
): { pay: Payments } & Pick<World, 'confirmSheet' | 'refundByHand' | 'booking'> {
  const ask = (api: string, sn: string, more: Answer = {}): Answer => {
    const named = { sub_mch_id: merchant.subMchId, out_trade_no: sn, ...more };
    return cloud.wechat.pay(api, named) ?? {};
  };
  /** The payer is the user whose call runs the function; here nobody's does, so it is named. */
  const unifiedOrder: Payments['unifiedOrder'] = async ({ sn, totalFee, body }) => {
    const answer = ask('unifiedOrder', sn, {
      body,
      total_fee: totalFee,
      spbill_create_ip: '127.0.0.1',
      env_id: ENV,
      function_name: merchant.callbackFunction,
      _caller: ownerOf(sn),
    });
    if (!isSuccess(answer)) throw new PaymentError(JSON.stringify(answer));
    const { prepay_id: prepayId, payment } = answer;
    return { prepayId: String(prepayId), payment: payment as Record<string, string> };
  };
  const booking = (sn: string): Booking | undefined => {
    const answer = ask('queryOrder', sn);
    if (!isSuccess(answer)) return undefined;
    return {
      state: states[String(answer.trade_state)] ?? 'unpaid',
      totalFee: Number(answer.total_fee),
      givenBack: Number(ask('queryRefund', sn).refund_fee ?? 0),
    };
  };
  return {
    pay: { ...cloudPayments(sdk(), ENV, merchant), unifiedOrder },
    booking,
    confirmSheet: async (openid, payment) =>
      void (await cloud.wechat.userPays(openid, payment, 'paidNoCallback')),
    refundByHand(sn) {
      const { totalFee: fee = 0 } = booking(sn) ?? {};
      ask('refund', sn, { out_refund_no: `${sn}-by-hand`, total_fee: fee, refund_fee: fee });
    },
  };
}

const isSuccess = ({ result_code: code }: Answer): boolean => code === 'SUCCESS';

const states: Record<string, Booking['state']> = {
  SUCCESS: 'paid',
  REFUND: 'paid',
  CLOSED: 'closed',
};
