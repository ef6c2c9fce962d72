/** What a modified mini-program that never rests can make the database keep, and what is left of it. */
import { collectAndWake } from '../cloudfunctions/core/credits/collect-and-wake';
import { sweep } from '../cloudfunctions/core/desk/sweep';
import { dispatch } from '../cloudfunctions/core/messages/dispatch';
import { createOrder } from '../cloudfunctions/core/orders/create';
import { noticePaid } from '../cloudfunctions/core/orders/notice-paid';
import { paymentOf } from '../cloudfunctions/core/orders/pay';
import { reconcileOrders } from '../cloudfunctions/core/orders/reconcile';
import { type Bench, createBench } from '../cloudfunctions/core/testing/bench';
import { shop } from '../cloudfunctions/core/shop';
import { DAY, HOUR, NONE } from '../cloudfunctions/core/words';
import type { Collections } from '../cloudfunctions/core/words';

const OPENID = 'oFlood-000000000000000000000';
const INVALID_FORM_ID = 41028;
const NO_PERMISSION = 43101;

/** Everything that one user can make up: formIds and consents that never were, orders that nobody pays. */
async function flood(bench: Bench): Promise<void> {
  const id = bench.newId();
  const order = async (n: number) => {
    const items = [{ goodsId: 'tea', quantity: 1 }];
    const made = await createOrder(bench, OPENID, { requestId: `${id}-${n}`, items });
    await paymentOf(bench, made);
    await noticePaid(bench, OPENID, made._id, `form-${id}-${n}-of-order`);
  };
  const report = (n: number) =>
    collectAndWake(bench, OPENID, {
      taps: Array.from({ length: 20 }, (_, i) => ({
        formId: `form-${id}-${n}-${i}`,
        at: bench.now(),
      })),
      consents: [{ id: `${id}-${n}`, answers: { 'sub-pay-unfinished': 'accept' } }],
      toldBy: 'page',
    });
  await Promise.allSettled(Array.from({ length: 2 * ordersAnHour }, (_, n) => order(n)));
  await Promise.allSettled(Array.from({ length: 10 }, (_, n) => report(n)));
  // after nearly two hours an order that can still be paid gets another prepay_id
  await Promise.allSettled(bench.db.all('orders').map((one) => paymentOf(bench, one)));
}

const { ordersAnHour, tapsADay, consentsADay } = shop.limits;
const orders = 24 * ordersAnHour;
/** Each fake one is stored, tried once, refused by WeChat and replaced by the next. */
const fakes = orders + tapsADay + consentsADay;

/** `SECURITY.md` says these numbers. */
const most = {
  orders,
  credits: fakes + 6 * orders, // the three uses of the two prepay_ids that an order can have
  messages: orders, // that they were not paid
  attempts: 2 * fakes, // its beginning and its result
  reports: 1,
  orderPlaces: ordersAnHour,
};

test('a flood of a day is bounded, and the sweep takes it away', async () => {
  const bench = createBench();
  const count = (name: keyof Collections): number => bench.db.all(name).length;
  await bench.db.insert('goods', [{ _id: 'tea', title: '红茶', price: 6800, picture: '' }]);
  bench.sender.send = async ({ channel }) => ({
    type: 'answered',
    errCode: channel === 'template' ? INVALID_FORM_ID : NO_PERMISSION,
    msgid: NONE,
  });
  const giveNew = (sn: string) => ({ prepayId: `wx-${sn}-${bench.now()}`, payment: {} });
  bench.pay.unifiedOrder = async ({ sn }) => giveNew(sn);
  bench.advance(14 * HOUR); // midnight in China
  for (let hour = 0; hour < 24; hour++) {
    await flood(bench);
    await reconcileOrders(bench);
    await dispatch(bench);
    bench.advance(HOUR);
  }
  for (const [name, bound] of Object.entries(most) as [keyof Collections, number][]) {
    expect(count(name)).toBeLessThanOrEqual(bound);
    expect(count(name)).toBeGreaterThan(bound * 0.75); // the flood did its best
  }
  for (const days of [1, 9, 90]) {
    bench.advance(days * DAY);
    await reconcileOrders(bench);
    await dispatch(bench);
    await sweep(bench);
  }
  for (const name of Object.keys(most) as (keyof Collections)[]) {
    expect([name, count(name)]).toEqual([name, 0]);
  }
});
