import { HOUR } from '../words';
import type { Order } from '../words';
import { PaymentError, type Ports } from '../ports';
import { paymentCredits } from '../credits/collect';
import { Refusal } from '../refusal';
import { paymentPlan } from '../scenes/scenes';
import { shop } from '../shop';
import { countAsk } from './asks';
import { anyOrder, goodsLine } from './order';
import { askWeChat } from './paid';

/** A prepay_id can be paid for two hours (WeChat Pay docs); a little less is handed out. */
const PREPAY_LIFE = 2 * HOUR - HOUR / 12;

/**
 * Gives the argument of `wx.requestPayment` for an unpaid order. Its prepay_id is stored with the
 * order, and its three uses as pending credits, before anybody can pay it.
 * @throws Refusal if the order is not unpaid, or WeChat Pay refuses; LIMITED for a user who asks without end
 */
export async function paymentOf(ports: Ports, order: Order): Promise<Record<string, string>> {
  if (order.state !== 'unpaid') {
    throw new Refusal('CONFLICT', `Order ${order._id} is ${order.state}: it cannot be paid now.`);
  }
  if (order.prepayUntil > ports.now()) return paymentIn(order);
  await countAsk(ports, order);
  const { prepayId, payment } = await unifiedOrder(ports, order);
  if (prepayId === order.prepayId) return payment; // its two hours are nearly over
  const { openid, _id: sn } = order;
  const credits = paymentCredits({ openid, sn, prepayId }, paymentPlan, ports.now());
  await ports.db.insert('credits', credits);
  const stored = await ports.db.update(
    'orders',
    { _id: sn, state: 'unpaid', prepayUntil: order.prepayUntil },
    { prepayId, payment: JSON.stringify(payment), prepayUntil: ports.now() + PREPAY_LIFE },
  );
  return stored > 0 ? payment : paymentOf(ports, await anyOrder(ports, sn));
}

const paymentIn = (order: Order) => JSON.parse(order.payment) as Record<string, string>;

/** WeChat Pay refuses an order that is paid already: then its callback was lost. */
async function unifiedOrder(ports: Ports, order: Order) {
  try {
    return await ports.pay.unifiedOrder({
      sn: order._id,
      totalFee: order.totalFee,
      body: `${shop.name}-${goodsLine(order.items)}`.slice(0, 40), // 128 bytes at most
    });
  } catch (error) {
    if (!(error instanceof PaymentError)) throw error;
    if ((await askWeChat(ports, order)) === 'paid') {
      throw new Refusal('CONFLICT', `Order ${order._id} is paid already.`);
    }
    throw new Refusal('PAYMENT_FAILED', `WeChat Pay refused order ${order._id}: ${error.message}`);
  }
}
