import { MINUTE } from '../words';
import type { Order } from '../words';
import type { Ports } from '../ports';
import { withdraw } from '../messages/manage';
import { Refusal } from '../refusal';
import { anyOrder } from './order';
import { askWeChat } from './paid';

/** WeChat Pay closes an order no earlier than five minutes after it was made (WeChat Pay docs). */
const CLOSE_AFTER = 5 * MINUTE;

/**
 * The buyer cancels an unpaid order. WeChat is asked first: money whose callback was lost wins.
 * @throws Refusal if it is paid or further
 */
export async function cancelOrder(ports: Ports, order: Order): Promise<void> {
  const sn = order._id;
  const isOpen = order.state === 'unpaid' || order.state === 'cancelled';
  const isPaid = !isOpen || (await askWeChat(ports, order)) === 'paid';
  if (isPaid) throw paid(sn);
  const cancelled = await ports.db.update(
    'orders',
    { _id: sn, state: 'unpaid' },
    { state: 'cancelled', dueAt: Math.max(ports.now(), order.createdAt + CLOSE_AFTER) },
  );
  await withdraw(ports, { sn, scene: 'payUnfinished' }, 'cancelled');
  if (cancelled > 0 || order.state === 'cancelled') return;
  // it has gone on since it was read: paid by the callback, or cancelled by the same call
  if ((await anyOrder(ports, sn)).state !== 'cancelled') throw paid(sn);
}

const paid = (sn: string): Refusal =>
  new Refusal('CONFLICT', `Order ${sn} is paid: ask the shop for a refund.`);
