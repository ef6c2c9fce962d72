/** @jest-environment jsdom */
import { refuse } from '../../testing/fake-wx';
import { startPhone, until } from '../../testing/phone';

const templates = [
  { templateId: 'T1', title: '发货提醒', longTerm: false },
  { templateId: 'T2', title: '退款通知', longTerm: false },
];

const open = (properties: Record<string, unknown> = {}) => {
  const phone = startPhone();
  phone.answers.collectCredits = () => ({ stored: 1, duplicates: 0, rejected: 0 });
  const screen = phone.render('components/consent-button/consent-button', {
    title: '发货时提醒我',
    templates,
    ...properties,
  });
  const asked = () => phone.acts.filter(({ name }) => name === 'requestSubscribeMessage').length;
  return { phone, screen, asked, answered: screen.heard('answered') };
};

test('WeChat is asked first thing in the tap; the outcome is told in place, and reported', async () => {
  const { phone, screen, answered } = open();
  phone.consent['T1'] = 'accept';
  phone.consent['T2'] = 'accept';
  screen.tap('.allow');
  await until(() => expect(screen.one('.note').dom.textContent).toBe('已允许 2 项'));
  expect(phone.acts[0]).toEqual({
    name: 'requestSubscribeMessage',
    with: { tmplIds: ['T1', 'T2'] },
  });
  const answers = { T1: 'accept', T2: 'accept' };
  expect(answered).toEqual([{ result: 'accepted', accepted: 2, answers }]);
  const consents = [{ id: expect.any(String), answers, at: expect.any(Number) }];
  expect(phone.calls).toEqual([{ name: 'collectCredits', with: { taps: [], consents } }]);
});

test('a report that is lost waits on the phone', async () => {
  const { phone, screen, answered } = open();
  phone.answers.collectCredits = () => refuse('INTERNAL');
  phone.consent['T1'] = 'accept';
  screen.tap('.allow');
  await until(() => expect(answered).toHaveLength(1));
  expect(phone.storage.get('credits')).toMatchObject({ consents: [{ answers: { T1: 'accept' } }] });
});

test('it can be allowed again: each time is one more send', async () => {
  const { phone, screen, asked } = open();
  phone.consent['T1'] = 'accept';
  screen.tap('.allow');
  await until(() => expect(screen.one('.note').dom.textContent).toBe('已允许'));
  expect(screen.one('.allow').dom.textContent).toBe('允许');
  screen.tap('.allow');
  await until(() => expect(asked()).toBe(2));
});

test('one that is allowed once says so, and is off', async () => {
  const { phone, screen, asked, answered } = open({ done: '已允许' });
  phone.consent['T1'] = 'accept';
  screen.tap('.allow');
  await until(() => expect(screen.one('.allow').dom.textContent).toBe('已允许'));
  screen.tap('.allow');
  await screen.rendered.instance['onTap']?.();
  expect([asked(), answered.length]).toEqual([1, 1]);
});

test('what is allowed already is shown so', () => {
  const { screen } = open({ done: '已允许', allowed: true });
  expect(screen.one('.allow').dom.textContent).toBe('已允许');
});

test('while the sheet is open it is off', async () => {
  const { phone, screen, asked, answered } = open();
  let close = () => {};
  phone.sheet.closed = new Promise((resolve) => {
    close = resolve;
  });
  screen.tap('.allow');
  await until(() => expect(screen.one('.allow').dom.className).toContain('button-off'));
  screen.tap('.allow');
  await screen.rendered.instance['onTap']?.();
  expect([asked(), answered.length]).toEqual([1, 0]);
  close();
  await until(() => expect(screen.one('.allow').dom.className).not.toContain('button-off'));
  expect(answered).toHaveLength(1);
});

test('a “no” is told without a way to the settings; it can be thought over', async () => {
  const { phone, screen } = open();
  phone.consent['T1'] = 'reject';
  screen.tap('.allow');
  await until(() => expect(screen.one('.note').dom.textContent).toContain('需要时再点一次'));
  expect(screen.all('.settings')).toEqual([]);
  expect(phone.acts.some(({ name }) => name === 'showModal' || name === 'showToast')).toBe(false);
});

test.each([
  ['the main switch is off', { errMsg: 'fail', errCode: 20004 }, '关闭了本店的消息'],
  ['the “no” is kept', undefined, '不再接收这类消息'],
])('%s: it leads to the settings, once, and forgets it there', async (_, failure, words) => {
  const { phone, screen } = open();
  if (failure) phone.failures['requestSubscribeMessage'] = failure;
  phone.consent['T1'] = 'reject';
  phone.will.kept['T1'] = 'reject';
  const left = screen.heard('settings');
  screen.tap('.allow');
  await until(() => expect(screen.one('.note').dom.textContent).toContain(words));
  expect(phone.acts.some(({ name }) => name === 'openSetting')).toBe(false); // nobody is pushed
  screen.tap('.settings');
  await until(() => expect(left).toHaveLength(1));
  expect(phone.acts).toContainEqual({ name: 'openSetting', with: { withSubscriptions: true } });
  expect(screen.all('.note')).toEqual([]);
});

test('another sheet is open: nothing is said', async () => {
  const { phone, screen, answered } = open();
  phone.failures['requestSubscribeMessage'] = {
    errMsg: 'requestSubscribeMessage:fail last call has not ended',
  };
  screen.tap('.allow');
  await until(() => expect(answered).toMatchObject([{ result: 'busy' }]));
  expect(screen.all('.note')).toEqual([]);
});

test('without templates, or disabled, it does not ask', async () => {
  for (const properties of [{ templates: [] }, { disabled: true }]) {
    const { screen, asked } = open(properties);
    expect(screen.one('.allow').dom.className).toContain('button-off');
    screen.tap('.allow');
    await screen.rendered.instance['onTap']?.();
    expect(asked()).toBe(0);
  }
});
