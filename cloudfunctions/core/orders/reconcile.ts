import { FAR, MINUTE } from '../words';
import type { Order } from '../words';
import { PaymentError, type Ports } from '../ports';
import { enqueue } from '../messages/enqueue';
import { shop } from '../shop';
import { payUnfinishedNotice } from './notices';
import { askWeChat } from './paid';
import { finishRefund } from './refund';
import { eachDue, moveDue } from './remind';

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
    await moveDue(ports, order, order.createdAt + shop.cancelUnpaidAfter);
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
  if ((await askWeChat(ports, order)) === 'paid') return;
  await refusalIgnored(ports.pay.closeOrder(order._id));
  await moveDue(ports, order, FAR);
}

async function retryRefund(ports: Ports, order: Order): Promise<void> {
  await moveDue(ports, order, ports.now() + 10 * MINUTE);
  await refusalIgnored(finishRefund(ports, order));
}

/** WeChat's refusal is an answer: the order is closed already, or has nothing to refund yet. */
async function refusalIgnored(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof PaymentError)) throw error;
  }
}
