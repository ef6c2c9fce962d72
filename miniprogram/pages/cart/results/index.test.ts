/** @jest-environment jsdom */
import { refuse } from '../../../testing/fake-wx';
import { startPhone, until } from '../../../testing/phone';
import { settings } from '../../../testing/samples';

const orderInfo = encodeURIComponent('{"sn":"HY1","totalFee":13600}');

const openResult = (query: Record<string, string>) => {
  const phone = startPhone();
  phone.answers.messageSettings = () => settings;
  phone.answers.collectCredits = () => ({ stored: 1, duplicates: 0, rejected: 0 });
  phone.answers.payOrder = () => ({ payment: { package: 'prepay_id=wx1' } });
  phone.answers.sendTemplatePaySuccess = () => ({ message: { state: 'sent', reason: 'sent' } });
  return { phone, page: phone.open('pages/cart/results/index', query) };
};
const openPaid = () => openResult({ status: '1', type: 'pay', orderInfo });
const openUnpaid = () => openResult({ status: '0', type: 'pay', orderInfo });

test('a paid order is shown with its amount and leads on', async () => {
  const { phone, page } = openPaid();
  expect(page.text()).toContain('支付成功');
  expect(page.text()).toContain('￥136.00');
  page.tap('.order');
  const detail = { name: 'redirectTo', with: { url: '/pages/orders/detail?sn=HY1' } };
  await until(() => expect(phone.acts).toContainEqual(detail));
  page.tap('.second');
  const shop = { name: 'switchTab', with: { url: '/pages/shop/index' } };
  await until(() => expect(phone.acts).toContainEqual(shop));
});

test('consent is asked first thing in the tap, for loaded templates, and reported', async () => {
  const { phone, page } = openPaid();
  phone.consent['sub-order-shipped'] = 'accept';
  phone.consent['sub-receipt-reminder'] = 'reject';
  await until(() => page.one('.remind'));
  const before = phone.calls.length;
  page.tap('.remind', '.allow');
  await until(() => expect(page.one('.remind', '.allow').dom.textContent).toBe('已允许'));
  const tmplIds = settings.templates.map(({ templateId }) => templateId);
  expect(phone.acts[0]).toEqual({ name: 'requestSubscribeMessage', with: { tmplIds } });
  const answers = { 'sub-order-shipped': 'accept', 'sub-receipt-reminder': 'reject' };
  expect(phone.calls.slice(before)).toMatchObject([
    { name: 'collectCredits', with: { consents: [{ answers }] } },
  ]);
});

test('a refusal can be thought over; a switched-off WeChat leads to its settings', async () => {
  const { phone, page } = openPaid();
  phone.consent['sub-order-shipped'] = 'reject';
  await until(() => page.one('.remind'));
  page.tap('.remind', '.allow');
  await until(() => expect(page.one('.remind', '.note').dom.textContent).toContain('没有允许'));
  expect(page.one('.remind', '.allow').dom.textContent).toBe('允许发货提醒');
  phone.failures['requestSubscribeMessage'] = { errMsg: 'fail', errCode: 20004 };
  page.tap('.remind', '.allow');
  await until(() => page.one('.remind', '.settings'));
  page.tap('.remind', '.settings');
  await until(() => expect(phone.acts.at(-1)?.name).toBe('openSetting'));
});

test('what was allowed right after the payment is reported first, and not asked for again', async () => {
  const phone = startPhone();
  const consents = [{ id: 'sheet-1', answers: { 'sub-order-shipped': 'accept' }, at: Date.now() }];
  phone.storage.set('credits', { taps: [], consents });
  const open = (scene: string) => (scene === 'paySuccess' ? 0 : 1); // that one is used already
  const templates = settings.templates.map((one) => ({ ...one, open: open(one.scene) }));
  phone.answers.messageSettings = () => ({ ...settings, templates });
  phone.answers.collectCredits = () => ({ stored: 1, duplicates: 0, rejected: 0 });
  const page = phone.open('pages/cart/results/index', { status: '1', orderInfo });
  await until(() => expect(page.one('.remind').dom.textContent).toContain('已允许'));
  expect(phone.calls).toEqual([
    { name: 'collectCredits', with: { taps: [], consents } },
    { name: 'messageSettings', with: {} },
  ]);
});

test('without template ids there is nothing to allow', async () => {
  const { phone } = openPaid();
  phone.answers.messageSettings = () => refuse('INTERNAL');
  const page = phone.open('pages/cart/results/index', { status: '1', orderInfo });
  await until(() => expect(phone.calls.at(-1)?.name).toBe('messageSettings'));
  expect(page.all('.remind')).toEqual([]);
});

test('an open order is paid again: the same order, then its result', async () => {
  const { phone, page } = openUnpaid();
  expect(page.text()).toContain('订单还没有支付');
  phone.failures['requestPayment'] = { errMsg: 'requestPayment:fail cancel' };
  page.tap('.again');
  await until(() => expect(phone.acts.some(({ name }) => name === 'requestPayment')).toBe(true));
  delete phone.failures['requestPayment'];
  await until(() => {
    page.tap('.again');
    expect(phone.acts).toContainEqual({
      name: 'redirectTo',
      with: { url: `/pages/cart/results/index?status=1&type=pay&orderInfo=${orderInfo}` },
    });
  });
  expect(phone.calls).toContainEqual({ name: 'payOrder', with: { sn: 'HY1' } });
  expect(phone.calls.some(({ name }) => name === 'createOrder')).toBe(false);
});

test('an order that can no longer be paid says so', async () => {
  const { phone, page } = openUnpaid();
  phone.answers.payOrder = () => refuse('CONFLICT');
  page.tap('.again');
  const toast = { name: 'showToast', with: { title: '状态已变化，请刷新后查看', icon: 'none' } };
  await until(() => expect(phone.acts).toContainEqual(toast));
});

test.each(['', '%7B', '%', 'null', encodeURIComponent('{"sn":1}')])(
  'any query opens the page: orderInfo=%s',
  (broken) => {
    const { page } = openResult({ status: '0', orderInfo: broken });
    expect(page.text()).toContain('订单还没有支付');
  },
);
