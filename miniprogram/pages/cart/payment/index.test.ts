/** @jest-environment jsdom */
import { refuse } from '../../../testing/fake-wx';
import { startPhone, until } from '../../../testing/phone';
import { goods, offline } from '../../../testing/samples';

const openPayment = (query: Record<string, string> = {}) => {
  const phone = startPhone();
  phone.storage.set('cart', [{ goodsId: 'tea', quantity: 2 }]);
  phone.answers.listGoods = () => ({ goods });
  phone.answers.collectCredits = ({ taps }) => ({
    stored: taps.length,
    duplicates: 0,
    rejected: 0,
  });
  phone.answers.createOrder = () => ({
    sn: 'HY1',
    totalFee: 13600,
    payment: { package: 'prepay_id=wx1', timeStamp: '1' },
  });
  phone.answers.sendTemplatePaySuccess = () => ({ message: { state: 'sent', reason: 'sent' } });
  return { phone, page: phone.open('pages/cart/payment/index', query) };
};

const result = (status: number) =>
  `/pages/cart/results/index?status=${status}&type=pay&orderInfo=${encodeURIComponent('{"sn":"HY1","totalFee":13600}')}`;

test('the cart is ordered, paid, reported with the formId of the tap, and shown as paid', async () => {
  const { phone, page } = openPayment();
  await until(() => expect(page.text()).toContain('￥136.00'));
  let closeSheet = () => {};
  phone.sheet.closed = new Promise((resolve) => {
    closeSheet = resolve;
  });
  page.tap('.pay');
  await until(() => expect(phone.storage.get('credits')).toMatchObject({ taps: [{}] }));
  const { taps } = phone.storage.get('credits') as { taps: { formId: string }[] };
  closeSheet();
  await until(() =>
    expect(phone.acts).toContainEqual({ name: 'redirectTo', with: { url: result(1) } }),
  );
  expect(phone.acts).toContainEqual({
    name: 'requestPayment',
    with: { package: 'prepay_id=wx1', timeStamp: '1' },
  });
  expect(phone.calls).toContainEqual({
    name: 'sendTemplatePaySuccess',
    with: { sn: 'HY1', formId: taps[0]?.formId },
  });
  expect(phone.storage.get('cart')).toEqual([]);
});

test('a cancelled payment keeps the order and shows it as open', async () => {
  const { phone, page } = openPayment({ goodsId: 'tea' });
  await until(() => expect(page.text()).toContain('￥68.00'));
  phone.failures['requestPayment'] = { errMsg: 'requestPayment:fail cancel' };
  page.tap('.pay');
  await until(() =>
    expect(phone.acts).toContainEqual({ name: 'redirectTo', with: { url: result(0) } }),
  );
  expect(phone.calls.some(({ name }) => name === 'sendTemplatePaySuccess')).toBe(false);
  expect(phone.storage.get('cart')).toHaveLength(1); // it was not bought from the cart
});

test('a second tap while the first is working does nothing', async () => {
  const { phone, page } = openPayment();
  await until(() => page.one('.pay'));
  page.tap('.pay');
  page.tap('.pay');
  await until(() => expect(phone.acts.at(-1)?.name).toBe('redirectTo'));
  expect(phone.calls.filter(({ name }) => name === 'createOrder')).toHaveLength(1);
});

test('a refused order says why in words, keeps the cart, and can be tried again', async () => {
  const { phone, page } = openPayment();
  await until(() => page.one('.pay'));
  phone.answers.createOrder = () => refuse('PAYMENT_FAILED');
  page.tap('.pay');
  const toast = {
    name: 'showToast',
    with: { title: '微信支付暂时不可用，请稍后再试', icon: 'none' },
  };
  await until(() => expect(phone.acts).toContainEqual(toast));
  await until(() => expect(page.one('.pay').dom.textContent).toBe('提交订单'));
  expect(phone.storage.get('cart')).toHaveLength(1);
});

test('without the cloud it says so, and loads when asked again', async () => {
  const { phone } = openPayment();
  phone.answers.listGoods = offline;
  const page = phone.open('pages/cart/payment/index');
  await until(() => page.one('.problem'));
  phone.answers.listGoods = () => ({ goods });
  page.tap('.problem', '.act');
  await until(() => expect(page.text()).toContain('￥136.00'));
});
