import { NONE } from '../words';
import type { Order } from '../words';
import { PaymentError, type PaymentState, type Ports } from '../ports';
import { openPaymentCredits } from '../credits/open';
import { enqueue } from '../messages/enqueue';
import { withdraw } from '../messages/manage';
import { shop } from '../shop';
import { together } from '../together';
import { paySuccessNotice } from './notices';

/** WeChat's word that an order was paid. */
export interface PaidWord {
  totalFee: number;
  transactionId: string;
  /** The payment's own time, ms since 1970. */
  paidAt: number;
}

/**
 * Believes WeChat that an order is paid: credits, notices, state. Every step may be repeated, so that a
 * crash in between heals with the next callback or query; the timer asks about an order until it is
 * `paid`, so whatever it must not leave out comes before. Money wins over a cancellation.
 * @returns whether the word fits the order; a wrong fee changes nothing
 */
export async function markPaid(ports: Ports, order: Order, word: PaidWord): Promise<boolean> {
  if (word.totalFee !== order.totalFee) {
    const { _id: sn, totalFee: expected } = order;
    ports.log('payment.wrongFee', { sn, expected, got: word.totalFee });
    return false;
  }
  const { transactionId } = word;
  const endReminder = () => withdraw(ports, { sn: order._id, scene: 'payUnfinished' }, 'paid');
  const paidAt = word.paidAt || ports.now();
  await together(openPaymentCredits(ports, order, paidAt), endReminder());
  if (order.state !== 'refunding' && order.state !== 'refunded') {
    const notice = paySuccessNotice({ ...order, paidAt });
    await enqueue(ports, { ...notice, at: ports.now() + shop.graceForPage });
  }
  await ports.db.update(
    'orders',
    { _id: order._id, state: { in: ['unpaid', 'cancelled'] } },
    { state: 'paid', transactionId, paidAt, dueAt: paidAt + shop.shipWithin },
  );
  await endReminder(); // the timer may have queued it until then
  return true;
}

/**
 * Asks WeChat Pay about an order whose callback has not come, and believes the answer.
 * @returns WeChat's state; `unpaid` also for an order that was never offered for payment
 * @throws PaymentError if WeChat refuses to say: that is no word about the money
 */
export async function askWeChat(ports: Ports, order: Order): Promise<PaymentState['state']> {
  const answer = await queryOrder(ports, order);
  if (answer?.state !== 'paid') return answer?.state ?? 'unpaid';
  return (await markPaid(ports, order, answer)) ? 'paid' : 'unpaid';
}

async function queryOrder(ports: Ports, order: Order): Promise<PaymentState | undefined> {
  try {
    return await ports.pay.queryOrder(order._id);
  } catch (error) {
    if (error instanceof PaymentError && order.prepayId === NONE) return undefined;
    throw error;
  }
}
