import type { Order } from '../words';
import { createBench } from '../testing/bench';
import { ordersOf } from './list';
import { blankOrder } from './order';

const order = (_id: string, openid: string, createdAt: number): Order => ({
  ...blankOrder,
  _id,
  openid,
  createdAt,
  items: [],
  totalFee: 1,
  dueAt: 0,
});

test("a user's orders are his own, the newest first, without his openid", async () => {
  const bench = createBench();
  await bench.db.insert('orders', [
    order('old', 'wang', 1),
    order('of-li', 'li', 2),
    order('new', 'wang', 3),
  ]);
  const orders = await ordersOf(bench, 'wang');
  expect(orders.map(({ sn }) => sn)).toEqual(['new', 'old']);
  expect(JSON.stringify(orders)).not.toContain('wang');
});
