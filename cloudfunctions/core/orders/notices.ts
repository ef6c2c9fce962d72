import type { Order } from '../words';
import type { Notice } from '../messages/enqueue';
import { hash } from '../hash';
import { goodsLine } from './order';

/** The notices about an order, as data for the queue. The key makes each of them unique. */
const about = (order: Order) => ({ key: order._id, sn: order._id, openid: order.openid });

export const paySuccessNotice = (order: Order): Notice<'paySuccess'> => ({
  scene: 'paySuccess',
  ...about(order),
  fields: {
    goods: goodsLine(order.items),
    amount: order.totalFee,
    sn: order._id,
    paidAt: order.paidAt,
  },
});

export const payUnfinishedNotice = (order: Order): Notice<'payUnfinished'> => ({
  scene: 'payUnfinished',
  ...about(order),
  fields: {
    goods: goodsLine(order.items),
    amount: order.totalFee,
    sn: order._id,
    createdAt: order.createdAt,
  },
});

export const shippedNotice = (order: Order): Notice<'orderShipped'> => ({
  scene: 'orderShipped',
  ...about(order),
  fields: {
    goods: goodsLine(order.items),
    carrier: order.carrier,
    trackingNo: order.trackingNo,
    shippedAt: order.shippedAt,
    sn: order._id,
  },
});

export const receiptNotice = (order: Order): Notice<'receiptReminder'> => ({
  scene: 'receiptReminder',
  ...about(order),
  fields: { goods: goodsLine(order.items), sn: order._id, shippedAt: order.shippedAt },
});

/** One for each member of the staff. */
export const overdueNotice = (order: Order, staff: string): Notice<'shipOverdue'> => ({
  scene: 'shipOverdue',
  key: `${order._id}:${hash(staff).slice(0, 8)}`,
  sn: order._id,
  openid: staff,
  fields: { sn: order._id, goods: goodsLine(order.items), paidAt: order.paidAt },
});

export const refundNotice = (order: Order): Notice<'refundSuccess'> => ({
  scene: 'refundSuccess',
  ...about(order),
  fields: {
    goods: goodsLine(order.items),
    amount: order.totalFee,
    reason: order.refundReason,
    sn: order._id,
  },
});
