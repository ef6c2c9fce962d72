import { createBench } from './test-bench';

const SHIPPED = 'SUB-shipped';
const TWIN = 'SUB-twin'; // of equal title
const COURSE = 'SUB-course';

test('asks for every template, of equal titles for the first', () => {
  const { wechat, openid } = createBench();
  expect(wechat.askConsent(openid, [SHIPPED, TWIN, COURSE])).toMatchObject({
    ask: [{ templateId: SHIPPED }, { templateId: COURSE }],
    answers: { [TWIN]: 'filter' },
  });
});

test('“always keep” answers without asking, and still gives one send each time', () => {
  const { wechat, openid } = createBench();
  wechat.subscribe(openid, { [SHIPPED]: 'accept', [COURSE]: 'reject' }, true);
  expect(wechat.askConsent(openid, [SHIPPED, COURSE])).toEqual({
    ask: [],
    answers: { [SHIPPED]: 'accept', [COURSE]: 'reject' },
  });
  wechat.subscribe(openid, { [SHIPPED]: 'accept' });
  expect(wechat.tokens()).toMatchObject([{ token: SHIPPED, granted: 2, used: 0 }]);
  expect(wechat.subscriptionSettings(openid)).toEqual({
    mainSwitch: true,
    itemSettings: { [SHIPPED]: 'accept', [COURSE]: 'reject' },
  });
});

test('an answer that is not kept is asked for again', () => {
  const { wechat, openid } = createBench();
  wechat.subscribe(openid, { [SHIPPED]: 'reject' });
  expect(wechat.askConsent(openid, [SHIPPED])).toMatchObject({ ask: [{ templateId: SHIPPED }] });
});

test('a reject in the settings takes the accepted sends away, an accept gives none', () => {
  const { wechat, openid } = createBench();
  wechat.subscribe(openid, { [SHIPPED]: 'accept', [COURSE]: 'accept' }, true);
  wechat.changeSubscriptionSettings(openid, { itemSettings: { [SHIPPED]: 'reject' } });
  expect(wechat.tokens()).toMatchObject([{ token: COURSE, granted: 1 }]);
  wechat.changeSubscriptionSettings(openid, { itemSettings: { [SHIPPED]: 'accept' } });
  expect(wechat.tokens()).toHaveLength(1);
});

test.each<[string, string[], number]>([
  ['nothing', [], 10001],
  ['a template that the account does not have', ['SUB-none'], 20001],
  ['more than five', ['1', '2', '3', '4', '5', '6'], 20003],
])('the sheet does not open for %s', (_, ids, errCode) => {
  const { wechat, openid } = createBench();
  expect(wechat.askConsent(openid, ids)).toEqual({
    errCode,
    errMsg: expect.stringContaining('requestSubscribeMessage:fail'),
  });
});

test('the main switch closes the sheet, and is kept with the choices in a saved state', () => {
  const { wechat, openid } = createBench();
  wechat.subscribe(openid, { [COURSE]: 'ban' }, true);
  wechat.changeSubscriptionSettings(openid, { mainSwitch: false });
  const saved = wechat.save();
  wechat.reset();
  wechat.restore(saved);
  expect(wechat.askConsent(openid, [SHIPPED])).toMatchObject({ errCode: 20004 });
  expect(wechat.subscriptionSettings(openid).itemSettings).toEqual({ [COURSE]: 'ban' });
});

test('one-time and long-term templates do not go on one sheet', () => {
  const { wechat, openid } = createBench();
  expect(wechat.askConsent(openid, [SHIPPED, 'SUB-visit'])).toMatchObject({ errCode: 20002 });
  const ask = (): unknown =>
    wechat.subscribe(openid, { [SHIPPED]: 'accept', 'SUB-visit': 'accept' });
  expect(ask).toThrow('20002');
  expect(wechat.tokens()).toEqual([]);
});

test('what is settled needs no asking: a remembered reject stays whatever the page hopes for', () => {
  const { wechat, openid } = createBench();
  wechat.subscribe(openid, { [SHIPPED]: 'reject' }, true);
  expect(wechat.subscribe(openid, { [SHIPPED]: 'accept' })).toMatchObject({ [SHIPPED]: 'reject' });
  expect(wechat.tokens()).toEqual([]);
});

test('a mini-program that WeChat has banned cannot ask, a banned template is answered with ban', () => {
  const { wechat, openid, settings } = createBench();
  settings.bans.templates = [COURSE];
  expect(wechat.askConsent(openid, [SHIPPED, COURSE])).toMatchObject({
    ask: [{ templateId: SHIPPED }],
    answers: { [COURSE]: 'ban' },
  });
  wechat.subscribe(openid, { [COURSE]: 'accept' }, true);
  expect(wechat.subscriptionSettings(openid).itemSettings).toEqual({});
  settings.bans.subscribe = true;
  expect(wechat.askConsent(openid, [SHIPPED])).toMatchObject({ errCode: 20005 });
});

test('no sheet opens while the main switch is off, not even for what was settled', () => {
  const { wechat, openid } = createBench();
  wechat.subscribe(openid, { [SHIPPED]: 'accept' }, true);
  wechat.changeSubscriptionSettings(openid, { mainSwitch: false });
  expect(() => wechat.subscribe(openid, { [SHIPPED]: 'accept' })).toThrow('20004');
  expect(wechat.tokens()).toMatchObject([{ granted: 1 }]);
});

test('the settings know the templates of the account only', () => {
  const { wechat, openid } = createBench();
  const change = (): void =>
    wechat.changeSubscriptionSettings(openid, { itemSettings: { 'SUB-none': 'reject' } });
  expect(change).toThrow('The account has no subscribe template "SUB-none"');
});
