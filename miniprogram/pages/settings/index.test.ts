/** @jest-environment jsdom */
import { startPhone, until } from '../../testing/phone';
import { offline, settings } from '../../testing/samples';

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

test('a template is allowed: the sheet opens in the tap, the answer counts at once', async () => {
  const { phone, page } = openSettings();
  phone.consent['sub-receipt-reminder'] = 'accept';
  await until(() => expect(page.all('.allow')).toHaveLength(4));
  page.all('.allow')[1]?.dispatchEvent('tap');
  const answers = { 'sub-receipt-reminder': 'accept' };
  await until(() =>
    expect(phone.calls).toContainEqual({
      name: 'collectCredits',
      with: { taps: [], consents: [{ id: expect.any(String), answers }] },
    }),
  );
  expect(phone.acts).toContainEqual({
    name: 'requestSubscribeMessage',
    with: { tmplIds: ['sub-receipt-reminder'] },
  });
});

test('what waits for a credit is named', async () => {
  const { phone } = openSettings();
  const since = Date.UTC(2026, 2, 4, 2);
  phone.answers.messageSettings = () => ({
    ...settings,
    waiting: [{ title: '订单发货提醒', since }],
  });
  const page = phone.open('pages/settings/index');
  await until(() => expect(page.one('.waiting').dom.textContent).toContain('03-04 10:00'));
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
