/** @jest-environment jsdom */
import type { OrderView } from '../../../cloudfunctions/contract';
import { refuse } from '../../testing/fake-wx';
import { startPhone, until } from '../../testing/phone';
import { goods, offline, order, settings, shipped } from '../../testing/samples';

const openDetail = (one: OrderView) => {
  const phone = startPhone();
  phone.answers.listOrders = () => ({ orders: [one] });
  phone.answers.listGoods = () => ({ goods });
  phone.answers.collectCredits = ({ taps }) => ({
    stored: taps.length,
    duplicates: 0,
    rejected: 0,
  });
  phone.answers.payOrder = () => ({ payment: { package: 'prepay_id=wx1' } });
  phone.answers.sendTemplatePaySuccess = () => ({ message: { state: 'sent', reason: 'sent' } });
  phone.answers.cancelOrder = () => ({ state: 'cancelled' });
  phone.answers.confirmReceipt = () => ({ state: 'received' });
  phone.answers.messageSettings = () => settings;
  return { phone, page: phone.open('pages/orders/detail', { sn: 'HY1' }) };
};

test('a shipped order shows its way, its parcel, and copies the tracking number', async () => {
  const { phone, page } = openDetail(shipped);
  await until(() => expect(page.all('.step-done')).toHaveLength(3));
  expect(page.all('.step')).toHaveLength(4);
  expect(page.text()).toContain('顺丰速运');
  page.tap('.copy');
  const copied = { name: 'setClipboardData', with: { data: 'SF1234567890' } };
  await until(() => expect(phone.acts).toContainEqual(copied));
});

test('it is received', async () => {
  const { phone, page } = openDetail(shipped);
  await until(() => page.one('.receive'));
  page.tap('.receive');
  const call = { name: 'confirmReceipt', with: { sn: 'HY1' } };
  await until(() => expect(phone.calls).toContainEqual(call));
});

test.each([
  [
    order('paid'),
    '发货时提醒我还可收到 1 条',
    ['order-shipped', 'receipt-reminder', 'refund-success'],
  ],
  [shipped, '提醒我确认收货未允许', ['receipt-reminder', 'refund-success']],
])('an order that is $state asks for what is still to come', async (one, words, asked) => {
  const { phone, page } = openDetail(one);
  await until(() => expect(page.one('.remind').dom.textContent).toContain(words));
  phone.consent['sub-receipt-reminder'] = 'accept';
  page.tap('.remind', '.allow');
  await until(() => expect(page.one('.remind', '.note').dom.textContent).toBe('已允许'));
  const tmplIds = asked.map((id) => `sub-${id}`);
  expect(phone.acts[0]).toEqual({ name: 'requestSubscribeMessage', with: { tmplIds } });
  const names = () => phone.calls.map(({ name }) => name);
  await until(() => expect(names().lastIndexOf('messageSettings')).toBeGreaterThan(2));
  const reported = names().indexOf('collectCredits');
  expect(names().lastIndexOf('messageSettings')).toBeGreaterThan(reported); // what was allowed counts
  expect(reported).toBeGreaterThan(0);
});

test.each(['unpaid', 'received', 'cancelled', 'refunded'] as const)(
  'an order that is %s has nothing to remind of',
  async (state) => {
    const { page } = openDetail(order(state));
    await until(() => expect(page.all('.step').length).toBeGreaterThan(0));
    expect(page.all('.remind')).toEqual([]);
  },
);

test('an order is shown without what can be allowed too', async () => {
  const { phone } = openDetail(shipped);
  phone.answers.messageSettings = () => refuse('INTERNAL');
  const page = phone.open('pages/orders/detail', { sn: 'HY1' });
  await until(() => expect(page.text()).toContain('已发货'));
  expect(page.all('.remind')).toEqual([]);
});

test('an unpaid order is paid, and its result is shown', async () => {
  const { phone, page } = openDetail(order('unpaid'));
  await until(() => page.one('.pay'));
  page.tap('.pay');
  await until(() => expect(phone.acts.some(({ name }) => name === 'navigateTo')).toBe(true));
  expect(phone.calls).toContainEqual({ name: 'payOrder', with: { sn: 'HY1' } });
});

test('a payment that is cancelled leaves the order open', async () => {
  const { phone, page } = openDetail(order('unpaid'));
  phone.failures['requestPayment'] = { errMsg: 'requestPayment:fail cancel' };
  await until(() => page.one('.pay'));
  page.tap('.pay');
  await until(() => expect(phone.acts.some(({ name }) => name === 'requestPayment')).toBe(true));
  expect(phone.acts.some(({ name }) => name === 'navigateTo')).toBe(false);
  expect(page.text()).toContain('待付款');
});

test('an unpaid order is cancelled if the user agrees', async () => {
  const { phone, page } = openDetail(order('unpaid'));
  await until(() => page.one('.cancel'));
  phone.answers.listOrders = () => ({ orders: [order('cancelled')] });
  page.tap('.cancel');
  await until(() => expect(page.text()).toContain('已取消'));
  expect(phone.calls).toContainEqual({ name: 'cancelOrder', with: { sn: 'HY1' } });
  expect(page.all('.pay')).toEqual([]);
});

test('somebody else’s order is not there; without the cloud it can be tried again', async () => {
  const { phone } = openDetail(shipped);
  const foreign = phone.open('pages/orders/detail', { sn: 'HY9' });
  await until(() => foreign.one('.missing'));
  phone.answers.listOrders = offline;
  const page = phone.open('pages/orders/detail', { sn: 'HY1' });
  await until(() => page.one('.problem'));
  phone.answers.listOrders = () => ({ orders: [shipped] });
  page.tap('.problem', '.act');
  await until(() => expect(page.text()).toContain('已发货'));
});
