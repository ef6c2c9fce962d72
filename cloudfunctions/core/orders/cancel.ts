import { MINUTE } from '../words';
import type { Order } from '../words';
import type { Ports } from '../ports';
import { withdraw } from '../messages/manage';
import { Refusal } from '../refusal';
import { countAsk } from './asks';
import { anyOrder } from './order';
import { askWeChat } from './paid';

/** WeChat Pay closes an order no earlier than five minutes after it was made (WeChat Pay docs). */
const CLOSE_AFTER = 5 * MINUTE;

/**
 * The buyer cancels an unpaid order. Repeating it changes nothing.
 * @throws Refusal if it is paid or further; LIMITED for a user who asks without end
 */
export async function cancelOrder(ports: Ports, order: Order): Promise<void> {
  if (order.state !== 'cancelled') await cancelUnpaid(ports, order);
  await withdraw(ports, { sn: order._id, scene: 'payUnfinished' }, 'cancelled');
}

/** WeChat is asked first: money whose callback was lost wins. */
async function cancelUnpaid(ports: Ports, order: Order): Promise<void> {
  const sn = order._id;
  if (order.state !== 'unpaid') throw paid(sn);
  await countAsk(ports, order);
  if ((await askWeChat(ports, order)) === 'paid') throw paid(sn);
  const cancelled = await ports.db.update(
    'orders',
    { _id: sn, state: 'unpaid' },
    { state: 'cancelled', dueAt: Math.max(ports.now(), order.createdAt + CLOSE_AFTER) },
  );
  if (cancelled > 0) return;
  // it has gone on since it was read: paid by the callback, or cancelled by the same call
  if ((await anyOrder(ports, sn)).state !== 'cancelled') throw paid(sn);
}

const paid = (sn: string): Refusal =>
  new Refusal('CONFLICT', `Order ${sn} is paid: ask the shop for a refund.`);
