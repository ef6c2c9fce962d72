import type { OrderState, OrderView } from '../../cloudfunctions/contract';
import { basketOf } from './baskets';
import { fullTime, shortTime } from './dates';
import { newId } from './ids';
import { yuan } from './money';
import { cardOf, stepsOf } from './orders';

test('money is in yuan, times are in China', () => {
  expect([yuan(0), yuan(5), yuan(13600)]).toEqual(['￥0.00', '￥0.05', '￥136.00']);
  const newYear = Date.UTC(2026, 11, 31, 16, 5);
  expect([shortTime(newYear), fullTime(newYear)]).toEqual(['01-01 00:05', '2027-01-01 00:05']);
  expect([shortTime(0), fullTime(0)]).toEqual(['', '']);
});

test('ids fit a requestId, and differ', () => {
  const ids = Array.from({ length: 1000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[0-9a-z]{16,24}$/);
});

test('a basket is priced with today’s goods, and leaves out what is gone', () => {
  const goods = [{ _id: 'tea', title: '红茶', price: 6800, picture: '/tea.svg' }];
  const items = [
    { goodsId: 'tea', quantity: 2 },
    { goodsId: 'gone', quantity: 1 },
  ];
  expect(basketOf(items, goods)).toEqual({
    lines: [
      { goodsId: 'tea', title: '红茶', picture: '/tea.svg', priceText: '￥68.00', quantity: 2 },
    ],
    count: 2,
    totalText: '￥136.00',
  });
});

const order = (state: OrderState, more: Partial<OrderView> = {}): OrderView => ({
  sn: 'HY1',
  state,
  items: [{ goodsId: 'tea', title: '红茶', price: 6800, quantity: 2 }],
  totalFee: 13600,
  createdAt: Date.UTC(2026, 2, 4, 2),
  paidAt: 0,
  shippedAt: 0,
  carrier: '',
  trackingNo: '',
  ...more,
});

test('an order is shown with pictures as far as they are known', () => {
  expect(cardOf(order('unpaid'), {}).lines[0]).toMatchObject({ picture: '', quantity: 2 });
  expect(cardOf(order('unpaid'), { tea: '/tea.svg' })).toMatchObject({
    stateText: '待付款',
    count: 2,
    totalText: '￥136.00',
    timeText: '2026-03-04 10:00',
    lines: [{ picture: '/tea.svg' }],
  });
});

const paid = { paidAt: Date.UTC(2026, 2, 4, 2, 1) };
const shipped = { ...paid, shippedAt: Date.UTC(2026, 2, 5, 2) };

test.each([
  [order('unpaid'), ['+提交订单', '付款成功', '商家发货', '确认收货']],
  [order('paid', paid), ['+提交订单', '+付款成功', '商家发货', '确认收货']],
  [order('shipped', shipped), ['+提交订单', '+付款成功', '+商家发货', '确认收货']],
  [order('received', shipped), ['+提交订单', '+付款成功', '+商家发货', '+确认收货']],
  [order('cancelled'), ['+提交订单', '+订单取消']],
  [order('refunding', paid), ['+提交订单', '+付款成功', '退款到账']],
  [order('refunded', shipped), ['+提交订单', '+付款成功', '+商家发货', '+退款到账']],
])('the way of an order: $state', (one, steps) => {
  expect(stepsOf(one).map(({ title, done }) => `${done ? '+' : ''}${title}`)).toEqual(steps);
});
