import { DAY, FAR, HOUR, MINUTE } from '../words';
import type { Order } from '../words';
import { notify } from '../messages/notify';
import { blankOrder } from '../orders/order';
import { createBench, paySuccess, START, tap } from '../testing/bench';
import { knownCodes } from '../wechat/errors';
import { backOffice } from './back-office';
import { explainWithCode } from './error-words';
import { explain, knownReasons } from './reasons';
import { sweep } from './sweep';

test('every verdict has sentences in both languages', () => {
  for (const verdict of new Set(knownCodes().map(([, one]) => one))) {
    expect(knownReasons()).toContain(verdict);
    expect(explain(verdict).zh).not.toBe(verdict);
  }
});

test('the status counts messages by state and reason, and the age of the backlog', async () => {
  const bench = createBench();
  await tap(bench, 'o');
  await notify(bench, paySuccess('SN1', 'o'));
  await notify(bench, paySuccess('SN2', 'o'));
  const status = await backOffice(bench, { action: 'status' });
  expect(status.states).toMatchObject({ sent: 1, waiting: 1, failed: 0 });
  expect(status.reasons).toEqual({ 'no-credit': 1 });
  expect(status.backlogAgeMs).toBe(0);
});

test('a state that cannot be counted in time is left out of the status', async () => {
  const bench = createBench();
  const count = bench.db.count.bind(bench.db);
  bench.db.count = async (collection, query) => {
    if (query.state === 'sent') throw new Error('ESOCKETTIMEDOUT');
    return count(collection, query);
  };
  const { states } = await backOffice(bench, { action: 'status' });
  expect(states).toMatchObject({ queued: 0, failed: 0 });
  expect(states).not.toHaveProperty('sent');
});

test('a message shows its attempts and a reason in plain words, and no openid', async () => {
  const bench = createBench();
  await tap(bench, 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0');
  bench.answers = [47001];
  await notify(bench, paySuccess('SN1', 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0'));
  const answer = await backOffice(bench, { action: 'message', id: 'paySuccess:SN1' });
  expect(answer.message).toMatchObject({ state: 'failed', reason: 'message-bad', errCode: 47001 });
  expect(answer.message.explanation.en).toContain('Correct the scene');
  expect(answer.attempts.map(({ result, errCode }) => [result, errCode])).toEqual([
    ['started', 0],
    ['answered', 47001],
  ]);
  expect(JSON.stringify(answer)).not.toContain('oABCDEFGHIJKLMNOPQRSTUVWXYZ0');
});

test('the explanation says what WeChat’s code means, if the code is known', async () => {
  const bench = createBench();
  await tap(bench, 'o');
  bench.answers = [45168];
  await notify(bench, paySuccess('SN1', 'o'));
  const id = 'paySuccess:SN1';
  const { en, zh } = (await backOffice(bench, { action: 'message', id })).message.explanation;
  expect(en).toBe(`${explain('message-bad').en} 45168: A value contains sensitive words.`);
  expect(zh).toBe(`${explain('message-bad').zh}45168：内容包含敏感词。`);
  expect(explainWithCode('transient', 99999)).toEqual(explain('transient'));
});

test('what does not exist or cannot be done is refused', async () => {
  const bench = createBench();
  const absent = backOffice(bench, { action: 'message', id: 'paySuccess:none' });
  await expect(absent).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await tap(bench, 'o');
  await notify(bench, paySuccess('SN1', 'o'));
  for (const action of ['redrive', 'cancel'] as const) {
    const acting = backOffice(bench, { action, id: 'paySuccess:SN1' });
    await expect(acting).rejects.toMatchObject({ code: 'CONFLICT' });
  }
});

test('the sweep expires what is over and removes old records', async () => {
  const bench = createBench();
  await tap(bench, 'o', 2);
  await notify(bench, paySuccess('SN1', 'o'));
  await notify(bench, paySuccess('SN2', 'nobody'));
  bench.advance(8 * DAY);
  expect(await sweep(bench)).toEqual({ expiredCredits: 1, expiredMessages: 1, removed: 0 });
  bench.advance(90 * DAY);
  await sweep(bench);
  expect(bench.db.all('messages')).toEqual([]);
  expect(bench.db.all('attempts')).toEqual([]);
  expect(bench.db.all('credits')).toEqual([]);
});

test('the sweep removes an hour at a time, the oldest first, and leaves the rest to the next night', async () => {
  const bench = createBench();
  for (let i = 0; i < 10; i++) {
    await tap(bench, 'o');
    await notify(bench, paySuccess(`SN${i}`, 'o'));
    bench.advance(2 * HOUR);
  }
  bench.advance(91 * DAY);
  const remove = bench.db.remove.bind(bench.db);
  let calls = 0;
  bench.db.remove = async (collection, query) => {
    if (collection === 'messages') calls += 1;
    return remove(collection, query);
  };
  bench.remainingMs = () => (calls < 4 ? MINUTE : 0);
  await sweep(bench);
  expect(bench.db.all('messages').map(({ _id }) => _id)).toEqual(
    [4, 5, 6, 7, 8, 9].map((i) => `paySuccess:SN${i}`),
  );
  calls = 0;
  bench.remainingMs = () => MINUTE;
  await sweep(bench);
  expect(bench.db.all('messages')).toEqual([]);
});

test('what the sweep cannot remove keeps nothing else, and is said', async () => {
  const bench = createBench();
  await tap(bench, 'o');
  await notify(bench, paySuccess('SN1', 'o'));
  bench.advance(98 * DAY);
  const remove = bench.db.remove.bind(bench.db);
  bench.db.remove = async (collection, query) => {
    if (collection === 'messages') throw new Error('ESOCKETTIMEDOUT');
    return remove(collection, query);
  };
  await expect(sweep(bench)).rejects.toThrow('ESOCKETTIMEDOUT');
  expect(bench.db.all('attempts')).toEqual([]);
  expect(bench.db.all('messages')).toHaveLength(1);
});

test('the sweep removes what bounds the users, and orders that nobody has paid', async () => {
  const bench = createBench();
  const { db } = bench;
  await db.insert('reports', [{ _id: 'o', day: START, taps: 1, consents: 0 }]);
  await db.insert('orderPlaces', [{ _id: 'o#0', sn: 'SN1', takenAt: START }]);
  for (const state of ['cancelled', 'unpaid', 'received'] as const) {
    await db.insert('orders', [orderIn(state)]);
  }
  bench.advance(HOUR);
  await sweep(bench);
  expect([db.all('reports'), db.all('orderPlaces')]).toMatchObject([[{}], [{}]]);
  bench.advance(2 * DAY);
  await sweep(bench);
  expect([db.all('reports'), db.all('orderPlaces')]).toEqual([[], []]);
  expect(db.all('orders')).toHaveLength(3);
  bench.advance(90 * DAY);
  await sweep(bench);
  expect(db.all('orders').map(({ state }) => state)).toEqual(['unpaid', 'received']);
});

const orderIn = (state: Order['state']): Order => ({
  ...blankOrder,
  _id: `SN-${state}`,
  openid: 'o',
  items: [],
  totalFee: 1,
  state,
  createdAt: START,
  dueAt: FAR,
});
