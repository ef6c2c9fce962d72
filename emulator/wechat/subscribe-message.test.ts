import { createBench, DAY } from './test-bench';
import type { Bench } from './test-bench';

const data = { character_string1: { value: 'SF-1' }, thing3: { value: '龙井' } };

const sendSubscribe = (
  { wechat, openid }: Pick<Bench, 'wechat' | 'openid'>,
  changes: Record<string, unknown> = {},
  forced?: number,
): Record<string, unknown> => {
  const parameters = { touser: openid, template_id: 'SUB-shipped', data, ...changes };
  return wechat.openApi('subscribeMessage.send', parameters, forced) ?? {};
};

const accepted = (...bench: Parameters<typeof createBench>): Bench => {
  const made = createBench(...bench);
  made.wechat.subscribe(made.openid, { 'SUB-shipped': 'accept' });
  return made;
};

describe('subscribeMessage.send', () => {
  test('one accept is one send, and accepts add up', () => {
    const bench = accepted();
    expect(sendSubscribe(bench).errcode).toBe(0);
    expect(sendSubscribe(bench).errcode).toBe(43101);
    bench.wechat.subscribe(bench.openid, { 'SUB-shipped': 'accept' });
    bench.wechat.subscribe(bench.openid, { 'SUB-shipped': 'acceptWithAudio' });
    const codes = [1, 2, 3].map(() => sendSubscribe(bench).errcode);
    expect(codes).toEqual([0, 0, 43101]);
    expect(bench.wechat.tokens()).toEqual([
      expect.objectContaining({ kind: 'subscription', granted: 3, used: 3, state: 'used' }),
    ]);
  });

  test('a subscription does not expire', async () => {
    const bench = accepted();
    await bench.scheduler.advance(400 * DAY);
    expect(sendSubscribe(bench).errcode).toBe(0);
    const expiresAt = bench.wechat.tokens()[0]?.expiresAt ?? 0;
    expect(new Date(expiresAt).getTime()).toBe(expiresAt);
  });

  test('the msgid has 19 digits and no place in a JSON number', () => {
    const { msgid, ...rest } = sendSubscribe(accepted());
    expect(rest).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(typeof msgid).toBe('bigint');
    expect(String(msgid)).toMatch(/^\d{19}$/);
    expect(BigInt(Number(msgid))).not.toBe(msgid);
  });

  test('a failed send has no msgid', () => {
    expect(Object.keys(sendSubscribe(createBench()))).toEqual(['errcode', 'errmsg']);
  });

  test('the card has the rows of the template', () => {
    const bench = accepted();
    const page = 'pages/order/detail?id=7';
    sendSubscribe(bench, { page, miniprogram_state: 'trial', lang: 'zh_CN' });
    expect(bench.wechat.inbox(bench.openid)).toEqual([
      {
        channel: 'subscribe',
        templateId: 'SUB-shipped',
        title: '发货通知',
        rows: [
          { key: 'character_string1', label: '单号', value: 'SF-1' },
          { key: 'thing3', label: '物品', value: '龙井' },
        ],
        page,
        at: bench.scheduler.now(),
      },
    ]);
  });

  test.each([
    ['touser unknown', { touser: 'oNobody' }, 40003, 'invalid openid'],
    ['template of the other kind', { template_id: 'TPL-shipped' }, 40037, 'invalid template_id'],
    ['page unknown', { page: 'pages/gone' }, 41030, 'invalid page'],
    ['data not an object', { data: [] }, 47001, 'data format error'],
    [
      'template not accepted',
      { template_id: 'SUB-course' },
      43101,
      'user refuse to accept the msg',
    ],
    [
      'data absent',
      { data: undefined },
      47003,
      'argument invalid! data.character_string1.value is empty',
    ],
    [
      'a key missing',
      { data: { character_string1: { value: 'SF' } } },
      47003,
      'argument invalid! data.thing3.value is empty',
    ],
    [
      'a value blank',
      { data: { ...data, thing3: { value: ' ' } } },
      47003,
      'argument invalid! data.thing3.value is empty',
    ],
    [
      'a value too long',
      { data: { ...data, thing3: { value: '长'.repeat(21) } } },
      47003,
      'argument invalid! data.thing3.value invalid',
    ],
    [
      'state unknown',
      { miniprogram_state: 'beta' },
      47003,
      'argument invalid! miniprogram_state invalid',
    ],
    ['lang unknown', { lang: 'fr_FR' }, 47003, 'argument invalid! lang invalid'],
  ])('%s', (_name, changes, code, text) => {
    const bench = accepted();
    const answer = sendSubscribe(bench, changes);
    expect(answer.errcode).toBe(code);
    expect(String(answer.errmsg).replace(/ hint: .*/, '')).toBe(text);
    expect(sendSubscribe(bench).errcode).toBe(0);
  });

  test('keys that the template does not have are ignored', () => {
    expect(sendSubscribe(accepted(), { data: { ...data, thing9: { value: '' } } }).errcode).toBe(0);
  });

  test('no parameters at all is 44002, too many calls are 45009', () => {
    const { wechat } = createBench();
    expect(wechat.openApi('subscribeMessage.send', {})?.errcode).toBe(44002);
    const bench = accepted();
    bench.settings.quota['subscribeMessage.send'] = 0;
    expect(sendSubscribe(bench).errcode).toBe(45009);
  });

  test('another user has no part in the accept', () => {
    const bench = accepted();
    const other = bench.wechat.createUser().openid;
    expect(sendSubscribe(bench, { touser: other }).errcode).toBe(43101);
  });

  test('one accept of a long-term template is any number of sends, until it is revoked', async () => {
    const bench = createBench();
    const visit = { thing1: { value: '儿科' }, enum2: { value: '通过' } };
    const changes = { template_id: 'SUB-visit', data: visit };
    expect(sendSubscribe(bench, changes).errcode).toBe(43101);
    bench.wechat.subscribe(bench.openid, { 'SUB-visit': 'accept' });
    bench.wechat.subscribe(bench.openid, { 'SUB-visit': 'acceptWithAlert' });
    await bench.scheduler.advance(400 * DAY);
    expect([1, 2, 3].map(() => sendSubscribe(bench, changes).errcode)).toEqual([0, 0, 0]);
    expect(bench.wechat.tokens()).toMatchObject([
      { kind: 'longTerm', token: 'SUB-visit', granted: 2, used: 3, state: 'usable' },
    ]);
    bench.wechat.changeSubscriptionSettings(bench.openid, {
      itemSettings: { 'SUB-visit': 'reject' },
    });
    expect(bench.wechat.tokens()).toEqual([]);
    expect(sendSubscribe(bench, changes).errcode).toBe(43101);
  });

  test('an enum takes the values of its template only', () => {
    const bench = createBench();
    bench.wechat.subscribe(bench.openid, { 'SUB-visit': 'accept' });
    const send = (value: string) =>
      sendSubscribe(bench, {
        template_id: 'SUB-visit',
        data: { thing1: { value: '儿科' }, enum2: { value } },
      });
    expect(send('也许').errmsg).toMatch(/^argument invalid! data\.enum2\.value invalid /);
    expect(send('未通过').errcode).toBe(0);
  });

  test('a sensitive word anywhere is 45168 and spends nothing', () => {
    const bench = accepted();
    const answer = sendSubscribe(bench, { data: { ...data, thing3: { value: '网上赌博' } } });
    expect(answer.errcode).toBe(45168);
    expect(sendSubscribe(bench).errcode).toBe(0);
  });

  test('while the main switch is off nothing is sent, and nothing is lost', () => {
    const bench = accepted();
    bench.wechat.changeSubscriptionSettings(bench.openid, { mainSwitch: false });
    expect(sendSubscribe(bench).errcode).toBe(43101);
    bench.wechat.changeSubscriptionSettings(bench.openid, { mainSwitch: true });
    expect(sendSubscribe(bench).errcode).toBe(0);
  });

  test.each([
    ['the mini-program', { subscribe: true }],
    ['the template', { templates: ['SUB-shipped'] }],
  ])('43107 when WeChat has banned %s, and nothing is spent', (_name, bans) => {
    const bench = accepted();
    const before = { ...bench.settings.bans };
    Object.assign(bench.settings.bans, bans);
    expect(sendSubscribe(bench).errcode).toBe(43107);
    Object.assign(bench.settings.bans, before);
    expect(sendSubscribe(bench).errcode).toBe(0);
  });

  test('the daily quota counts every call and starts anew at midnight in Shanghai', async () => {
    const bench = accepted();
    bench.settings.quota['subscribeMessage.send'] = 1;
    expect(sendSubscribe(bench, { page: 'pages/gone' }).errcode).toBe(41030);
    expect(sendSubscribe(bench).errcode).toBe(45009);
    await bench.scheduler.advance(DAY);
    expect(sendSubscribe(bench).errcode).toBe(0);
  });

  test('a delivery that fails later is answered as sent: the credit is spent, no card comes', () => {
    const bench = accepted();
    const parameters = { touser: bench.openid, template_id: 'SUB-shipped', data };
    const answer = bench.wechat.openApi('subscribeMessage.send', parameters, undefined, 40037);
    expect(answer).toMatchObject({ errcode: 0, msgid: expect.anything() });
    expect(bench.wechat.inbox(bench.openid)).toEqual([]);
    expect(bench.wechat.tokens()).toMatchObject([{ used: 1, state: 'used' }]);
  });

  test('failedSendSpends', () => {
    const bench = accepted({ failedSendSpends: true });
    expect(sendSubscribe(bench, { page: 'pages/gone' }).errcode).toBe(41030);
    expect(sendSubscribe(bench).errcode).toBe(43101);
  });

  test('forced codes', () => {
    const bench = accepted();
    expect(sendSubscribe(bench, {}, 43108).errcode).toBe(43108);
    expect(bench.wechat.inbox(bench.openid)).toEqual([]);
    const busy = accepted({ busyDelivers: true });
    const answer = sendSubscribe(busy, {}, -1);
    expect(answer).toEqual({ errcode: -1, errmsg: expect.stringMatching(/^system error /) });
    expect(busy.wechat.inbox(busy.openid)).toHaveLength(1);
    expect(sendSubscribe(busy).errcode).toBe(43101);
  });
});

describe('the consent sheet', () => {
  test('gives what wx.requestSubscribeMessage gives', () => {
    const { wechat, openid, events } = createBench();
    const answers = { 'SUB-shipped': 'accept', 'SUB-course': 'reject' };
    const given = wechat.subscribe(openid, answers);
    expect(given).toEqual({ errMsg: 'requestSubscribeMessage:ok', ...answers });
    expect(events).toEqual([{ type: 'wechat.subscribed', openid, answers }]);
  });

  test.each(['reject', 'ban', 'filter'])('%s opens no send', (answer) => {
    const { wechat, openid } = createBench();
    wechat.subscribe(openid, { 'SUB-shipped': answer });
    expect(wechat.tokens()).toEqual([]);
  });

  test('of two templates with one title the second is filtered', () => {
    const { wechat, openid } = createBench();
    const given = wechat.subscribe(openid, { 'SUB-shipped': 'accept', 'SUB-twin': 'accept' });
    expect(given['SUB-twin']).toBe('filter');
    expect(wechat.tokens().map(({ token }) => token)).toEqual(['SUB-shipped']);
  });

  test.each([
    ['none', {}, '10001'],
    ['unknown', { 'SUB-shipped': 'accept', 'TPL-shipped': 'accept' }, '20001'],
    ['no answer', { 'SUB-shipped': 'yes' }, '10004'],
    ['six', Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`S${n}`, 'accept'])), '20003'],
  ])('%s: refused with the code of the client', (_name, answers, code) => {
    const { wechat, openid } = createBench();
    const ask = (): unknown => wechat.subscribe(openid, answers);
    expect(ask).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
    expect(ask).toThrow(code);
    expect(wechat.tokens()).toEqual([]);
  });
});
