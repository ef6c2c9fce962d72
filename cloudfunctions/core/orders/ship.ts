import type { MessageStatus } from '../../contract';
import { MINUTE, NONE } from '../words';
import type { MessageState, Order } from '../words';
import type { Ports } from '../ports';
import { withdraw } from '../messages/manage';
import { notify } from '../messages/notify';
import { wake } from '../messages/wake';
import { Refusal } from '../refusal';
import { shop } from '../shop';
import { shippedNotice } from './notices';
import { anyOrder, moveDue } from './order';

/**
 * Staff ship a paid order; the notice goes out at once. If the function dies after the order was
 * marked, the timer `remindShipping` finds it, because it is due now.
 * @throws Refusal if the order is not paid, or was shipped with another number
 */
export async function shipOrder(
  ports: Ports,
  sn: string,
  parcel: { carrier: string; trackingNo: string },
): Promise<MessageStatus> {
  const order = await anyOrder(ports, sn);
  const shippedAt = ports.now();
  const shipped = await ports.db.update(
    'orders',
    { _id: sn, state: 'paid' },
    { state: 'shipped', ...parcel, shippedAt, dueAt: shippedAt },
  );
  if (shipped > 0) {
    const marked = { ...order, ...parcel, state: 'shipped' as const, shippedAt, dueAt: shippedAt };
    return noticeShipped(ports, marked);
  }
  const now = await anyOrder(ports, sn);
  const isSame = now.trackingNo === parcel.trackingNo && now.carrier === parcel.carrier;
  if (now.state === 'shipped' && isSame) return noticeShipped(ports, now);
  throw new Refusal('CONFLICT', `Order ${sn} is ${now.state}: only a paid order can be shipped.`);
}

/**
 * Tells the buyer, and stops what is no longer true. While the notice is still to be sent, the use
 * that is kept for it stays kept, and the timer looks again.
 */
export async function noticeShipped(ports: Ports, order: Order): Promise<MessageStatus> {
  const status = await notify(ports, shippedNotice(order));
  await withdraw(ports, { sn: order._id, scene: 'shipOverdue' }, 'shipped');
  if (unsettled.has(status.state)) await moveDue(ports, order, ports.now() + LOOK_AGAIN);
  else {
    await freeReserved(ports, order);
    await moveDue(ports, order, order.shippedAt + shop.remindReceiptAfter);
  }
  return status;
}

const unsettled = new Set<MessageState>(['queued', 'waiting', 'claimed', 'sending']);
const LOOK_AGAIN = 30 * MINUTE;

/** Other scenes may take the use that was kept for the shipping notice, also when a dead run lets go of it. */
export async function freeReserved(ports: Ports, order: Order): Promise<void> {
  const freed = await ports.db.update(
    'credits',
    { sn: order._id, reservedFor: 'orderShipped', state: { in: ['open', 'leased'] } },
    { reservedFor: NONE },
  );
  if (freed > 0) await wake(ports, order.openid);
}
