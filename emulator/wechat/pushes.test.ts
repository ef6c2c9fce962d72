import { account, type Bench, createBench, MINUTE, SECOND, START } from './test-bench';

const pushes = {
  subscribe_msg_popup_event: 'messageEvents',
  subscribe_msg_change_event: 'messageEvents',
  subscribe_msg_sent_event: 'messageEvents',
};
const createPushBench = (): Bench => {
  const bench = createBench({}, { account: { ...account, pushes } });
  bench.understand('success');
  return bench;
};
const data = { character_string1: { value: 'SF-1' }, thing3: { value: '龙井' } };
const send = ({ wechat, openid }: Bench, forced?: number, failsLater?: number) => {
  const parameters = { touser: openid, template_id: 'SUB-shipped', data };
  return wechat.openApi('subscribeMessage.send', parameters, forced, failsLater);
};

test('the answers of a sheet are pushed, of what was asked only', async () => {
  const bench = createPushBench();
  const { wechat, openid, notices, scheduler } = bench;
  wechat.subscribe(openid, { 'SUB-shipped': 'accept', 'SUB-twin': 'accept', 'SUB-course': 'ban' });
  expect(notices).toEqual([]);
  await scheduler.advance(SECOND);
  expect(notices).toEqual([
    {
      at: START + SECOND,
      functionName: 'messageEvents',
      caller: { source: 'wx_unknown', openid },
      event: {
        ToUserName: 'gh_local',
        FromUserName: openid,
        CreateTime: START / SECOND,
        MsgType: 'event',
        Event: 'subscribe_msg_popup_event',
        List: [
          { TemplateId: 'SUB-shipped', SubscribeStatusString: 'accept', PopupScene: '0' },
          { TemplateId: 'SUB-course', SubscribeStatusString: 'reject', PopupScene: '0' },
        ],
      },
    },
  ]);
});

test('a choice that is kept is pushed once; silence afterwards is not', async () => {
  const { wechat, openid, notices, scheduler } = createPushBench();
  wechat.subscribe(openid, { 'SUB-shipped': 'accept' }, true);
  wechat.subscribe(openid, { 'SUB-shipped': 'accept' });
  await scheduler.advance(MINUTE);
  expect(notices).toHaveLength(1);
});

test('a reject in the settings is pushed, an accept is not', async () => {
  const { wechat, openid, notices, scheduler } = createPushBench();
  wechat.changeSubscriptionSettings(openid, {
    itemSettings: { 'SUB-shipped': 'reject', 'SUB-course': 'accept' },
  });
  await scheduler.advance(MINUTE);
  expect(notices.map(({ event }) => event)).toMatchObject([
    {
      Event: 'subscribe_msg_change_event',
      List: { TemplateId: 'SUB-shipped', SubscribeStatusString: 'reject' },
    },
  ]);
});

test.each([
  ['success', undefined, '0', 'success'],
  ['a later failure', 40037, '40037', 'failed'],
])('%s of a delivery is pushed with the msgid of the send', async (_, later, code, status) => {
  const bench = createPushBench();
  bench.wechat.subscribe(bench.openid, { 'SUB-shipped': 'accept' });
  const answer = send(bench, undefined, later);
  await bench.scheduler.advance(MINUTE);
  expect(bench.notices.at(-1)?.event).toMatchObject({
    Event: 'subscribe_msg_sent_event',
    List: {
      TemplateId: 'SUB-shipped',
      MsgID: String(answer?.msgid),
      ErrorCode: code,
      ErrorStatus: status,
    },
  });
});

test('a send that is refused is not pushed; one that only seems to have failed is', async () => {
  const bench = createPushBench();
  const sentOnes = () =>
    bench.notices.filter(({ event }) => JSON.stringify(event).includes('sent_event'));
  expect(send(bench)?.errcode).toBe(43101);
  bench.wechat.subscribe(bench.openid, { 'SUB-shipped': 'accept' });
  await bench.scheduler.advance(MINUTE);
  expect(sentOnes()).toEqual([]);
  bench.settings.switches.busyDelivers = true;
  expect(send(bench, -1)).not.toHaveProperty('msgid');
  await bench.scheduler.advance(MINUTE);
  expect(sentOnes()).toHaveLength(1);
});

test.each([
  ['object', 'top', { List: { TemplateId: 'SUB-course', SubscribeStatusString: 'reject' } }],
  ['array', 'top', { List: [{ TemplateId: 'SUB-course', SubscribeStatusString: 'reject' }] }],
  [
    'array',
    'named',
    {
      SubscribeMsgChangeEvent: {
        List: [{ TemplateId: 'SUB-course', SubscribeStatusString: 'reject' }],
      },
    },
  ],
] as const)('one item as the settings say: %s, %s', async (list, place, expected) => {
  const { wechat, openid, notices, scheduler, settings } = createPushBench();
  settings.push = { list, place };
  wechat.changeSubscriptionSettings(openid, { itemSettings: { 'SUB-course': 'reject' } });
  await scheduler.advance(MINUTE);
  expect(notices[0]?.event).toMatchObject(expected);
});

test.each(['crash', false] as const)('is repeated three times, answer %s', async (answer) => {
  const bench = createPushBench();
  bench.understand(answer);
  bench.wechat.subscribe(bench.openid, { 'SUB-course': 'accept' });
  await bench.scheduler.advance(MINUTE);
  const seconds = bench.notices.map(({ at }) => (at - START) / SECOND);
  expect(seconds).toEqual([1, 6, 11, 16]);
  expect(bench.scheduler.waiting()).toEqual([]);
});

test('an answer after five seconds comes too late', async () => {
  jest.useFakeTimers();
  try {
    let calls = 0;
    const bench = createBench(
      {},
      {
        account: { ...account, pushes },
        invoke: () => {
          calls += 1;
          return new Promise(() => undefined);
        },
      },
    );
    bench.wechat.subscribe(bench.openid, { 'SUB-course': 'accept' });
    const advancing = bench.scheduler.advance(SECOND);
    await jest.advanceTimersByTimeAsync(4999);
    expect(bench.scheduler.waiting()).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    await advancing;
    expect([calls, bench.scheduler.waiting()]).toEqual([1, [START + 6 * SECOND]]);
    bench.wechat.reset();
  } finally {
    jest.useRealTimers();
  }
});

test('what is due is kept with the state, also how often it was tried', async () => {
  const bench = createPushBench();
  bench.understand('crash');
  bench.wechat.subscribe(bench.openid, { 'SUB-course': 'accept' });
  await bench.scheduler.advance(7 * SECOND);
  expect(bench.notices).toHaveLength(2);
  const saved = JSON.parse(JSON.stringify(bench.wechat.save())) as unknown;
  bench.wechat.reset();
  expect(bench.scheduler.waiting()).toEqual([]);
  bench.wechat.restore(saved);
  await bench.scheduler.advance(MINUTE);
  expect(bench.notices).toHaveLength(4);
});

test('without a function nobody is told', async () => {
  const { wechat, openid, scheduler } = createBench();
  wechat.subscribe(openid, { 'SUB-course': 'accept' });
  expect(scheduler.waiting()).toEqual([]);
});
