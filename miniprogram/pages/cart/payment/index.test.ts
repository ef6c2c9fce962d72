/** @jest-environment jsdom */
import { refuse } from '../../../testing/fake-wx';
import { builtIns } from '../../../testing/built-ins';
import { startPhone, until } from '../../../testing/phone';
import { goods, offline, settings } from '../../../testing/samples';

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
  phone.answers.messageSettings = () => settings;
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

const JUNK = 'requestFormId:fail deprecated';
const { mintFormId } = builtIns;
afterEach(() => {
  builtIns.mintFormId = mintFormId;
});

test('where taps bring no formId, consent is asked right after the payment, before the result', async () => {
  builtIns.mintFormId = () => JUNK;
  const { phone, page } = openPayment();
  phone.consent['sub-order-shipped'] = 'accept';
  await until(() => expect(page.text()).toContain('付款后请允许提醒'));
  let closeSheet = () => {};
  phone.sheet.closed = new Promise((resolve) => {
    closeSheet = resolve;
  });
  page.tap('.pay');
  await until(() => expect(phone.acts.at(-1)?.name).toBe('requestPayment'));
  await until(() => expect(phone.calls.at(-1)?.name).toBe('messageSettings'));
  closeSheet();
  await until(() => expect(phone.acts.at(-1)?.name).toBe('redirectTo'));
  const tmplIds = settings.templates.map(({ templateId }) => templateId);
  expect(phone.acts.slice(-3)).toEqual([
    { name: 'requestPayment', with: { package: 'prepay_id=wx1', timeStamp: '1' } },
    { name: 'requestSubscribeMessage', with: { tmplIds } },
    { name: 'redirectTo', with: { url: result(1) } },
  ]);
  expect(phone.calls.find(({ name }) => name === 'collectCredits')).toMatchObject({
    with: { consents: [{ answers: { 'sub-order-shipped': 'accept' } }] },
  });
});

test('where taps bring formIds, nobody is asked, and the notices are promised', async () => {
  const { phone, page } = openPayment({ goodsId: 'tea' });
  await until(() => page.one('.pay'));
  let closeSheet = () => {};
  phone.sheet.closed = new Promise((resolve) => {
    closeSheet = resolve;
  });
  page.tap('.pay');
  await until(() => expect(phone.storage.get('credits')).toMatchObject({ taps: [{}] }));
  await until(() => expect(phone.calls.at(-1)?.name).toBe('messageSettings'));
  closeSheet();
  await until(() => expect(phone.acts.at(-1)?.name).toBe('redirectTo'));
  expect(phone.acts.map(({ name }) => name)).not.toContain('requestSubscribeMessage');
  await page.run('load');
  await until(() => expect(page.text()).toContain('我们会通过服务通知告诉你'));
});

test('a payment is no worse for templates that cannot be loaded', async () => {
  builtIns.mintFormId = () => JUNK;
  const { phone, page } = openPayment();
  phone.answers.messageSettings = () => refuse('INTERNAL');
  await until(() => page.one('.pay'));
  page.tap('.pay');
  const shown = { name: 'redirectTo', with: { url: result(1) } };
  await until(() => expect(phone.acts).toContainEqual(shown));
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
