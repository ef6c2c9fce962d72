import { createBench, type Bench } from '../testing/bench';
import { PaymentError } from '../ports';
import { shop } from '../shop';
import { MINUTE } from '../words';
import type { Order } from '../words';
import { cancelOrder } from './cancel';
import { createOrder } from './create';
import { noticePaid } from './notice-paid';
import { anyOrder } from './order';
import { paymentOf } from './pay';

const MOST = shop.limits.asksAboutAnOrder;
const FLOOD = 3 * MOST;

interface Shop {
  bench: Bench;
  /** An order that nobody has paid. */
  order: Order;
  /** How often WeChat Pay was asked about it. */
  asked: () => number;
}

/** @param refusing whether WeChat Pay refuses to take orders */
async function openShop(refusing = false): Promise<Shop> {
  const bench = createBench();
  await bench.db.insert('goods', [{ _id: 'tea', title: '红茶', price: 6800, picture: '' }]);
  const items = [{ goodsId: 'tea', quantity: 1 }];
  const order = await createOrder(bench, 'o', { requestId: 'request-1', items });
  let asked = 0;
  const queryOrder = bench.pay.queryOrder.bind(bench.pay);
  bench.pay.queryOrder = (sn) => {
    asked += 1;
    return queryOrder(sn);
  };
  bench.pay.unifiedOrder = async () => {
    asked += 1;
    if (refusing) throw new PaymentError('系统繁忙');
    return { prepayId: `wx-${asked}`, payment: { package: `prepay_id=wx-${asked}` } };
  };
  return { bench, order, asked: () => asked };
}

/** @returns with which codes so many calls at once are refused */
async function codesOf(call: () => Promise<unknown>): Promise<Set<unknown>> {
  const results = await Promise.allSettled(Array.from({ length: FLOOD }, call));
  return new Set(
    results.map((result) => (result.status === 'rejected' ? result.reason.code : 'none')),
  );
}

test.each([
  [
    'the page that asks for its notice',
    false,
    1,
    ({ bench, order }: Shop) => noticePaid(bench, 'o', order._id),
  ],
  [
    'an order that is offered again and again',
    false,
    1,
    ({ bench, order }: Shop) => paymentOf(bench, order),
  ],
  [
    'one that WeChat Pay refuses, and is then asked for',
    true,
    2,
    ({ bench, order }: Shop) => paymentOf(bench, order),
  ],
])('a flood is bounded for each order: %s', async (_, refusing, each, call) => {
  const open = await openShop(refusing);
  expect(await codesOf(() => call(open))).toContain('LIMITED');
  expect(open.asked()).toBe(each * MOST);
  await expect(call(open)).rejects.toMatchObject({ code: 'LIMITED' });
});

test('so the uses of prepay_ids that are made at the same time are, too', async () => {
  const { bench, order } = await openShop();
  await codesOf(() => paymentOf(bench, order));
  expect(bench.db.all('credits').length).toBeLessThanOrEqual(3 * MOST);
});

test('later it is possible again, ever more rarely', async () => {
  const { bench, order, asked } = await openShop();
  const flood = () => codesOf(() => noticePaid(bench, 'o', order._id));
  await flood();
  for (const [minutes, more] of [
    [1, 1],
    [2, 2],
    [4, 3],
    [1000, 9],
  ] as const) {
    bench.advance(minutes * MINUTE);
    await flood();
    expect(asked()).toBe(MOST + more);
  }
});

test('the page that has just paid asks while the callback is late, and is not hindered', async () => {
  const { bench, order } = await openShop();
  await paymentOf(bench, order);
  for (let i = 0; i < 5; i++) {
    await expect(noticePaid(bench, 'o', order._id)).rejects.toMatchObject({ code: 'CONFLICT' });
  }
  const { totalFee } = order;
  const paid = { state: 'paid' as const, totalFee, transactionId: '4200', paidAt: bench.now() };
  bench.payments.set(order._id, paid);
  await expect(noticePaid(bench, 'o', order._id)).resolves.toBeDefined();
});

test('WeChat Pay is not asked about an order that is cancelled already', async () => {
  const { bench, order, asked } = await openShop();
  await cancelOrder(bench, order);
  const cancelled = await anyOrder(bench, order._id);
  expect(await codesOf(() => cancelOrder(bench, cancelled))).toEqual(new Set(['none']));
  expect(asked()).toBe(1);
});
