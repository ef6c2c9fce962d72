import { FAR, HOUR, MINUTE, NONE } from '../words';
import type { Order } from '../words';
import { PaymentError, type Ports } from '../ports';
import { enqueue } from '../messages/enqueue';
import { shop } from '../shop';
import { payUnfinishedNotice } from './notices';
import { askWeChat } from './paid';
import { finishRefund } from './refund';
import { moveDue } from './order';
import { eachDue, moveOn } from './remind';

/** What WeChat did not settle is asked again after this time. */
const ASK_AGAIN = 10 * MINUTE;

/** How many orders a run of the timer has looked at. */
export interface Reconciled {
  unpaid: number;
  cancelled: number;
  refunding: number;
}

/** The timer that asks WeChat about orders whose callback never came, and finishes refunds. */
export async function reconcileOrders(ports: Ports): Promise<Reconciled> {
  return {
    unpaid: await eachDue(ports, 'unpaid', (order) => reconcileUnpaid(ports, order)),
    cancelled: await eachDue(ports, 'cancelled', (order) => closeCancelled(ports, order)),
    refunding: await eachDue(ports, 'refunding', (order) => retryRefund(ports, order)),
  };
}

async function reconcileUnpaid(ports: Ports, order: Order): Promise<void> {
  if ((await askWeChat(ports, order)) === 'paid') return;
  const now = ports.now();
  if (now < order.createdAt + shop.cancelUnpaidAfter) {
    await enqueue(ports, payUnfinishedNotice(order));
    await moveOn(ports, order, order.createdAt + shop.cancelUnpaidAfter, 'payUnfinished');
    return;
  }
  await ports.db.update(
    'orders',
    { _id: order._id, state: 'unpaid' },
    { state: 'cancelled', dueAt: now },
  );
}

/** Closes the payment so that nobody can pay for a cancelled order; money that came wins. */
async function closeCancelled(ports: Ports, order: Order): Promise<void> {
  const state = await askWeChat(ports, order);
  if (state === 'paid') return;
  const isClosed = state !== 'unpaid' || order.prepayId === NONE || (await close(ports, order));
  await moveDue(ports, order, isClosed ? FAR : ports.now() + ASK_AGAIN);
}

/** @returns whether WeChat has closed it; it refuses in the first five minutes and after a payment */
async function close(ports: Ports, order: Order): Promise<boolean> {
  try {
    await ports.pay.closeOrder(order._id);
    return true;
  } catch (error) {
    if (error instanceof PaymentError) return false;
    throw error;
  }
}

/** What WeChat refuses is asked every hour: staff may refund it in the merchant's console meanwhile. */
async function retryRefund(ports: Ports, order: Order): Promise<void> {
  await moveDue(ports, order, ports.now() + HOUR);
  await finishRefund(ports, order);
}
