import { auditBooks } from '../../scripts/audit';
import type { Hub } from '../../scripts/hub-client';
import { holds, type ShopPhone, withShop } from './shop-phone';

const shop = withShop();

jest.setTimeout(180_000); // two cores may draw two browsers at a time

const PAID = '付款成功通知';
const SHIPPED = '订单发货提醒';
const REMINDER = '确认收货提醒';
const TEA = '立即购买武夷山红茶 250g';

const titles = async (hub: Hub, { openid }: ShopPhone): Promise<string[]> =>
  (await hub.inbox(openid)).map(({ title }) => title);
const ordersOf = (hub: Hub, { openid }: ShopPhone) => hub.find('orders', { openid });
/** There is one order, and the callback of its payment has come. */
const oneOrderIsPaid = (hub: Hub, phone: ShopPhone): Promise<void> =>
  until(async () => expect(await ordersOf(hub, phone)).toMatchObject([{ state: 'paid' }]));
const creditsOf = (hub: Hub, { openid }: ShopPhone, kind: string) =>
  hub.find('credits', { openid, kind });

/** Waits until something of the cloud is as wanted; the phone goes on in the meantime. */
async function until(check: () => Promise<void>): Promise<void> {
  const end = Date.now() + 10_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Chooses the tea and goes as far as the payment sheet. */
async function orderTea(phone: ShopPhone): Promise<void> {
  await phone.pressLabel(TEA);
  await phone.isOn('pages/cart/payment/index');
  await phone.press('提交订单');
  await phone.page.getByRole('dialog', { name: '支付' }).getByText('68.00').waitFor();
}

async function buyTea(phone: ShopPhone): Promise<void> {
  await orderTea(phone);
  await phone.answer('确认支付');
  await phone.isOn('pages/cart/results/index');
  await phone.sees('支付成功');
}

test.each(Object.keys(holds) as (keyof typeof holds)[])('the whole story: %s', async (name) => {
  const { hub, open } = shop();
  await hub.toMorning();
  const wang = await open('wang', holds[name]);
  await wang.press('加购');
  await wang.goTo('购物车');
  await wang.sees('￥');
  await wang.goTo('商店');
  await until(async () => expect((await creditsOf(hub, wang, 'form')).length).toBeGreaterThan(0));

  await buyTea(wang);
  await until(async () => expect(await titles(hub, wang)).toEqual([PAID]));
  const [card] = await hub.inbox(wang.openid);
  const rows = Object.fromEntries(card?.rows.map(({ label, value }) => [label, value]) ?? []);
  expect(rows).toMatchObject({ 商品: '武夷山红茶 250g', 金额: '￥68.00' });
  const [order] = await ordersOf(hub, wang);
  expect(order).toMatchObject({ state: 'paid', totalFee: 6800 });

  const keeper = await open('keeper', holds[name]);
  await keeper.goTo('我的');
  await keeper.press('店铺管理');
  await keeper.press('发货');
  await keeper.on('wx-input input').fill('SF1234567890');
  await keeper.press('确认发货');
  await until(async () => expect(await titles(hub, wang)).toEqual([PAID, SHIPPED]));

  await hub.advance('5d', 'last');
  await hub.advance('10m');
  expect(await titles(hub, wang)).toEqual([PAID, SHIPPED, REMINDER]);
  await wang.press('查看订单');
  await wang.sees('SF1234567890');
  await wang.on('wx-button').filter({ hasText: '确认收货' }).click();
  await wang.answer('确认收货');
  await wang.sees('已完成');
  expect(await ordersOf(hub, wang)).toMatchObject([{ state: 'received' }]);
  expect((await auditBooks(hub)).filter(({ agrees }) => !agrees)).toEqual([]);
});

test.each([
  ['cancelled', '取消支付'],
  ['refused by the bank', '支付失败'],
])('a payment that is %s is resumed, and is still one order', async (_, button) => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await orderTea(wang);
  await wang.answer(button);
  await wang.isOn('pages/cart/results/index');
  await wang.sees('订单还没有支付');
  await wang.press('继续支付');
  await wang.answer('确认支付');
  await wang.sees('支付成功');
  await oneOrderIsPaid(hub, wang);
  await until(async () => expect(await titles(hub, wang)).toEqual([PAID]));
});

test('a payment is resumed from the orders after the app has been closed', async () => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await orderTea(wang);
  await wang.restart();
  await wang.goTo('订单');
  await wang.press('去支付');
  await wang.answer('确认支付');
  await wang.sees('支付成功');
  await oneOrderIsPaid(hub, wang);
});

test('a lost answer to an order does not order twice', async () => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await hub.fault({
    match: { function: 'createOrder', action: 'wx.wxPayApi' },
    effect: 'killAfter',
  });
  await wang.pressLabel(TEA);
  await wang.press('提交订单');
  await until(async () => expect(await hub.faultHits()).toBe(1));
  await wang.restart();
  await orderTea(wang);
  await wang.answer('确认支付');
  await wang.sees('支付成功');
  await oneOrderIsPaid(hub, wang);
});

test('the callback of a payment is lost: the query finds it, and one card arrives', async () => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await orderTea(wang);
  await wang.answer('支付成功但回调丢失');
  await wang.sees('支付成功');
  await hub.advance('15m', 'all');
  expect(await ordersOf(hub, wang)).toMatchObject([{ state: 'paid' }]);
  expect(await titles(hub, wang)).toEqual([PAID]);
});

test.each(['mock', 'deprecated'] as const)(
  'no credit comes from a tap (%s): the payment carries the notice',
  async (formIds) => {
    const { cloud, hub, open } = shop();
    cloud.settings.change({ phone: { formIds } });
    const wang = await open('wang');
    await buyTea(wang);
    await hub.advance('2m');
    expect(await titles(hub, wang)).toEqual([PAID]);
    expect(await creditsOf(hub, wang, 'form')).toEqual([]);
    expect(await creditsOf(hub, wang, 'payment')).toContainEqual(
      expect.objectContaining({ state: 'spent' }),
    );
  },
);

test('WeChat refuses the formId of the tap: the next credit carries the notice', async () => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await hub.fault({ match: { apiName: 'templateMessage.send' }, effect: { errCode: 41028 } });
  await buyTea(wang);
  await hub.advance('2m');
  expect(await titles(hub, wang)).toEqual([PAID]);
  expect(await creditsOf(hub, wang, 'form')).toContainEqual(
    expect.objectContaining({ state: 'refused', errCode: 41028 }),
  );
});

test('two users: each has an own shop, cart, orders and cards', async () => {
  const { hub, open } = shop();
  const [wang, li] = [await open('wang'), await open('li')];
  await wang.press('加购');
  await Promise.all([buyTea(wang), li.goTo('购物车')]);
  await li.sees('购物车是空的');
  await li.goTo('订单');
  await li.sees('还没有订单');
  await until(async () => expect(await titles(hub, wang)).toEqual([PAID]));
  expect(await titles(hub, li)).toEqual([]);
  await wang.restart();
  await wang.goTo('购物车');
  await wang.sees('￥'); // what the phone has stored is still there
});

describe('consent on the result page', () => {
  test('“allow” is a credit of its own; kept for good, it is not asked again', async () => {
    const { cloud, hub, open } = shop();
    const wang = await open('wang');
    await buyTea(wang);
    await wang.press('允许发货提醒');
    await wang.page.getByText('总是保持以上选择，不再询问').click();
    await wang.answer('允许');
    await wang.sees('已允许');
    await until(async () =>
      expect((await creditsOf(hub, wang, 'subscription')).length).toBeGreaterThan(0),
    );
    const first = (await creditsOf(hub, wang, 'subscription')).length;
    expect(cloud.wechat.subscriptionSettings(wang.openid).itemSettings).not.toEqual({});
    await wang.restart();
    await wang.goTo('我的');
    await wang.on('.allow').first().click(); // no sheet opens
    await until(async () =>
      expect((await creditsOf(hub, wang, 'subscription')).length).toBe(first + 1),
    );
  });

  test('“no” is none', async () => {
    const { hub, open } = shop();
    const wang = await open('wang');
    await buyTea(wang);
    await wang.press('允许发货提醒');
    await wang.answer('取消');
    await wang.page.getByRole('dialog').waitFor({ state: 'detached' });
    await wang.press('查看订单');
    await wang.sees('待发货');
    expect(await creditsOf(hub, wang, 'subscription')).toEqual([]);
    expect((await hub.tokens()).filter(({ kind }) => kind === 'subscription')).toEqual([]);
  });
});

test('a message that failed says why, and staff send it again', async () => {
  const { cloud, hub, open } = shop();
  cloud.settings.change({ phone: { formIds: 'mock' } });
  await hub.fault({ match: { apiName: 'templateMessage.send' }, effect: { errCode: 41030 } });
  const wang = await open('wang');
  await buyTea(wang);
  await hub.advance('2m');
  expect(await titles(hub, wang)).toEqual([]);
  const keeper = await open('keeper');
  await keeper.goTo('我的');
  await keeper.press('店铺管理');
  await keeper.page.getByRole('tab', { name: '未送达' }).click();
  await keeper.sees('微信拒绝了内容或跳转页面');
  await keeper.press('重发');
  await until(async () => {
    await hub.advance('1m');
    expect(await titles(hub, wang)).toEqual([PAID]);
  });
});

test('the desk is for staff: others read so in words', async () => {
  const { open } = shop();
  const li = await open('li');
  await li.goTo('我的');
  await li.sees('消息提醒');
  expect(await li.on('.staff').count()).toBe(0);
  await li.page.evaluate("wx.navigateTo({ url: '/pages/staff/index' })");
  await li.sees('你没有权限进行此操作');
});
