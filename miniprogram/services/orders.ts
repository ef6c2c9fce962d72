import type { OrderState, OrderView } from '../../cloudfunctions/contract';
import type { Line } from './baskets';
import { fullTime, shortTime } from './dates';
import { yuan } from './money';

/** An order, as pages show it. */
export interface OrderCard {
  sn: string;
  state: OrderState;
  stateText: string;
  /** What the buyer can expect next. */
  hint: string;
  lines: Line[];
  count: number;
  totalFee: number;
  totalText: string;
  timeText: string;
  carrier: string;
  trackingNo: string;
}

/** One step on the way of an order; `done` steps have a time, if it is known. */
export interface Step {
  title: string;
  timeText: string;
  done: boolean;
}

const texts: Record<OrderState, { state: string; hint: string }> = {
  unpaid: { state: '待付款', hint: '请尽快完成支付，超时订单会自动取消' },
  paid: { state: '待发货', hint: '商家正在备货，请耐心等待' },
  shipped: { state: '已发货', hint: '包裹在路上，收到后请确认收货' },
  received: { state: '已完成', hint: '感谢惠顾，欢迎再来' },
  cancelled: { state: '已取消', hint: '订单已取消，没有扣款' },
  refunding: { state: '退款中', hint: '退款正在处理，将原路退回' },
  refunded: { state: '已退款', hint: '退款已原路退回' },
};

/** @returns an order as pages show it. @param pictures by goods id */
export function cardOf(order: OrderView, pictures: Record<string, string>): OrderCard {
  const { sn, state, items, totalFee, createdAt, carrier, trackingNo } = order;
  return {
    sn,
    state,
    stateText: texts[state].state,
    hint: texts[state].hint,
    lines: items.map(({ goodsId, title, price, quantity }) => ({
      goodsId,
      title,
      picture: pictures[goodsId] ?? '',
      priceText: yuan(price),
      quantity,
    })),
    count: items.reduce((sum, item) => sum + item.quantity, 0),
    totalFee,
    totalText: yuan(totalFee),
    timeText: fullTime(createdAt),
    carrier,
    trackingNo,
  };
}

/** @returns the way of an order from its beginning to its end, for the timeline */
export function stepsOf({ state, createdAt, paidAt, shippedAt }: OrderView): Step[] {
  const ordered = { title: '提交订单', timeText: shortTime(createdAt), done: true };
  const paid = { title: '付款成功', timeText: shortTime(paidAt), done: paidAt > 0 };
  const shipped = { title: '商家发货', timeText: shortTime(shippedAt), done: shippedAt > 0 };
  const last = (title: string, done: boolean): Step => ({ title, timeText: '', done });
  if (state === 'cancelled') return [ordered, last('订单取消', true)];
  if (state === 'refunding' || state === 'refunded') {
    const sent = shippedAt > 0 ? [shipped] : [];
    return [ordered, paid, ...sent, last('退款到账', state === 'refunded')];
  }
  return [ordered, paid, shipped, last('确认收货', state === 'received')];
}
