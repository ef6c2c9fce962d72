import { buy, goToDesk, order, TEA } from './shop-acts';
import {
  arrive,
  booked,
  creditsOf,
  oneOrderIsPaid,
  ordersOf,
  PAID,
  REFUNDED,
  REMINDER,
  SHIPPED,
  titles,
  until,
} from './shop-books';
import { holds, withShop } from './shop-phone';

const shop = withShop();

jest.setTimeout(180_000); // two cores may draw two browsers at a time

/** A reset keeps the era. */
beforeEach(() => shop().cloud.settings.change({ era: 'classic' }));

test.each(['mock', 'deprecated'] as const)(
  'no credit comes from a tap (%s): the payment carries the notice',
  async (formIds) => {
    const { cloud, hub, open } = shop();
    cloud.settings.change({ phone: { formIds } });
    const wang = await open('wang');
    await wang.press('加购');
    await buy(wang, TEA, '取消');
    await oneOrderIsPaid(hub, wang);
    await hub.advance('2m'); // the page's grace is over
    expect(await titles(hub, wang)).toEqual([PAID]);
    expect(await creditsOf(hub, wang, 'form')).toEqual([]);
    expect(await booked(hub, wang, 'payment')).toMatchObject([{ used: 1 }]);
  },
);

test('a formId that has died of age is left alone, and a younger one carries the notice', async () => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await wang.press('加购');
  await until(async () => expect(await creditsOf(hub, wang, 'form')).toHaveLength(1));
  const [old] = await booked(hub, wang, 'form');
  await hub.advance('8d', 'last');
  await buy(wang);
  await arrive(hub, wang, [PAID]);
  const forms = await booked(hub, wang, 'form');
  expect(forms.find(({ token }) => token === old?.token)).toMatchObject({
    state: 'expired',
    used: 0,
  });
  expect(forms.filter(({ used }) => used === 1)).toHaveLength(1);
  expect((await hub.find('attempts')).filter(({ errCode }) => errCode !== 0)).toEqual([]);
});

test('WeChat refuses the formId of the tap: the next credit carries the notice', async () => {
  const { hub, open } = shop();
  const wang = await open('wang');
  await wang.press('加购');
  await until(async () => expect(await creditsOf(hub, wang, 'form')).toHaveLength(1));
  await hub.fault({ match: { apiName: 'templateMessage.send' }, effect: { errCode: 41028 } });
  await buy(wang);
  await arrive(hub, wang, [PAID]);
  expect(await creditsOf(hub, wang, 'form')).toContainEqual(
    expect.objectContaining({ state: 'refused', errCode: 41028 }),
  );
});

describe('consent', () => {
  test('on the result page: “no” is none, “allow” is a credit; kept for good, it is not asked again', async () => {
    const { cloud, hub, open } = shop();
    const wang = await open('wang');
    await buy(wang);
    await wang.press('允许发货提醒');
    await wang.answer('取消');
    await wang.sees('没有允许，需要时再点一次');
    expect(await booked(hub, wang, 'subscription')).toEqual([]);

    await wang.press('允许发货提醒');
    await wang.page.getByText('总是保持以上选择，不再询问').click();
    await wang.answer('允许');
    await wang.sees('已允许');
    const granted = await booked(hub, wang, 'subscription');
    expect(granted).toContainEqual(expect.objectContaining({ token: 'sub-order-shipped' }));
    await until(async () =>
      expect(await creditsOf(hub, wang, 'subscription')).toHaveLength(granted.length),
    );
    expect(cloud.wechat.subscriptionSettings(wang.openid).itemSettings).toMatchObject({
      'sub-order-shipped': 'accept',
    });

    await wang.press('继续逛逛');
    await wang.goTo('我的');
    await wang.pressLabel(`允许${SHIPPED}`); // no sheet opens
    await wang.sees('还可收到 2 条');
    expect(await wang.page.getByRole('dialog').count()).toBe(0);
    await until(async () =>
      expect(await creditsOf(hub, wang, 'subscription')).toHaveLength(granted.length + 1),
    );
  });

  test('right after a payment in today’s WeChat: kept for good, it is silent from then on', async () => {
    const { cloud, hub, open } = shop();
    cloud.settings.change({ era: 'current' });
    const wang = await open('wang', holds['touch, 320 px']);
    /** What the page and WeChat's push have told of the same accept is merged into one credit. */
    const accepts = async () =>
      (await creditsOf(hub, wang, 'subscription')).filter(({ state }) => state !== 'merged');
    await order(wang);
    await wang.answer('确认支付');
    await wang.touch(wang.page.getByText('总是保持以上选择，不再询问'));
    await wang.answer('允许');
    await wang.isOn('pages/cart/results/index');
    await wang.sees('已允许');
    expect(await booked(hub, wang, 'subscription')).toHaveLength(4);
    await until(async () => expect(await accepts()).toHaveLength(4));
    await hub.advance('2m'); // the page's grace is over
    await arrive(hub, wang, [PAID]);
    expect(await booked(hub, wang, 'payment')).toMatchObject([{ used: 0 }]);

    await wang.press('继续逛逛');
    await buy(wang); // no sheet opens
    await until(async () => expect(await accepts()).toHaveLength(8));
    await wang.press('查看订单');
    await wang.sees('还可收到 2 条');
  });

  test('what the user has switched off in WeChat leads to the settings page, and is asked for after it', async () => {
    const { cloud, hub, open } = shop();
    const wang = await open('wang', holds['touch, 320 px']);
    cloud.wechat.changeSubscriptionSettings(wang.openid, { mainSwitch: false });
    await buy(wang);
    await wang.press('允许发货提醒');
    await wang.sees('你在微信里关闭了本店的消息');
    await wang.press('去设置');
    await wang.touch(wang.page.getByRole('switch', { name: '接收订阅消息' }));
    await wang.answer('返回');
    await wang.press('允许发货提醒');
    await wang.answer('允许');
    await wang.sees('已允许');
    expect(await booked(hub, wang, 'subscription')).toHaveLength(4);
  });

  test('lets a message go that has waited for it', async () => {
    const { cloud, hub, open, openidOf } = shop();
    cloud.settings.change({ phone: { formIds: 'deprecated' } }); // three sends, and no other
    await hub.toMorning();
    const wang = await open('wang');
    const keeper = openidOf('keeper');
    await buy(wang, TEA, '取消');
    await oneOrderIsPaid(hub, wang);
    await hub.advance('2m');
    const [{ _id: sn = '' } = {}] = await ordersOf(hub, wang);
    const parcel = { sn: String(sn), carrier: '中通快递', trackingNo: 'ZT1234567890' };
    await hub.call(keeper, 'shipOrder', parcel);
    await hub.advance('5d', 'last');
    await hub.advance('10m');
    await hub.call(keeper, 'refundOrder', { sn: String(sn), reason: '七天无理由' });
    expect(await titles(hub, wang)).toEqual([PAID, SHIPPED, REMINDER]);

    await wang.press('继续逛逛');
    await wang.goTo('我的');
    await wang.sees('等待发送');
    await wang.touch(wang.on('.waiting').getByText(REFUNDED));
    await wang.pressLabel(`允许${REFUNDED}`);
    await wang.answer('允许');
    await wang.on('.waiting').waitFor({ state: 'detached' });
    await arrive(hub, wang, [PAID, SHIPPED, REMINDER, REFUNDED]);
  });
});

test.each([
  {
    what: 'failed',
    effect: { errCode: 41030 },
    words: ['未送达', '微信不接受内容或跳转页面'],
    before: [],
  },
  {
    what: 'is in doubt',
    effect: 'dropAnswer' as const,
    words: ['不确定', '微信没有应答'],
    before: [PAID], // it had arrived, which nobody but WeChat could know
  },
])('a message that $what says why, and staff send it again', async ({ effect, words, before }) => {
  const { cloud, hub, open } = shop();
  cloud.settings.change({ phone: { formIds: 'mock' } });
  await hub.fault({ match: { apiName: 'templateMessage.send' }, effect });
  const wang = await open('wang');
  await buy(wang, TEA, '取消');
  await oneOrderIsPaid(hub, wang);
  await hub.advance('2m');
  expect(await titles(hub, wang)).toEqual(before);
  const keeper = await open('keeper');
  await goToDesk(keeper);
  await keeper.touch(keeper.page.getByRole('tab', { name: '未送达' }));
  for (const word of words) await keeper.sees(word);
  await keeper.press('重发');
  await keeper.sees('没有未送达的消息');
  expect(await titles(hub, wang)).toEqual([...before, PAID]);
});

test('the desk is for staff: others read so in words', async () => {
  const { open } = shop();
  const li = await open('li');
  await li.goTo('我的');
  await li.sees('消息提醒');
  expect(await li.on('.staff').count()).toBe(0);
  await li.page.evaluate("wx.navigateTo({ url: '/pages/staff/index' })");
  await li.isOn('pages/staff/index');
  await li.sees('你没有权限进行此操作');
  expect(await li.on('.ship').count()).toBe(0);
});

test('staff see what WeChat no longer takes, and switch it off and on', async () => {
  const { hub, open } = shop();
  await hub.fault({
    match: { apiName: 'templateMessage.send' },
    effect: { errCode: 45103 },
    times: 9,
  });
  const wang = await open('wang');
  await buy(wang);
  await oneOrderIsPaid(hub, wang);
  await hub.advance('2m');
  expect(await titles(hub, wang)).toEqual([]);
  const keeper = await open('keeper', holds['touch, 320 px']);
  await goToDesk(keeper);
  await keeper.sees('有 2 项消息通道已停用');
  await keeper.touch(keeper.on('.stopped'));
  await keeper.sees('微信错误码 45103');
  await keeper.pressLabel('恢复模板消息（点击）');
  await keeper.page.getByLabel('停用模板消息（点击）', { exact: true }).waitFor();
  expect(await hub.find('channelStops')).toMatchObject([{ kind: 'payment' }]);
  await keeper.pressLabel('停用订阅消息（一次性）');
  await keeper.answer('停用');
  await keeper.page.getByLabel('恢复订阅消息（一次性）', { exact: true }).waitFor();
  expect(await hub.find('channelStops')).toHaveLength(2);
});
