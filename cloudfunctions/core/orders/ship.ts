import { NONE } from '../words';
import type { Order } from '../words';
import type { Ports } from '../ports';
import { cancelMessages } from '../messages/manage';
import { type MessageStatus, notify } from '../messages/notify';
import { Refusal } from '../refusal';
import { shop } from '../shop';
import { shippedNotice } from './notices';
import { anyOrder } from './order';

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
  if (shipped > 0) return noticeShipped(ports, { ...order, ...parcel, shippedAt });
  const now = await anyOrder(ports, sn);
  if (now.state === 'shipped' && now.trackingNo === parcel.trackingNo) {
    return noticeShipped(ports, now);
  }
  throw new Refusal('CONFLICT', `Order ${sn} is ${now.state}: only a paid order can be shipped.`);
}

/** Tells the buyer, stops what is no longer true, and frees the use that was kept for the notice. */
export async function noticeShipped(ports: Ports, order: Order): Promise<MessageStatus> {
  const sn = order._id;
  const status = await notify(ports, shippedNotice(order));
  await cancelMessages(ports, { sn, scene: 'shipOverdue' }, 'shipped');
  await ports.db.update(
    'credits',
    { token: order.prepayId, reservedFor: 'orderShipped', state: 'open' },
    { reservedFor: NONE },
  );
  const dueAt = order.shippedAt + shop.remindReceiptAfter;
  await ports.db.update('orders', { _id: sn, state: 'shipped', dueAt: order.shippedAt }, { dueAt });
  return status;
}
