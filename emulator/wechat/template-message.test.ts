import { account, createBench, DAY, HOUR } from './test-bench';

const textOfAnswer = (answer: Record<string, unknown> | null): string => String(answer?.errmsg);

describe('templateMessage.send', () => {
  test('a formId is one send', () => {
    const { wechat, openid, send } = createBench();
    const { formId } = wechat.tap(openid);
    expect(formId).toMatch(/^[0-9a-f]{32}$/);
    expect([send(formId), send(formId)]).toEqual([0, 41029]);
    expect(wechat.inbox(openid)).toHaveLength(1);
  });

  test('says ok, or why not with a tail', () => {
    const { wechat, openid } = createBench();
    const { formId } = wechat.tap(openid);
    const message = { touser: openid, template_id: 'TPL-shipped', form_id: formId };
    const ok = wechat.openApi('templateMessage.send', message);
    expect(ok).toEqual({ errcode: 0, errmsg: 'ok' });
    const used = wechat.openApi('templateMessage.send', message);
    expect(textOfAnswer(used)).toMatch(
      /^form id used count reach limit hint: \[\w+\] rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/,
    );
  });

  test('renders rows in the order of the template', () => {
    const { wechat, openid, send, scheduler } = createBench();
    const page = 'pages/order/detail?id=7';
    const data = { unknown: { value: 'x' }, keyword2: { value: '龙井', color: '#173177' } };
    const changes = { page, data, emphasis_keyword: 'keyword2.DATA' };
    expect(send(wechat.tap(openid).formId, changes)).toBe(0);
    expect(wechat.inbox(openid)).toEqual([
      {
        channel: 'template',
        templateId: 'TPL-shipped',
        title: '订单发货提醒',
        rows: [
          { key: 'keyword1', label: '订单号', value: '' },
          { key: 'keyword2', label: '物品', value: '龙井', emphasis: true },
        ],
        page,
        at: scheduler.now(),
      },
    ]);
  });

  test('the oldest card comes first, and the inbox is a copy', async () => {
    const { wechat, openid, send, scheduler } = createBench();
    send(wechat.tap(openid).formId, { data: undefined });
    await scheduler.advance(HOUR);
    send(wechat.tap(openid).formId);
    const inbox = wechat.inbox(openid);
    expect(inbox.map(({ at }) => at)).toEqual([scheduler.now() - HOUR, scheduler.now()]);
    inbox.pop();
    expect(wechat.inbox(openid)).toHaveLength(2);
  });

  test.each([
    ['touser unknown', { touser: 'oNobody' }, 40003],
    ['touser absent', { touser: undefined }, 40003],
    ['template unknown', { template_id: 'TPL-other' }, 40037],
    ['template of the other kind', { template_id: 'SUB-shipped' }, 40037],
    ['template absent', { template_id: undefined }, 40037],
    ['form_id unknown', { form_id: '0'.repeat(32) }, 41028],
    ['form_id absent', { form_id: undefined }, 41028],
    ['form_id misspelt', { form_id: undefined, formid: 'x' }, 41028],
    ['page unknown', { page: 'pages/gone' }, 41030],
    ['page with a leading slash', { page: '/pages/index/index' }, 41030],
    ['page not a text', { page: 7 }, 41030],
    ['data not an object', { data: 'text' }, 47001],
    ['data null', { data: null }, 47001],
    ['data an array', { data: [] }, 47001],
    ['data without value', { data: { keyword1: 'text' } }, 47001],
    ['data with a number', { data: { keyword1: { value: 3 } } }, 47001],
    [
      'several faults: the receiver first',
      { touser: 'oNobody', template_id: 'x', page: 'x' },
      40003,
    ],
  ])('%s', (_name, changes, code) => {
    const { wechat, openid, send } = createBench();
    const { formId } = wechat.tap(openid);
    expect(send(formId, changes)).toBe(code);
    expect(wechat.inbox(openid)).toEqual([]);
    expect(send(formId)).toBe(0);
  });

  test.each(['', undefined, 'pages/index/index'])('page %p is fine', (page) => {
    const { wechat, openid, send } = createBench();
    expect(send(wechat.tap(openid).formId, { page })).toBe(0);
    expect(wechat.inbox(openid)[0]?.page).toBe(page ?? '');
  });

  test('a leading slash is refused even if the account lists it', () => {
    const pages = ['/pages/index/index'];
    const { wechat, openid, send } = createBench({}, { account: { ...account, pages } });
    expect(send(wechat.tap(openid).formId, { page: '/pages/index/index' })).toBe(41030);
  });

  test('no parameters at all is 44002', () => {
    const answer = createBench().wechat.openApi('templateMessage.send', {});
    expect(answer?.errcode).toBe(44002);
  });

  test('another user cannot be written to with this formId', () => {
    const { wechat, openid, send } = createBench();
    const other = wechat.createUser().openid;
    const { formId } = wechat.tap(openid);
    expect(send(formId, { touser: other })).toBe(41028);
    expect(send(formId)).toBe(0);
  });

  test('another user learns nothing of a used formId', () => {
    const { wechat, openid, send } = createBench();
    const other = wechat.createUser().openid;
    const { formId } = wechat.tap(openid);
    send(formId);
    expect(send(formId, { touser: other })).toBe(41028);
  });

  test('a formId lives seven days', async () => {
    const { wechat, openid, send, scheduler } = createBench();
    const [first, second] = [wechat.tap(openid).formId, wechat.tap(openid).formId];
    await scheduler.advance(7 * DAY - 1);
    expect(send(first)).toBe(0);
    await scheduler.advance(1);
    expect(send(second)).toBe(41028);
    expect(wechat.tokens().map(({ state }) => state)).toEqual(['used', 'expired']);
  });

  test('a prepay_id is nothing before the payment, three sends after it', async () => {
    const { wechat, openid, send, order } = createBench();
    const { prepayId, payment } = order();
    expect(send(prepayId)).toBe(41028);
    await wechat.userPays(openid, payment, 'success');
    expect(send(`prepay_id=${prepayId}`)).toBe(41028);
    expect([1, 2, 3, 4].map(() => send(prepayId))).toEqual([0, 0, 0, 41029]);
  });

  test('the seven days of a prepay_id begin with the payment', async () => {
    const { wechat, openid, send, order, scheduler } = createBench();
    const { prepayId, payment } = order();
    await scheduler.advance(HOUR);
    await wechat.userPays(openid, payment, 'success');
    await scheduler.advance(7 * DAY - 1);
    expect(send(prepayId)).toBe(0);
    await scheduler.advance(1);
    expect(send(prepayId)).toBe(41028);
  });

  test('a subscription is no form_id', () => {
    const { wechat, openid, send } = createBench();
    wechat.subscribe(openid, { 'SUB-course': 'accept' });
    expect(send('SUB-course')).toBe(41028);
    expect(send(`${openid} SUB-course`)).toBe(41028);
  });

  test('the daily quota counts calls and starts anew at midnight in Shanghai', async () => {
    const { wechat, openid, send, scheduler, settings } = createBench();
    settings.quota['templateMessage.send'] = 2;
    const tap = (): string => wechat.tap(openid).formId;
    expect([send(tap()), send('unknown'), send(tap())]).toEqual([0, 41028, 45009]);
    await scheduler.advance(16 * HOUR - 1);
    expect(send(tap())).toBe(45009);
    await scheduler.advance(1);
    expect(send(tap())).toBe(0);
  });

  test('an unknown API gives null', () => {
    const { wechat } = createBench();
    expect(wechat.openApi('templateMessage.sent', {})).toBeNull();
    expect(wechat.openApi('toString', {}, 40001)).toBeNull();
  });

  test('every send is an event', () => {
    const { wechat, openid, send, events } = createBench();
    const { formId } = wechat.tap(openid);
    send(formId);
    send(formId);
    const api = 'templateMessage.send';
    const sent = { type: 'wechat.send', api, openid, templateId: 'TPL-shipped', token: formId };
    expect(events).toEqual([
      { type: 'wechat.tap', openid, formId },
      { ...sent, errcode: 0, delivered: true },
      { ...sent, errcode: 41029, delivered: false },
    ]);
  });
});

describe('switches', () => {
  test('usedAnswer and expiredAnswer', async () => {
    const switches = { usedAnswer: 41028, expiredAnswer: 41029 } as const;
    const { wechat, openid, send, scheduler } = createBench(switches);
    const [used, expired] = [wechat.tap(openid).formId, wechat.tap(openid).formId];
    send(used);
    expect(send(used)).toBe(41028);
    await scheduler.advance(7 * DAY);
    expect(send(expired)).toBe(41029);
  });

  test.each([
    ['page', { page: 'pages/gone' }, 41030],
    ['data', { data: 'text' }, 47001],
    ['template', { template_id: 'x' }, 40037],
  ])('failedSendSpends: a refused %s spends the formId', (_name, changes, code) => {
    const { wechat, openid, send } = createBench({ failedSendSpends: true });
    const { formId } = wechat.tap(openid);
    expect(send(formId, changes)).toBe(code);
    expect(send(formId)).toBe(41029);
    expect(wechat.inbox(openid)).toEqual([]);
  });

  test('failedSendSpends: nothing is spent for an unknown receiver or by another user', () => {
    const { wechat, openid, send } = createBench({ failedSendSpends: true });
    const other = wechat.createUser().openid;
    const { formId } = wechat.tap(openid);
    expect(send(formId, { touser: 'oNobody' })).toBe(40003);
    expect(send(formId, { touser: other })).toBe(41028);
    expect(send(formId)).toBe(0);
  });

  test('failedSendSpends: a used credential is not counted again', () => {
    const { wechat, openid, send } = createBench({ failedSendSpends: true });
    const { formId } = wechat.tap(openid);
    [1, 2, 3].forEach(() => send(formId));
    expect(wechat.tokens()[0]).toMatchObject({ granted: 1, used: 1 });
  });

  test('failedSendSpends: a call over the quota spends too', () => {
    const { wechat, openid, send, settings } = createBench({ failedSendSpends: true });
    settings.quota['templateMessage.send'] = 0;
    expect(send(wechat.tap(openid).formId)).toBe(45009);
    expect(wechat.tokens()[0]?.state).toBe('used');
  });
});

describe('forced codes', () => {
  test.each([-1, 40001, 45103, 99999])('%p delivers and spends nothing', (code) => {
    const { wechat, openid, send } = createBench();
    const { formId } = wechat.tap(openid);
    expect(send(formId, {}, code)).toBe(code);
    expect(wechat.inbox(openid)).toEqual([]);
    expect(send(formId)).toBe(0);
  });

  test('hide what was wrong with the message', () => {
    const { wechat, openid } = createBench();
    const parameters = { touser: openid, template_id: 'x' };
    const answer = wechat.openApi('templateMessage.send', parameters, 45011);
    expect(answer?.errcode).toBe(45011);
    expect(textOfAnswer(answer)).toMatch(/^api minute-quota reach limit/);
    const unknown = wechat.openApi('templateMessage.send', parameters, 99999);
    expect(textOfAnswer(unknown)).toMatch(/^error hint/);
  });

  test('0 is no fault', () => {
    const { wechat, openid, send } = createBench();
    expect(send(wechat.tap(openid).formId, {}, 0)).toBe(0);
    expect(wechat.inbox(openid)).toHaveLength(1);
  });

  test.each([-1, 40001])('with failedSendSpends %p spends a usable credential', (code) => {
    const { wechat, openid, send } = createBench({ failedSendSpends: true });
    const { formId } = wechat.tap(openid);
    expect(send(formId, {}, code)).toBe(code);
    expect(send(formId)).toBe(41029);
    expect(wechat.inbox(openid)).toEqual([]);
  });

  test('with busyDelivers -1 delivers and spends once', () => {
    const { wechat, openid, send, events } = createBench({
      busyDelivers: true,
      failedSendSpends: true,
    });
    const { formId } = wechat.tap(openid);
    expect(send(formId, {}, -1)).toBe(-1);
    expect(wechat.inbox(openid)).toHaveLength(1);
    expect(wechat.tokens()[0]).toMatchObject({ granted: 1, used: 1, state: 'used' });
    expect(events.at(-1)).toMatchObject({ errcode: -1, delivered: true });
  });

  test('with busyDelivers -1 delivers nothing that could not be sent', () => {
    const { wechat, openid, send } = createBench({ busyDelivers: true });
    const { formId } = wechat.tap(openid);
    expect(send(formId, { page: 'pages/gone' }, -1)).toBe(-1);
    expect(send('unknown', {}, -1)).toBe(-1);
    expect(wechat.inbox(openid)).toEqual([]);
    expect(send(formId)).toBe(0);
  });

  test('with busyDelivers other codes deliver nothing', () => {
    const { wechat, openid, send } = createBench({ busyDelivers: true });
    const { formId } = wechat.tap(openid);
    send(formId, {}, 45011);
    expect(wechat.inbox(openid)).toEqual([]);
    expect(send(formId)).toBe(0);
  });
});
