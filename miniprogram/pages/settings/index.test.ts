/** @jest-environment jsdom */
import { startPhone, until } from '../../testing/phone';
import { offline, settings, template } from '../../testing/samples';

const openSettings = (isStaff = false) => {
  const phone = startPhone();
  phone.answers.messageSettings = () => settings;
  phone.answers.login = () => ({ isStaff, isNew: false });
  phone.answers.collectCredits = () => ({ stored: 1, duplicates: 0, rejected: 0 });
  return { phone, page: phone.open('pages/settings/index') };
};

test('what can still be sent is counted, with the end of what ends', async () => {
  const { page } = openSettings();
  await until(() => expect(page.one('.number').dom.textContent).toBe('6'));
  expect(page.all('.kind').map((kind) => kind.dom.textContent)).toEqual([
    '2点击获得03-11 10:00 起到期',
    '3付款获得03-11 10:00 起到期',
    '1允许获得',
  ]);
  expect(page.text()).toContain('还可收到 1 条');
  expect(page.all('.waiting')).toEqual([]);
});

test('where taps and payments bring nothing, nothing is said about them', async () => {
  const { phone } = openSettings();
  phone.answers.messageSettings = () => ({
    ...settings,
    credits: settings.credits.map((one) => ({ ...one, count: 0, until: 0 })),
  });
  const page = phone.open('pages/settings/index');
  await until(() =>
    expect(page.all('.kind').map((kind) => kind.dom.textContent)).toEqual(['0允许获得']),
  );
  expect(page.text()).not.toMatch(/点击|付款获得/);
});

test('a long-term template is allowed once, and does not count as sends', async () => {
  const { phone } = openSettings();
  const long = { ...template('courseReminder', 'long', '开课提醒', 1), longTerm: true };
  phone.answers.messageSettings = () => ({
    credits: [{ kind: 'longTerm', count: 1, until: 0 }],
    templates: [long, { ...long, templateId: 'other', title: '挂号通知', open: 0 }],
    waiting: [],
  });
  const page = phone.open('pages/settings/index');
  await until(() => expect(page.all('.remind')).toHaveLength(2));
  expect(page.all('.remind').map((one) => one.dom.textContent)).toEqual([
    '开课提醒长期有效已允许',
    '挂号通知允许一次，长期有效允许',
  ]);
  expect(page.one('.number').dom.textContent).toBe('0');
});

test('a template is allowed: the sheet opens in the tap, the answer counts at once', async () => {
  const { phone, page } = openSettings();
  phone.consent['sub-receipt-reminder'] = 'accept';
  await until(() => expect(page.all('.remind', '.allow')).toHaveLength(4));
  page.all('.remind', '.allow')[1]?.dispatchEvent('tap');
  const answers = { 'sub-receipt-reminder': 'accept' };
  const consent = { id: expect.any(String), answers, at: expect.any(Number) };
  await until(() =>
    expect(phone.calls).toContainEqual({
      name: 'collectCredits',
      with: { taps: [], consents: [consent] },
    }),
  );
  expect(phone.acts).toContainEqual({
    name: 'requestSubscribeMessage',
    with: { tmplIds: ['sub-receipt-reminder'] },
  });
});

const waits = (reason: string, templateId = 'sub-order-shipped') => ({
  ...settings,
  waiting: [{ title: '订单发货提醒', since: Date.UTC(2026, 2, 4, 2), reason, templateId }],
});

test('what waits for a credit is named, and allowed there: then it is gone', async () => {
  const { phone } = openSettings();
  phone.answers.messageSettings = () => waits('no-credit');
  phone.consent['sub-order-shipped'] = 'accept';
  const page = phone.open('pages/settings/index');
  await until(() =>
    expect(page.one('.waiting').dom.textContent).toContain('03-04 10:00 · 允许后马上发给你'),
  );
  phone.answers.messageSettings = () => settings;
  page.tap('.release', '.allow');
  await until(() => expect(page.all('.waiting')).toEqual([]));
  const tmplIds = ['sub-order-shipped'];
  expect(phone.acts).toContainEqual({ name: 'requestSubscribeMessage', with: { tmplIds } });
});

test.each([
  ['no-credit', '', '有了发送额度就发给你', false, false],
  ['user-rejected', 'sub-order-shipped', '你在微信里拒收了这类消息', true, true],
  ['channel-off', 'sub-order-shipped', '这类消息暂停发送', false, false],
])('a message that waits for %s (%s)', async (reason, templateId, words, asks, leads) => {
  const { phone } = openSettings();
  phone.answers.messageSettings = () => waits(reason, templateId);
  const page = phone.open('pages/settings/index');
  await until(() => expect(page.one('.waiting').dom.textContent).toContain(words));
  expect(page.all('.release')).toHaveLength(asks ? 1 : 0);
  expect(page.all('.link')).toHaveLength(leads ? 1 : 0);
});

test('a “no” that is kept is changed on the settings page only', async () => {
  const { phone } = openSettings();
  phone.answers.messageSettings = () => waits('user-rejected');
  phone.will.kept['sub-order-shipped'] = 'reject';
  const page = phone.open('pages/settings/index');
  await until(() => expect(page.all('.waiting')).toHaveLength(1));
  expect(page.all('.release')).toEqual([]);
  expect(page.text()).toContain('你选择了不再接收');
  phone.will.kept = {};
  page.tap('.link');
  const act = { name: 'openSetting', with: { withSubscriptions: true } };
  await until(() => expect(phone.acts).toContainEqual(act));
  await until(() => expect(page.all('.release')).toHaveLength(1));
});

test('messages that WeChat has switched off can be switched on', async () => {
  const { phone } = openSettings();
  phone.will.mainSwitch = false;
  const page = phone.open('pages/settings/index');
  await until(() => page.one('.open'));
  phone.will.mainSwitch = true;
  page.tap('.open');
  await until(() => expect(page.all('.open')).toEqual([]));
  expect(phone.acts).toContainEqual({ name: 'openSetting', with: { withSubscriptions: true } });
});

test('only staff see the way to the desk', async () => {
  const { page } = openSettings();
  await until(() => page.one('.number'));
  expect(page.all('.staff')).toEqual([]);
  const { phone, page: theirs } = openSettings(true);
  await until(() => theirs.one('.staff'));
  theirs.tap('.staff');
  const desk = { name: 'navigateTo', with: { url: '/pages/staff/index' } };
  await until(() => expect(phone.acts).toContainEqual(desk));
});

test('without the cloud it can be tried again', async () => {
  const { phone } = openSettings();
  phone.answers.messageSettings = offline;
  const page = phone.open('pages/settings/index');
  await until(() => page.one('.problem'));
  phone.answers.messageSettings = () => settings;
  page.tap('.problem', '.act');
  await until(() => page.one('.number'));
});
