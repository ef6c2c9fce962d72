import { chinaTime } from '../../cloudfunctions/core/china-time';
import { auditBooks } from '../../scripts/audit';
import { buy, CUP, goToDesk, order, payFor, TEA } from './shop-acts';
import {
  arrive,
  booked,
  creditsOf,
  lastCard,
  oneOrderIsPaid,
  ordersOf,
  PAID,
  REMINDER,
  SHIPPED,
  titles,
  until,
} from './shop-books';
import { holds, withShop } from './shop-phone';

const shop = withShop();

jest.setTimeout(180_000); // two cores may draw two browsers at a time

test.each(Object.keys(holds) as (keyof typeof holds)[])('the whole story: %s', async (name) => {
  const { hub, open } = shop();
  await hub.toMorning();
  const wang = await open('wang', holds[name]);
  for (const label of ['武夷山红茶 250g', '手作青瓷杯'])
    await wang.pressLabel(`把${label}加入购物车`);
  await wang.goTo('购物车');
  await wang.sees('去结算（2）');
  await wang.goTo('商店');
  await until(async () => {
    const stored = (await creditsOf(hub, wang, 'form')).map(({ token }) => token);
    const given = (await booked(hub, wang, 'form')).map(({ token }) => token);
    expect(given).toHaveLength(2);
    expect(new Set(stored)).toEqual(new Set(given));
  });

  await buy(wang);
  await oneOrderIsPaid(hub, wang);
  const [{ _id, paidAt } = {}] = await ordersOf(hub, wang);
  const sn = String(_id);
  const { orderInfo = '', ...query } = await wang.query();
  expect(query).toEqual({ status: '1', type: 'pay' });
  expect(JSON.parse(decodeURIComponent(orderInfo))).toEqual({ sn, totalFee: 6800 });
  await arrive(hub, wang, [PAID]);
  const page = `pages/orders/detail?sn=${sn}`;
  const about = { 商品: '武夷山红茶 250g', 订单号: sn };
  const time = chinaTime(Number(paidAt));
  const rows = { ...about, 金额: '￥68.00', 付款时间: time };
  expect(await lastCard(hub, wang)).toEqual({ page, rows });

  const keeper = await open('keeper', holds[name]);
  await goToDesk(keeper);
  await keeper.press('发货');
  await keeper.press('中通快递');
  await keeper.on('wx-input input').fill('ZT1234567890');
  await keeper.press('确认发货');
  await keeper.sees('没有待发货的订单');
  expect(await titles(hub, wang)).toEqual([PAID, SHIPPED]);
  expect(await lastCard(hub, wang)).toMatchObject({
    page,
    rows: { ...about, 快递公司: '中通快递', 快递单号: 'ZT1234567890' },
  });

  await hub.advance('5d', 'last');
  await hub.advance('10m');
  expect(await titles(hub, wang)).toEqual([PAID, SHIPPED, REMINDER]);
  await wang.press('查看订单');
  await wang.sees('ZT1234567890');
  await wang.touch(wang.on('.receive'));
  await wang.answer('确认收货');
  await wang.sees('已完成');
  expect(await ordersOf(hub, wang)).toMatchObject([{ state: 'received' }]);

  const books = await auditBooks(hub);
  expect(books.filter(({ kind, used }) => kind === 'payment' && used === 2)).toHaveLength(1);
  expect(books.filter(({ agrees, inDoubt }) => !agrees || inDoubt > 0)).toEqual([]);
});

test('a payment that is cancelled, and then refused by the bank, is resumed: one order', async () => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await order(wang);
  await wang.answer('取消支付'); // the × of the sheet
  await wang.isOn('pages/cart/results/index');
  await wang.sees('订单还没有支付');
  expect(await wang.query()).toMatchObject({ status: '0', type: 'pay' });
  await wang.press('继续支付');
  await wang.answer('支付失败');
  await wang.sees('订单还没有支付');
  expect(await ordersOf(hub, wang)).toMatchObject([{ state: 'unpaid' }]);
  expect(await titles(hub, wang)).toEqual([]);
  await wang.press('继续支付');
  await payFor(wang);
  await oneOrderIsPaid(hub, wang);
  await arrive(hub, wang, [PAID]);
});

test('a payment is resumed from the orders after the app has been closed', async () => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await order(wang);
  await wang.restart();
  await wang.goTo('订单');
  await wang.press('去支付');
  await payFor(wang);
  await oneOrderIsPaid(hub, wang);
});

test.each([
  ['WeChat Pay knows the order', { action: 'wx.wxPayApi' }],
  ['everything is stored', { action: 'database.modifyDocument' }],
])('the answer to an order is lost when %s: ordered again it is one order', async (_, call) => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await hub.fault({ match: { function: 'createOrder', ...call }, effect: 'killAfter' });
  await wang.pressLabel(TEA);
  await wang.press('提交订单');
  await until(async () => expect(await hub.faultHits()).toBe(1));
  await wang.restart();
  await order(wang);
  await payFor(wang);
  await oneOrderIsPaid(hub, wang);
});

test('the callback of a payment is lost: the query finds it, and one card arrives', async () => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await order(wang);
  await wang.answer('支付成功但回调丢失');
  await wang.sees('支付成功');
  await hub.advance('15m', 'all');
  expect(await ordersOf(hub, wang)).toMatchObject([{ state: 'paid' }]);
  expect(await titles(hub, wang)).toEqual([PAID]);
});

test('two users at the same time: each has an own cart, orders and cards', async () => {
  const { hub, open } = shop();
  const [wang, li] = await Promise.all([open('wang'), open('li')]);
  await wang.press('加购');
  await Promise.all([buy(wang), buy(li, CUP)]);
  for (const [phone, own, other] of [
    [wang, '武夷山红茶', '手作青瓷杯'],
    [li, '手作青瓷杯', '武夷山红茶'],
  ] as const) {
    await phone.press('继续逛逛');
    await phone.goTo('订单');
    await phone.sees(own);
    expect(await phone.on('.wx-page').innerText()).not.toContain(other);
    await arrive(hub, phone, [PAID]);
    expect((await lastCard(hub, phone)).rows['商品']).toContain(own);
  }
  await li.goTo('购物车');
  await li.sees('购物车是空的');
  await wang.restart();
  await wang.goTo('购物车');
  await wang.sees('去结算（1）'); // what the phone has stored is still there
});
