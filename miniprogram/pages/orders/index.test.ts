/** @jest-environment jsdom */
import { refuse } from '../../testing/fake-wx';
import { startPhone, until } from '../../testing/phone';
import { goods, offline, order, settings, shipped } from '../../testing/samples';

const openOrders = () => {
  const phone = startPhone();
  phone.answers.listOrders = () => ({ orders: [order('unpaid'), { ...shipped, sn: 'HY2' }] });
  phone.answers.listGoods = () => ({ goods });
  phone.answers.collectCredits = ({ taps }) => ({
    stored: taps.length,
    duplicates: 0,
    rejected: 0,
  });
  phone.answers.payOrder = () => ({ payment: { package: 'prepay_id=wx1' } });
  phone.answers.sendTemplatePaySuccess = () => ({ message: { state: 'sent', reason: 'sent' } });
  phone.answers.confirmReceipt = () => ({ state: 'received' });
  phone.answers.messageSettings = () => settings;
  return { phone, page: phone.open('pages/orders/index') };
};

test('orders are shown with their state, goods and total', async () => {
  const { page } = openOrders();
  await until(() => expect(page.all('.order')).toHaveLength(2));
  for (const words of ['待付款', '已发货', '武夷山红茶', '×2', '￥136.00']) {
    expect(page.text()).toContain(words);
  }
});

test('a tap on an order opens it', async () => {
  const { phone, page } = openOrders();
  await until(() => page.one('.order'));
  page.tap('.order', '.open');
  const detail = { name: 'navigateTo', with: { url: '/pages/orders/detail?sn=HY1' } };
  await until(() => expect(phone.acts).toContainEqual(detail));
});

test('an unpaid order is paid from here: the same order, and then its result', async () => {
  const { phone, page } = openOrders();
  await until(() => page.one('.order'));
  page.tap('.order', '.pay');
  await until(() => expect(phone.acts.some(({ name }) => name === 'navigateTo')).toBe(true));
  expect(phone.calls).toContainEqual({ name: 'payOrder', with: { sn: 'HY1' } });
  expect(phone.calls.some(({ name }) => name === 'createOrder')).toBe(false);
});

test('a receipt is confirmed only if the user agrees', async () => {
  const { phone, page } = openOrders();
  phone.will.agree = false;
  await until(() => page.one('.order', '.receive'));
  page.tap('.order', '.receive');
  const asked = () => phone.acts.filter(({ name }) => name === 'showModal').length;
  await until(() => expect(asked()).toBe(1));
  expect(phone.calls.some(({ name }) => name === 'confirmReceipt')).toBe(false);
  phone.will.agree = true;
  await until(() => {
    page.tap('.order', '.receive');
    expect(phone.calls).toContainEqual({ name: 'confirmReceipt', with: { sn: 'HY2' } });
  });
});

test('a refusal is told, and the list is fresh after it', async () => {
  const { phone, page } = openOrders();
  await until(() => page.one('.order'));
  phone.answers.payOrder = () => refuse('CONFLICT');
  phone.answers.listOrders = () => ({ orders: [order('paid')] });
  page.tap('.order', '.pay');
  await until(() => expect(page.text()).toContain('待发货'));
  expect(phone.acts).toContainEqual({
    name: 'showToast',
    with: { title: '状态已变化，请刷新后查看', icon: 'none' },
  });
});

test('no orders lead to the shop; without the cloud it can be tried again', async () => {
  const { phone } = openOrders();
  phone.answers.listOrders = offline;
  const page = phone.open('pages/orders/index');
  await until(() => page.one('.problem'));
  phone.answers.listOrders = () => ({ orders: [] });
  page.tap('.problem', '.act');
  await until(() => page.one('.empty'));
  page.tap('.empty', '.act');
  await until(() => expect(phone.acts.at(-1)?.name).toBe('switchTab'));
});
