/** @jest-environment jsdom */
import type { BackOfficeRequest, MessageView } from '../../../cloudfunctions/contract';
import { refuse } from '../../testing/fake-wx';
import { startPhone, until } from '../../testing/phone';
import { goods, order } from '../../testing/samples';

const message = (state: MessageView['state'], id: string): MessageView => ({
  id,
  scene: 'orderShipped',
  user: 'oAB…YZ',
  sn: 'HY1',
  state,
  reason: 'message-bad',
  explanation: { en: 'why', zh: '微信拒绝了内容' },
  errCode: 47001,
  attempts: 1,
  nextAttemptAt: 0,
  createdAt: Date.UTC(2026, 2, 4, 2),
  sentAt: 0,
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
    default:
      return { message: { state: 'sent' as const, reason: 'sent' } };
  }
}

const openDesk = () => {
  const phone = startPhone();
  phone.answers.backOffice = answer;
  phone.answers.listGoods = () => ({ goods });
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
  for (const words of ['订单发货提醒', '未送达', '不确定', '微信拒绝了内容']) {
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

test('who is not staff is told so', async () => {
  const { phone } = openDesk();
  phone.answers.backOffice = () => refuse('FORBIDDEN');
  const page = phone.open('pages/staff/index');
  await until(() => expect(page.one('.problem').dom.textContent).toContain('没有权限'));
});
