import { FAR, MINUTE } from '../words';
import type { Order } from '../words';
import { PaymentError, type Ports } from '../ports';
import { cancelMessages } from '../messages/manage';
import { type MessageStatus, notify } from '../messages/notify';
import { Refusal } from '../refusal';
import { refundNotice } from './notices';
import { anyOrder } from './order';

/**
 * Staff give the money back. The order is marked first and WeChat refunds a number once, so a lost
 * answer is asked again by the timer and never paid twice.
 * @throws Refusal if the order is not paid, or WeChat Pay refuses
 */
export async function refundOrder(
  ports: Ports,
  sn: string,
  reason: string,
): Promise<MessageStatus> {
  await ports.db.update(
    'orders',
    { _id: sn, state: { in: ['paid', 'shipped', 'received'] } },
    { state: 'refunding', refundReason: reason, dueAt: ports.now() + MINUTE },
  );
  const order = await anyOrder(ports, sn);
  if (order.state !== 'refunding' && order.state !== 'refunded') {
    throw new Refusal('CONFLICT', `Order ${sn} is ${order.state}: there is nothing to refund.`);
  }
  try {
    return await finishRefund(ports, order);
  } catch (error) {
    if (!(error instanceof PaymentError)) throw error;
    throw new Refusal('PAYMENT_FAILED', `WeChat Pay refused to refund ${sn}: ${error.message}`);
  }
}

/**
 * Refunds an order that is marked, and tells the buyer instead of everything that waited. The order
 * is `refunded` last, so that a timer finishes whatever a crash has left out.
 */
export async function finishRefund(ports: Ports, order: Order): Promise<MessageStatus> {
  const sn = order._id;
  await ports.pay.refund(sn, order.totalFee);
  return closeRefund(ports, order);
}

/** The money is back: tells the buyer, and marks the order. */
export async function closeRefund(ports: Ports, order: Order): Promise<MessageStatus> {
  const sn = order._id;
  const obsolete = { in: ['paySuccess', 'orderShipped', 'receiptReminder', 'shipOverdue'] };
  await cancelMessages(ports, { sn, scene: obsolete }, 'refunded');
  const status = await notify(ports, refundNotice(order));
  await ports.db.update(
    'orders',
    { _id: sn, state: 'refunding' },
    { state: 'refunded', dueAt: FAR },
  );
  return status;
}
