/** @jest-environment jsdom */
import type { BackOfficeRequest, ChannelStop, MessageView } from '../../../cloudfunctions/contract';
import { refuse } from '../../testing/fake-wx';
import { startPhone, until } from '../../testing/phone';
import { goods, order, settings, template } from '../../testing/samples';

const message = (state: MessageView['state'], id: string): MessageView => ({
  id,
  scene: 'orderShipped',
  user: 'oAB…YZ',
  sn: 'HY1',
  state,
  reason: 'message-bad',
  explanation: { en: 'why', zh: '微信拒绝了内容' },
  errCode: 47003,
  detail: 'thing1',
  attempts: 1,
  nextAttemptAt: 0,
  createdAt: Date.UTC(2026, 2, 4, 2),
  sentAt: 0,
});

const stop = (scene: string, errCode: number): ChannelStop => ({
  kind: 'subscription',
  scene,
  errCode,
  reason: 'channel-stopped',
  at: Date.UTC(2026, 2, 4, 2),
  explanation: { en: 'why', zh: '微信已停止本账号发送此类消息。' },
});
let stops: ChannelStop[] = [];
beforeEach(() => {
  stops = [];
});

/** The back office of a shop with one order and a message in each state that needs a look. */
function answer(request: BackOfficeRequest) {
  switch (request.action) {
    case 'status':
      return {
        backlogAgeMs: 0,
        states: { sent: 7, waiting: 1, failed: 1, unknown: 1 },
        reasons: {},
      };
    case 'orders':
      return { orders: [order('paid')] };
    case 'messages':
      return { messages: request.state ? [message(request.state, `m:${request.state}`)] : [] };
    case 'channels':
      return { stops };
    case 'switchOn':
    case 'switchOff':
      return { stops: [] };
    default:
      return { message: { state: 'sent' as const, reason: 'sent' } };
  }
}

const openDesk = () => {
  const phone = startPhone();
  phone.answers.backOffice = answer;
  phone.answers.listGoods = () => ({ goods });
  phone.answers.messageSettings = () => settings;
  phone.answers.collectCredits = ({ taps }) => ({
    stored: taps.length,
    duplicates: 0,
    rejected: 0,
  });
  phone.answers.shipOrder = () => ({ message: { state: 'sent', reason: 'sent' } });
  return { phone, page: phone.open('pages/staff/index') };
};

test('numbers on top; what did not arrive is an alarm', async () => {
  const { page } = openDesk();
  await until(() =>
    expect(page.one('.numbers').dom.textContent).toBe('1待发货7已送达1等待中2未送达'),
  );
  expect(page.one('.number-alarm').dom.textContent).toBe('2未送达');
});

test('an order is shipped, once its tracking number is right', async () => {
  const { phone, page } = openDesk();
  await until(() => page.one('.order'));
  page.tap('.ship');
  await until(() => page.one('.parcel', '.submit'));
  page.tap('.parcel', '.submit');
  await until(() => expect(page.one('.parcel').dom.textContent).toContain('请填写快递单号'));
  page.one('.parcel', '.field').dispatchEvent('input', { detail: { value: '顺丰1号' } });
  page.tap('.parcel', '.submit');
  await until(() => expect(page.one('.parcel').dom.textContent).toContain('4 到 32 位'));
  expect(phone.calls.some(({ name }) => name === 'shipOrder')).toBe(false);
  page.all('.parcel', '.carrier')[1]?.dispatchEvent('tap');
  page.one('.parcel', '.field').dispatchEvent('input', { detail: { value: ' ZT123456 ' } });
  page.tap('.parcel', '.submit');
  const parcel = { sn: 'HY1', carrier: '中通快递', trackingNo: 'ZT123456' };
  await until(() => expect(phone.calls).toContainEqual({ name: 'shipOrder', with: parcel }));
  await until(() => expect(page.all('.parcel')).toEqual([]));
});

test('a parcel that is refused keeps its form open', async () => {
  const { phone, page } = openDesk();
  phone.answers.shipOrder = () => refuse('CONFLICT');
  await until(() => page.one('.order'));
  page.tap('.ship');
  await until(() => page.one('.parcel', '.field'));
  page.one('.parcel', '.field').dispatchEvent('input', { detail: { value: 'SF1234' } });
  page.tap('.parcel', '.submit');
  const toast = { name: 'showToast', with: { title: '状态已变化，请刷新后查看', icon: 'none' } };
  await until(() => expect(phone.acts).toContainEqual(toast));
  expect(page.all('.parcel')).toHaveLength(1);
});

test('failed and unknown messages are shown with their reason, and sent again', async () => {
  const { phone, page } = openDesk();
  await until(() => page.one('.order'));
  page.all('.choice')[1]?.dispatchEvent('tap');
  await until(() => expect(page.all('.message')).toHaveLength(2));
  for (const words of [
    '订单发货提醒',
    '未送达',
    '不确定',
    '微信拒绝了内容',
    '错误码 47003',
    'thing1',
  ]) {
    expect(page.text()).toContain(words);
  }
  page.tap('.message', '.resend');
  const redrive = { name: 'backOffice', with: { action: 'redrive', id: 'm:failed' } };
  await until(() => expect(phone.calls).toContainEqual(redrive));
});

test('waiting messages are cancelled', async () => {
  const { phone, page } = openDesk();
  await until(() => page.one('.order'));
  page.all('.choice')[2]?.dispatchEvent('tap');
  await until(() => expect(page.all('.message')).toHaveLength(1));
  page.tap('.message', '.cancel');
  const cancel = { name: 'backOffice', with: { action: 'cancel', id: 'm:waiting' } };
  await until(() => expect(phone.calls).toContainEqual(cancel));
});

test('the keeper allows notices of orders that nobody ships; others are not asked here', async () => {
  const { phone, page } = openDesk();
  await until(() => page.one('.order'));
  expect(page.all('.remind')).toEqual([]);
  const overdue = template('shipOverdue', 'sub-ship-overdue', '订单待发货提醒', 2);
  phone.answers.messageSettings = () => ({ ...settings, templates: [overdue] });
  phone.consent['sub-ship-overdue'] = 'accept';
  await page.run('load');
  await until(() => expect(page.one('.remind').dom.textContent).toContain('还可收到 2 条'));
  page.tap('.remind', '.allow');
  const asked = { name: 'requestSubscribeMessage', with: { tmplIds: ['sub-ship-overdue'] } };
  await until(() => expect(phone.acts).toContainEqual(asked));
  await until(() => expect(page.one('.remind', '.note').dom.textContent).toBe('已允许'));
});

test('what is switched off is seen at once, with the reason, and switched on again', async () => {
  stops = [stop('*', 43107), stop('orderShipped', 0)];
  const { phone, page } = openDesk();
  await until(() => expect(page.one('.stopped').dom.textContent).toContain('有 2 项'));
  page.tap('.stopped');
  await until(() => expect(page.all('.channel')).toHaveLength(5));
  const texts = page.all('.channel').map((one) => one.dom.textContent);
  expect(texts[0]).toBe(
    '订阅消息（一次性）恢复微信已停止本账号发送此类消息。03-04 10:00 停用 · 微信错误码 43107',
  );
  expect(texts[1]).toBe('订阅消息（长期）停用正常发送');
  expect(texts[4]).toContain('订阅消息（一次性）：订单发货提醒');
  expect(texts[4]).not.toContain('错误码');
  expect(page.all('.stopped')).toEqual([]);
  stops = [];
  page.all('.switch', '.area')[4]?.dispatchEvent('tap');
  const on = { action: 'switchOn', kind: 'subscription', scene: 'orderShipped' };
  await until(() => expect(phone.calls).toContainEqual({ name: 'backOffice', with: on }));
  await until(() => expect(page.all('.channel')).toHaveLength(4));
});

test('a way to send is switched off only if the keeper agrees', async () => {
  const { phone, page } = openDesk();
  await until(() => page.one('.order'));
  page.all('.choice')[3]?.dispatchEvent('tap');
  await until(() => expect(page.all('.channel')).toHaveLength(4));
  phone.will.agree = false;
  page.all('.switch', '.area')[2]?.dispatchEvent('tap');
  await until(() => expect(phone.acts.some(({ name }) => name === 'showModal')).toBe(true));
  const off = { name: 'backOffice', with: { action: 'switchOff', kind: 'form', scene: '*' } };
  expect(phone.calls).not.toContainEqual(off);
  phone.will.agree = true;
  page.all('.switch', '.area')[2]?.dispatchEvent('tap');
  await until(() => expect(phone.calls).toContainEqual(off));
});

test('who is not staff is told so', async () => {
  const { phone } = openDesk();
  phone.answers.backOffice = () => refuse('FORBIDDEN');
  const page = phone.open('pages/staff/index');
  await until(() => expect(page.one('.problem').dom.textContent).toContain('没有权限'));
});
