import type { MessageStatus } from '../../contract';
import { FAR, MINUTE } from '../words';
import type { Order } from '../words';
import { PaymentError, type Ports } from '../ports';
import { withdraw } from '../messages/manage';
import { notify } from '../messages/notify';
import { Refusal } from '../refusal';
import { refundNotice } from './notices';
import { anyOrder } from './order';
import { freeReserved } from './ship';

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
  const order = await markForRefund(ports, sn, reason);
  try {
    return await finishRefund(ports, order);
  } catch (error) {
    if (!(error instanceof PaymentError)) throw error;
    throw new Refusal('PAYMENT_FAILED', `WeChat Pay refused to refund ${sn}: ${error.message}`);
  }
}

/**
 * Marks an order whose money is to go back. That is all that a server without payment calls has to
 * do: the timer `reconcileOrders` refunds what is marked. Marking it again changes nothing.
 * @throws Refusal if the order is not paid
 */
export async function markForRefund(ports: Ports, sn: string, reason: string): Promise<Order> {
  const order = await anyOrder(ports, sn);
  const marked = await ports.db.update(
    'orders',
    { _id: sn, state: { in: ['paid', 'shipped', 'received'] } },
    { state: 'refunding', refundReason: reason, dueAt: ports.now() + MINUTE },
  );
  if (marked > 0) return { ...order, refundReason: reason };
  const current = await anyOrder(ports, sn);
  if (current.state === 'refunding' || current.state === 'refunded') return current;
  throw new Refusal('CONFLICT', `Order ${sn} is ${current.state}: there is nothing to refund.`);
}

/**
 * Refunds an order that is marked, and tells the buyer instead of everything that waited. The order
 * is `refunded` last, so that a timer finishes whatever a crash has left out.
 * @throws PaymentError if WeChat refuses, and the money was not given back in another way
 */
export async function finishRefund(ports: Ports, order: Order): Promise<MessageStatus> {
  const sn = order._id;
  await giveBack(ports, order);
  const obsolete = { in: ['paySuccess', 'orderShipped', 'receiptReminder', 'shipOverdue'] };
  await withdraw(ports, { sn, scene: obsolete }, 'refunded');
  await freeReserved(ports, order);
  const status = await notify(ports, refundNotice(order));
  await ports.db.update(
    'orders',
    { _id: sn, state: 'refunding' },
    { state: 'refunded', dueAt: FAR },
  );
  return status;
}

/** A refusal is no failure if all the money is back already, through the merchant's console say. */
async function giveBack(ports: Ports, { _id: sn, totalFee }: Order): Promise<void> {
  try {
    await ports.pay.refund(sn, totalFee);
  } catch (error) {
    if (!(error instanceof PaymentError)) throw error;
    const refunded = await ports.pay.refundedFee(sn).catch(() => 0);
    if (refunded < totalFee) throw error;
  }
}
