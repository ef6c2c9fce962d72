import type { InvocationResult } from '../services';
import { createRandom } from './random';
import { createBench, DAY, HOUR, SECOND } from './test-bench';

describe('users', () => {
  test('have openids of WeChat’s shape, each another one', () => {
    const { wechat, openid } = createBench();
    const second = wechat.createUser().openid;
    expect(openid).toMatch(/^o[\w-]{27}$/);
    expect(second).not.toBe(openid);
    expect(wechat.users()).toEqual([{ openid }, { openid: second }]);
  });

  test('must exist', () => {
    const { wechat } = createBench();
    const deeds = [
      () => wechat.tap('oNobody'),
      () => wechat.inbox('oNobody'),
      () => wechat.subscribe('oNobody', { 'SUB-shipped': 'accept' }),
    ];
    for (const deed of deeds) {
      expect(deed).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
      expect(deed).toThrow('create a user first');
    }
  });

  test('are random without an injected source', () => {
    const random = createRandom();
    const words = Array.from({ length: 50 }, () => random.word(27));
    expect(new Set(words).size).toBe(50);
  });
});

test('the books list every kind', async () => {
  const { wechat, openid, order, scheduler } = createBench();
  const now = scheduler.now();
  const { formId } = wechat.tap(openid);
  const unpaid = order().prepayId;
  const paid = order({ out_trade_no: 'T2' });
  await wechat.userPays(openid, paid.payment, 'success');
  wechat.subscribe(openid, { 'SUB-course': 'accept' });
  const row = { openid, used: 0, state: 'usable', expiresAt: now + 7 * DAY };
  expect(wechat.tokens()).toEqual([
    { ...row, kind: 'form', token: formId, granted: 1 },
    {
      ...row,
      kind: 'payment',
      token: unpaid,
      granted: 0,
      state: 'unpaid',
      expiresAt: now + 2 * HOUR,
    },
    { ...row, kind: 'payment', token: paid.prepayId, granted: 3 },
    { ...row, kind: 'subscription', token: 'SUB-course', granted: 1, expiresAt: 8.64e15 },
  ]);
});

/** A bench with something in every part of the state, and a callback that waits. */
const busyBench = async () => {
  const bench = createBench();
  const { wechat, openid, send, order } = bench;
  const { formId } = wechat.tap(openid);
  send(wechat.tap(openid).formId);
  wechat.subscribe(openid, { 'SUB-course': 'accept' });
  bench.understand(false);
  const paid = order();
  await wechat.userPays(openid, paid.payment, 'success');
  const open = order({ out_trade_no: 'T2' });
  return { bench, formId, paid, open, state: wechat.save() };
};

describe('saved state', () => {
  test('is plain JSON and says everything', async () => {
    const { bench, state } = await busyBench();
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    const other = createBench();
    other.wechat.restore(JSON.parse(JSON.stringify(state)));
    expect(other.wechat.save()).toEqual(state);
    expect(other.wechat.tokens()).toEqual(bench.wechat.tokens());
    expect(other.wechat.inbox(bench.openid)).toEqual(bench.wechat.inbox(bench.openid));
  });

  test('goes on where it was, callbacks included', async () => {
    const { bench, state, open, paid } = await busyBench();
    const other = createBench();
    other.wechat.restore(state);
    await other.scheduler.advance(15 * SECOND);
    expect(other.notices).toHaveLength(1);
    expect(other.notices[0]?.event).toEqual(bench.notices[0]?.event);
    const again = await other.wechat.userPays(bench.openid, paid.payment, 'success');
    expect(again.errMsg).toBe('requestPayment:fail the order is paid');
    const first = await other.wechat.userPays(bench.openid, open.payment, 'success');
    expect(first.errMsg).toBe('requestPayment:ok');
  });

  test('replaces what was there', async () => {
    const { bench, state, formId } = await busyBench();
    expect(bench.send(formId)).toBe(0);
    const later = bench.wechat.tap(bench.openid).formId;
    bench.wechat.restore(state);
    expect([bench.send(formId), bench.send(later)]).toEqual([0, 41028]);
    expect(bench.scheduler.waiting()).toHaveLength(1);
    bench.wechat.restore(state);
    expect(bench.send(formId)).toBe(0);
  });

  test('of the wrong shape is refused and changes nothing', async () => {
    const { bench, state } = await busyBench();
    for (const wrong of [null, {}, { ...Object(state), users: [1] }]) {
      expect(() => bench.wechat.restore(wrong)).toThrow(
        expect.objectContaining({ code: 'BAD_REQUEST' }),
      );
    }
    expect(bench.wechat.save()).toEqual(state);
  });

  test('reset forgets everything, a running callback too', async () => {
    const { bench } = await busyBench();
    const { wechat, openid } = bench;
    wechat.reset();
    expect(bench.scheduler.waiting()).toEqual([]);
    expect([wechat.users(), wechat.tokens()]).toEqual([[], []]);
    expect(() => wechat.tap(openid)).toThrow('no user');
  });

  test('a callback that is answered after a reset is not repeated', async () => {
    let answer: (answered: InvocationResult) => void = () => undefined;
    const invoke = (): Promise<InvocationResult> =>
      new Promise((resolve) => void (answer = resolve));
    const bench = createBench({}, { invoke });
    const paying = bench.wechat.userPays(bench.openid, bench.order().payment, 'success');
    const during = bench.wechat.save();
    bench.wechat.reset();
    answer({ result: undefined, requestId: '' });
    await paying;
    expect(bench.scheduler.waiting()).toEqual([]);
    bench.wechat.restore(during);
    expect(bench.scheduler.waiting()).toEqual([bench.scheduler.now()]);
    bench.wechat.reset();
  });
});
