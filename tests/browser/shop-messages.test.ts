import { buy, goToDesk } from './shop-acts';
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
import { withShop } from './shop-phone';

const shop = withShop();

jest.setTimeout(180_000); // two cores may draw two browsers at a time

test.each(['mock', 'deprecated'] as const)(
  'no credit comes from a tap (%s): the payment carries the notice',
  async (formIds) => {
    const { cloud, hub, open } = shop();
    cloud.settings.change({ phone: { formIds } });
    const wang = await open('wang');
    await wang.press('加购');
    await buy(wang);
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
  await hub.fault({ match: { apiName: 'templateMessage.send' }, effect: { errCode: 41028 } });
  await buy(wang);
  await hub.advance('2m');
  expect(await titles(hub, wang)).toEqual([PAID]);
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
    await wang.page.getByText('未开启，可在设置中允许').waitFor();
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

  test('lets a message go that has waited for it', async () => {
    const { cloud, hub, open, openidOf } = shop();
    cloud.settings.change({ phone: { formIds: 'deprecated' } }); // three sends, and no other
    await hub.toMorning();
    const wang = await open('wang');
    const keeper = openidOf('keeper');
    await buy(wang);
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
    words: ['未送达', '微信拒绝了内容或跳转页面'],
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
  await buy(wang);
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
