import { DAY, MINUTE, SECOND } from '../words';
import { collectAndWake } from '../credits/collect-and-wake';
import { redrive } from '../messages/manage';
import { notify } from '../messages/notify';
import { accept, createBench, lost, paySuccess, START, type Bench } from '../testing/bench';
import { messageEvents } from './message-events';

const ITEM = { TemplateId: 'sub-pay-success', TemplateStatus: '' };
const popup = { subscribe_msg_popup_event: 'SubscribeMsgPopupEvent' };
const holders: Record<string, string> = {
  ...popup,
  subscribe_msg_change_event: 'SubscribeMsgChangeEvent',
  subscribe_msg_sent_event: 'SubscribeMsgSentEvent',
};

/** A push as WeChat sends it: one item is an object, several are an array. */
function push(name: string, ...items: object[]) {
  const List =
    items.length === 1 ? { ...ITEM, ...items[0] } : items.map((one) => ({ ...ITEM, ...one }));
  return {
    ToUserName: 'gh_1',
    FromUserName: 'o',
    CreateTime: Math.floor(START / SECOND),
    MsgType: 'event',
    Event: name,
    [holders[name] ?? '']: { List },
  };
}
const answered = (answer: string) =>
  push('subscribe_msg_popup_event', { SubscribeStatusString: answer, PopupScene: '0' });
const sent = (MsgID: string | number, ErrorCode = 0) =>
  push('subscribe_msg_sent_event', { MsgID, ErrorCode, ErrorStatus: 'x' });

const open = (bench: Bench) => bench.db.all('credits').filter((one) => one.state === 'open');
const message = (bench: Bench) => bench.db.all('messages')[0];
const page = (bench: Bench, id = 'sheet-1', at = START) =>
  collectAndWake(bench, 'o', {
    consents: [{ id, answers: { 'sub-pay-success': 'accept' }, at }],
    toldBy: 'page',
  });

describe('what was answered on a sheet', () => {
  test('an accept that the page never told is a credit, and lets go what waits', async () => {
    const bench = createBench();
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('waiting');
    await messageEvents(bench, answered('accept'), '');
    expect(message(bench)?.state).toBe('sent');
  });

  test('a reject is none', async () => {
    const bench = createBench();
    await messageEvents(bench, answered('reject'), 'o');
    expect(open(bench)).toEqual([]);
  });

  test.each([
    ['the page first', [page, push_]],
    ['the push first', [push_, page]],
    ['the push twice', [push_, page, push_]],
    ['the page twice', [page, push_, page]],
  ])('told by both it is one credit: %s', async (_, order) => {
    const bench = createBench();
    for (const tell of order) await tell(bench);
    expect(open(bench)).toHaveLength(1);
  });

  test('told by both at the same time it is one credit', async () => {
    for (let i = 0; i < 50; i++) {
      const bench = createBench();
      await Promise.all(i % 2 ? [page(bench), push_(bench)] : [push_(bench), page(bench)]);
      expect(open(bench)).toHaveLength(1);
    }
  });

  test('a run that died before it looked is made up for by a repeat', async () => {
    const bench = createBench();
    for (const tell of [page, push_]) {
      const { db } = bench;
      bench.db = {
        ...db,
        find: (collection, query, options) =>
          'toldBy' in query
            ? Promise.reject(new Error('killed'))
            : db.find(collection, query, options),
      };
      await expect(tell(bench)).rejects.toThrow('killed');
      bench.db = db;
    }
    expect(open(bench)).toHaveLength(2);
    await page(bench);
    expect(open(bench)).toHaveLength(1);
  });

  test('a second consent minutes later is not taken for the first', async () => {
    const bench = createBench();
    await page(bench);
    await notify(bench, paySuccess('SN1', 'o'));
    await push_(bench);
    expect(open(bench)).toEqual([]);
    bench.advance(5 * MINUTE);
    const second = { ...answered('accept'), CreateTime: bench.now() / SECOND };
    await messageEvents(bench, second, '');
    expect(open(bench)).toHaveLength(1);
  });

  test('another consent, hours later, is another credit', async () => {
    const bench = createBench();
    await push_(bench);
    bench.advance(DAY);
    await page(bench, 'sheet-2', START + DAY);
    expect(open(bench)).toHaveLength(2);
  });

  test('the push comes when the credit of the page is spent already: nothing is left', async () => {
    const bench = createBench();
    await page(bench);
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('sent');
    await push_(bench);
    expect(open(bench)).toEqual([]);
  });
});

async function push_(bench: Bench): Promise<void> {
  await messageEvents(bench, answered('accept'), '');
}

describe('a reject in the settings', () => {
  const rejected = push('subscribe_msg_change_event', { SubscribeStatusString: 'reject' });

  test('closes what was accepted for the template, and nothing else', async () => {
    const bench = createBench();
    await accept(bench, 'o', 'sub-pay-success', 'sub-order-shipped');
    await accept(bench, 'o', 'sub-pay-success');
    await accept(bench, 'somebody else', 'sub-pay-success');
    await messageEvents(bench, rejected, '');
    expect(open(bench).map(({ openid, templateId }) => [openid, templateId])).toEqual([
      ['o', 'sub-order-shipped'],
      ['somebody else', 'sub-pay-success'],
    ]);
  });

  test('says why a message waits, for as long as it waits', async () => {
    const bench = createBench();
    await notify(bench, paySuccess('SN1', 'o'));
    await messageEvents(bench, rejected, '');
    expect(message(bench)).toMatchObject({ state: 'waiting', reason: 'user-rejected' });
    bench.advance(31 * MINUTE);
    await notify(bench, paySuccess('SN1', 'o'));
    expect(message(bench)).toMatchObject({ state: 'waiting', reason: 'user-rejected' });
  });

  test('several templates in one push', async () => {
    const bench = createBench();
    await accept(bench, 'o', 'sub-pay-success', 'sub-order-shipped');
    const both = ['sub-pay-success', 'sub-order-shipped'].map((TemplateId) => ({
      TemplateId,
      SubscribeStatusString: 'reject',
    }));
    await messageEvents(bench, push('subscribe_msg_change_event', ...both), '');
    expect(open(bench)).toEqual([]);
  });
});

describe('a report of delivery', () => {
  const MSGID = '1700827132819554304';
  const sendWith = async (answer: typeof lost) => {
    const bench = createBench();
    await accept(bench, 'o', 'sub-pay-success');
    bench.answers = [answer];
    await notify(bench, paySuccess('SN1', 'o'));
    return bench;
  };
  const succeeded = { type: 'answered', errCode: 0, msgid: MSGID } as const;

  test('a failure afterwards makes the message failed', async () => {
    const bench = await sendWith(succeeded);
    await messageEvents(bench, sent(MSGID), '');
    expect(message(bench)).toMatchObject({ state: 'sent' });
    await messageEvents(bench, sent(MSGID, 20004), '');
    expect(message(bench)).toMatchObject({
      state: 'failed',
      reason: 'not-delivered',
      errCode: 20004,
    });
  });

  test.each([
    ['delivered', 0, 'sent', 'spent'],
    ['not delivered', 20004, 'failed', 'inDoubt'],
  ])('settles a send that nobody answered: %s', async (_, code, state, credit) => {
    const bench = await sendWith(lost);
    expect(message(bench)?.state).toBe('unknown');
    await messageEvents(bench, sent(MSGID, code), '');
    expect(message(bench)?.state).toBe(state);
    expect(bench.db.all('credits')[0]?.state).toBe(credit);
  });

  test('settles nothing if two sends can be meant, or none', async () => {
    const bench = await sendWith(lost);
    await accept(bench, 'o', 'sub-pay-success');
    bench.answers = [lost];
    await notify(bench, paySuccess('SN2', 'o'));
    await messageEvents(bench, sent(MSGID), '');
    expect(bench.db.all('messages').map((one) => one.state)).toEqual(['unknown', 'unknown']);
    const late = await sendWith(lost);
    const later = { ...sent(MSGID), CreateTime: (START + DAY) / SECOND };
    await messageEvents(late, later, '');
    expect(message(late)?.state).toBe('unknown');
  });

  test('about one that has arrived does not settle another that nobody answered', async () => {
    const bench = await sendWith(lost);
    await accept(bench, 'o', 'sub-pay-success');
    bench.answers = [succeeded];
    await notify(bench, paySuccess('SN2', 'o'));
    await messageEvents(bench, sent(Number(MSGID)), ''); // its last digits are lost
    expect(bench.db.all('messages').map((one) => one.state)).toEqual(['unknown', 'sent']);
    await messageEvents(bench, sent('1700827132819554305'), ''); // certainly not about SN2
    expect(bench.db.all('messages').map((one) => one.state)).toEqual(['sent', 'sent']);
  });

  test('of a failure is not missed because the first look lags', async () => {
    const bench = await sendWith(succeeded);
    const { db } = bench;
    let looks = 0;
    bench.db = {
      ...db,
      find: async (collection, ...query) =>
        collection === 'attempts' && (looks += 1) === 1 ? [] : db.find(collection, ...query),
    };
    await messageEvents(bench, sent(MSGID, 20004), '');
    expect(message(bench)?.state).toBe('failed');
  });

  test('of a failure says nothing about an earlier send of the message', async () => {
    const bench = await sendWith(lost);
    await accept(bench, 'o', 'sub-pay-success');
    bench.answers = [lost];
    expect(await redrive(bench, 'paySuccess:SN1')).toMatchObject({ state: 'unknown' });
    await messageEvents(bench, sent(MSGID, 20004), '');
    expect(message(bench)?.state).toBe('unknown');
    await messageEvents(bench, sent(MSGID), '');
    expect(message(bench)?.state).toBe('sent');
  });

  test.each([
    ['goes out with another credit', 'sent', true],
    ['waits for another credit', 'waiting', false],
  ])(
    'about the first send of a message that staff have sent again settles no other: it %s',
    async (_, state, hasAnother) => {
      const bench = await sendWith(lost);
      await accept(bench, 'o', 'sub-pay-success');
      bench.answers = [lost];
      await notify(bench, paySuccess('SN2', 'o'));
      if (hasAnother) await accept(bench, 'o', 'sub-pay-success');
      bench.answers = [{ ...succeeded, msgid: '1700827132819554399' }];
      expect(await redrive(bench, 'paySuccess:SN1')).toMatchObject({ state });
      await messageEvents(bench, sent(MSGID), '');
      expect(bench.db.all('messages').map((one) => one.state)).toEqual([state, 'unknown']);
    },
  );

  test('is not about a send that WeChat has refused', async () => {
    const bench = await sendWith(lost);
    await accept(bench, 'o', 'sub-pay-success');
    bench.answers = [47003];
    await notify(bench, paySuccess('SN2', 'o'));
    await messageEvents(bench, sent(MSGID), '');
    expect(bench.db.all('messages').map((one) => one.state)).toEqual(['sent', 'failed']);
  });

  test('of another user settles nothing', async () => {
    const bench = await sendWith(succeeded);
    await messageEvents(bench, { ...sent(MSGID, 20004), FromUserName: 'somebody else' }, '');
    expect(message(bench)?.state).toBe('sent');
  });
});

test.each([
  ['nothing', undefined],
  ['another event', { ...answered('accept'), Event: 'user_enter_tempsession' }],
  ['no list', { ...answered('accept'), SubscribeMsgPopupEvent: {} }],
  ['no user', { ...answered('accept'), FromUserName: '' }],
  ['a time that is none', { ...answered('accept'), CreateTime: 'soon' }],
  ['a time after all times', { ...answered('accept'), CreateTime: 1e306 }],
  ['a code that is none', push('subscribe_msg_sent_event', { MsgID: '1', ErrorCode: 'a' })],
])('%s is refused', async (_, event) => {
  const refusal = messageEvents(createBench(), event, '');
  await expect(refusal).rejects.toThrow('Only the three subscribe_msg_* events');
});

test('the items may stand directly under List', async () => {
  const bench = createBench();
  const { SubscribeMsgPopupEvent: holder, ...bare } = answered('accept') as Record<string, unknown>;
  await messageEvents(bench, { ...bare, ...(holder as object) }, '');
  expect(open(bench)).toHaveLength(1);
});

test('a push that speaks of another user than the cloud does is refused', async () => {
  await expect(messageEvents(createBench(), answered('accept'), 'x')).rejects.toThrow(
    'another user',
  );
});
