import { createBench, type Bench } from '../testing/bench';
import { shop } from '../shop';
import { HOUR, MINUTE } from '../words';
import { createOrder } from './create';
import { paymentOf } from './pay';

const COUNT = shop.limits.ordersAnHour;

async function shopBench(): Promise<Bench> {
  const bench = createBench();
  await bench.db.insert('goods', [{ _id: 'tea', title: '红茶', price: 6800, picture: '' }]);
  return bench;
}

/** Orders something new; the same number is the same request. */
const order = (bench: Bench, n: number, openid = 'o') =>
  createOrder(bench, openid, {
    requestId: `request-${n}`,
    items: [{ goodsId: 'tea', quantity: 1 }],
  });

const orderMany = (bench: Bench, from: number, count: number) =>
  Promise.allSettled(Array.from({ length: count }, (_, n) => order(bench, from + n)));

const made = (results: readonly PromiseSettledResult<unknown>[]): number =>
  results.filter(({ status }) => status === 'fulfilled').length;

const limited = { code: 'LIMITED' };

test('a user makes so many orders within an hour and no more, however many calls try', async () => {
  const bench = await shopBench();
  const results = await orderMany(bench, 0, 5 * COUNT);
  expect(made(results)).toBe(COUNT);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject(limited);
  }
  expect(bench.db.all('orders')).toHaveLength(COUNT);
  expect(bench.db.all('orderPlaces')).toHaveLength(COUNT);
  await expect(order(bench, 0, 'p')).resolves.toBeDefined();
});

test('a place is free again an hour after it was taken, not at the full hour', async () => {
  const bench = await shopBench();
  await orderMany(bench, 0, COUNT - 1);
  bench.advance(HOUR - MINUTE);
  expect(made(await orderMany(bench, 100, 2))).toBe(1);
  bench.advance(MINUTE);
  expect(made(await orderMany(bench, 200, 2 * COUNT))).toBe(COUNT - 1);
  expect(bench.db.all('orderPlaces')).toHaveLength(COUNT);
});

test('the same request again is no new order, and is never limited', async () => {
  const bench = await shopBench();
  await orderMany(bench, 0, COUNT);
  await expect(order(bench, COUNT)).rejects.toMatchObject(limited);
  for (let n = 0; n < COUNT; n++) await expect(order(bench, n)).resolves.toBeDefined();
});

test('a request that died after it took the last place goes on with it', async () => {
  const bench = await shopBench();
  await orderMany(bench, 0, COUNT - 1);
  const insert = bench.db.insert.bind(bench.db);
  bench.db.insert = (collection, documents) =>
    collection === 'orders' ? Promise.reject(new Error('killed')) : insert(collection, documents);
  await expect(order(bench, COUNT)).rejects.toThrow('killed');
  bench.db.insert = insert;
  await expect(order(bench, COUNT + 1)).rejects.toMatchObject(limited);
  await expect(order(bench, COUNT)).resolves.toBeDefined();
});

test('twins of one request at the last place are one order', async () => {
  const bench = await shopBench();
  await orderMany(bench, 0, COUNT - 1);
  const twins = await Promise.all(Array.from({ length: 5 }, () => order(bench, COUNT)));
  expect(new Set(twins.map(({ _id }) => _id)).size).toBe(1);
});

test('twins of one request take one place, also when others order at the same time', async () => {
  const bench = await shopBench();
  let last = 0;
  bench.random = () => (last = (last + 0.37) % 1);
  await Promise.all([
    order(bench, 0),
    order(bench, 1),
    order(bench, 0),
    order(bench, 2),
    order(bench, 0),
  ]);
  expect(bench.db.all('orderPlaces')).toHaveLength(3);
});

test('WeChat Pay does not hear of an order that is refused', async () => {
  const bench = await shopBench();
  const asked: string[] = [];
  const unifiedOrder = bench.pay.unifiedOrder.bind(bench.pay);
  bench.pay.unifiedOrder = (request) => {
    asked.push(request.sn);
    return unifiedOrder(request);
  };
  await Promise.allSettled(
    Array.from({ length: 3 * COUNT }, async (_, n) => paymentOf(bench, await order(bench, n))),
  );
  expect(new Set(asked).size).toBe(COUNT);
});
