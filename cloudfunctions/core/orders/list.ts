import { NONE } from '../words';
import type { Order } from '../words';
import type { OrderView } from '../../contract';
import type { Ports } from '../ports';
import { PAGE } from '../limits';

/** @returns a user's orders, newest first */
export async function ordersOf(ports: Ports, openid: string): Promise<OrderView[]> {
  const orders = await ports.db.find(
    'orders',
    { openid },
    { orderBy: 'createdAt', limit: PAGE, newestFirst: true },
  );
  return orders.map(viewOf);
}

/** An order as pages see it: no openid, no payment, empty texts instead of `none`. */
export const viewOf = (order: Order): OrderView => ({
  sn: order._id,
  state: order.state,
  items: order.items,
  totalFee: order.totalFee,
  createdAt: order.createdAt,
  paidAt: order.paidAt,
  shippedAt: order.carrier === NONE ? 0 : order.shippedAt,
  carrier: order.carrier === NONE ? '' : order.carrier,
  trackingNo: order.trackingNo === NONE ? '' : order.trackingNo,
});
