import { FAR, NONE } from '../words';
import type { Order, OrderItem } from '../words';
import type { Ports } from '../ports';
import { Refusal } from '../refusal';

/** @returns the items of an order in one line, for a card: `红茶 ×2、杯子` */
export const goodsLine = (items: readonly OrderItem[]): string =>
  items.map(({ title, quantity }) => (quantity > 1 ? `${title} ×${quantity}` : title)).join('、');

/** @returns a user's own order; somebody else's is as if it did not exist */
export async function ownOrder(ports: Ports, openid: string, sn: string): Promise<Order> {
  const order = await ports.db.get('orders', sn);
  if (order?.openid !== openid) throw notFound(sn, ' for this user');
  return order;
}

/** @returns any order, for staff */
export async function anyOrder(ports: Ports, sn: string): Promise<Order> {
  const order = await ports.db.get('orders', sn);
  if (!order) throw notFound(sn);
  return order;
}

const notFound = (sn: string, forWhom = ''): Refusal =>
  new Refusal('NOT_FOUND', `Order ${sn} does not exist${forWhom}. Check sn.`);

/** The parts of a new order that are not set yet. */
export const blankOrder = {
  state: 'unpaid',
  formCredit: NONE,
  prepayId: NONE,
  payment: NONE,
  prepayUntil: 0,
  asks: 0,
  transactionId: NONE,
  carrier: NONE,
  trackingNo: NONE,
  refundReason: NONE,
  paidAt: 0,
  shippedAt: FAR,
} as const satisfies Partial<Order>;

/** Fenced: an order that has gone on meanwhile is left alone. */
export const moveDue = (ports: Ports, order: Order, dueAt: number): Promise<number> =>
  ports.db.update('orders', { _id: order._id, state: order.state, dueAt: order.dueAt }, { dueAt });
