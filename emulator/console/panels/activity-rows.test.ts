import type { HeardEvent } from '../live';
import { type ActivityRow, rowsOf } from './activity-rows';

let at = 0;
const event = (type: string, fields: Record<string, unknown> = {}): HeardEvent => ({
  at: (at += 1),
  number: at,
  type,
  ...fields,
});
const call = (requestId: string, fields: Record<string, unknown> = {}): HeardEvent =>
  event('function.start', {
    requestId,
    function: 'login',
    source: 'wx_client',
    openid: 'o1',
    ...fields,
  });
const ended = (requestId: string, fields: Record<string, unknown> = { ok: true }): HeardEvent =>
  event('function.end', { requestId, function: 'login', ms: 7, ...fields });
const log = (requestId: string, text: string): HeardEvent =>
  event('function.log', { requestId, function: 'login', level: 'info', text });

const rows = (...events: HeardEvent[]): ActivityRow[] => rowsOf(events, 100);
const only = (...events: HeardEvent[]): ActivityRow | undefined => {
  const all = rows(...events);
  expect(all).toHaveLength(1);
  return all[0];
};
const keys = (all: ActivityRow[]): string[] =>
  all.map(({ what }) => ('key' in what ? what.key : what.name));

describe('calls of functions', () => {
  test('start, logs and end are one row', () => {
    expect(only(call('a'), log('a', 'hello'), ended('a'))).toMatchObject({
      actor: 'user',
      openid: 'o1',
      what: { name: 'login' },
      tone: 'good',
      isProblem: false,
      ms: 7,
      lines: [{ level: 'info', text: 'hello' }],
    });
  });

  test('a running one is busy, and is where it began', () => {
    const all = rows(call('a'), event('wechat.tap', { openid: 'o2' }));
    expect(keys(all)).toEqual(['didTap', 'login']);
    expect(all[1]).toMatchObject({ tone: 'busy', ms: undefined });
  });

  test('one that fails is a problem and says why', () => {
    const error = 'TypeError: no';
    expect(only(call('a'), ended('a', { ok: false, error }))).toMatchObject({
      tone: 'bad',
      isProblem: true,
      detail: error,
    });
  });

  test('one that began before the page was there shows its logs', () => {
    expect(only(log('old', 'a'), log('old', 'b'))).toMatchObject({
      actor: 'cloud',
      tone: 'quiet',
      lines: [{ text: 'a' }, { text: 'b' }],
    });
  });

  test.each([
    ['wx_trigger', 'timer'],
    ['wx_paycallback', 'pay'],
    ['wx_client', 'user'],
    ['wx_client,scf', 'function'],
    ['wx_unknown', 'wechat'],
  ])('%s is called by %s', (source, actor) => {
    expect(only(call('a', { source }))?.actor).toBe(actor);
  });

  test('equal ones in a row are one, with all their logs', () => {
    const all = rows(
      call('a'),
      log('a', 'x'),
      ended('a'),
      call('b'),
      log('b', 'y'),
      ended('b'),
      call('c'),
    );
    expect(all.map(({ tone, count }) => [tone, count])).toEqual([
      ['busy', 1],
      ['good', 2],
    ]);
    expect(all[1]?.lines.map(({ text }) => text)).toEqual(['x', 'y']);
  });
});

describe('what WeChat does', () => {
  test.each([
    [{ errcode: 0, delivered: true }, 'didDeliver', false],
    [{ errcode: 43101, delivered: false }, 'didRefuse', true],
    [{ errcode: -1, delivered: true }, 'didLose', true],
  ])('a send %j', (fields, key, isProblem) => {
    const row = only(event('wechat.send', { openid: 'o1', ...fields }));
    expect(row).toMatchObject({ actor: 'wechat', what: { key }, isProblem, openid: 'o1' });
  });

  test('a payment in yuan, and the answers of a sheet', () => {
    const paid = event('wechat.paid', { openid: 'o1', totalFee: 6800 });
    const answers = { A: 'accept', B: 'accept', C: 'reject' };
    const all = rows(paid, event('wechat.subscribed', { openid: 'o1', answers }));
    expect(all.map(({ what }) => what)).toEqual([
      { key: 'didAnswer', values: { answers: 'accept, reject' } },
      { key: 'didPay', values: { yuan: '68.00' } },
    ]);
  });
});

describe('problems', () => {
  const isProblem = (one: HeardEvent): boolean | undefined => only(one)?.isProblem;

  test('faults that struck, timers that failed, scans, and what phones complain of', () => {
    expect(isProblem(event('gateway.call', { code: 'dropped', action: 'wx.openApi' }))).toBe(true);
    expect(isProblem(event('gateway.call', { code: 'killed', action: 'wx.openApi' }))).toBe(true);
    expect(isProblem(event('clock.fired', { label: 'sweep', ok: false, error: 'no' }))).toBe(true);
    expect(isProblem(event('database.scan', { collection: 'c', examined: 1001 }))).toBe(true);
    expect(isProblem(event('phone.log', { level: 'error', text: 'x' }))).toBe(true);
    expect(isProblem(event('phone.log', { level: 'unsupported', text: 'wx.scanCode' }))).toBe(true);
    expect(isProblem(event('phone.log', { level: 'log', text: 'x' }))).toBe(false);
  });

  test('everyday calls of the gateway and timers say nothing', () => {
    expect(
      rows(
        event('gateway.call', { action: 'database.addDocument', ok: true }),
        event('gateway.call', { action: 'database.addDocument', code: 'DUPLICATE' }),
        event('clock.fired', { label: 'sweep', ok: true }),
        event('something.new'),
      ),
    ).toEqual([]);
  });
});

test('the newest come first, and only so many', () => {
  const taps = ['a', 'b', 'c'].map((openid) => event('wechat.tap', { openid }));
  expect(rowsOf(taps, 2).map(({ openid }) => openid)).toEqual(['c', 'b']);
});

test('a row keeps its id when older events leave the list', () => {
  const events = ['a', 'b', 'c'].map((openid) => event('wechat.tap', { openid }));
  const idsOf = (some: HeardEvent[]) => rowsOf(some, 100).map(({ id }) => id);
  expect(new Set(idsOf(events)).size).toBe(3);
  expect(idsOf(events.slice(1))).toEqual(idsOf(events).slice(0, 2));
});

describe("today's WeChat", () => {
  test('a tap that gives nothing says what the phone gave', () => {
    const formId = 'requestFormId:fail deprecated';
    expect(only(event('wechat.tap', { openid: 'o1', formId, junk: true }))).toMatchObject({
      what: { key: 'didTapInVain', values: { formId } },
      tone: 'doubt',
    });
  });

  test('a message that WeChat takes and does not deliver is a problem', () => {
    const sent = event('wechat.send', { openid: 'o1', errcode: 0, delivered: false });
    expect(only(sent)).toMatchObject({ what: { key: 'didFailLater' }, isProblem: true });
  });

  test('calls over HTTP, and why they fail', () => {
    const [refused, done] = rows(
      event('wechat.http', { apiName: 'token', ok: true }),
      event('wechat.http', { apiName: 'token', ok: false, code: 40125 }),
    );
    expect(done).toMatchObject({ what: { key: 'didHttp' }, isProblem: false });
    expect(refused).toMatchObject({
      what: { key: 'didHttpInVain', values: { api: 'token', code: '40125' } },
      isProblem: true,
    });
  });
});
