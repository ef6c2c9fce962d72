import { MINUTE, NONE } from '../words';
import type { Attempt, Message } from '../words';
import { CONCURRENCY, LEASE, PAGE } from '../limits';
import { attemptId, resultId } from '../messages/attempts';
import { messageFor } from '../messages/enqueue';
import { notify } from '../messages/notify';
import { recoverMessages } from '../messages/recover';
import { type Bench, createBench, paySuccess, START, tap } from '../testing/bench';
import { leaseCredits } from './lease';
import { recoverCredits } from './recover';

const states = (bench: Bench) => [...new Set(bench.db.all('credits').map(({ state }) => state))];

function latch(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test('a run that thaws while its lease is recovered spends its credit once', async () => {
  const bench = createBench();
  await tap(bench, 'o');
  const { db } = bench;
  const [frozen, thawed, sent, settled] = [latch(), latch(), latch(), latch()];
  bench.db = {
    ...db,
    async insert(collection, documents) {
      if (collection === 'attempts') {
        frozen.open();
        await thawed.opened;
      }
      return db.insert(collection, documents);
    },
    async update(collection, query, change) {
      if (change.state === 'spent') await settled.opened; // on its way to the database
      const changed = await db.update(collection, query, change);
      if (change.state === 'sent') sent.open();
      return changed;
    },
  };
  const run = notify(bench, paySuccess('SN1', 'o'));
  await frozen.opened;
  bench.advance(LEASE + 2 * MINUTE); // its message should have been recovered; that has failed
  const thawing: Bench['db'] = {
    ...db,
    async count(...query) {
      thawed.open();
      await sent.opened;
      return db.count(...query);
    },
  };
  await recoverCredits({ ...bench, db: thawing });
  settled.open();
  await run;
  expect(bench.letters).toHaveLength(1);
  expect(states(bench)).toEqual(['spent']);
});

describe('a credit that was tried, and whose run has died,', () => {
  const after = async (message: Partial<Message>, didLeave: boolean) => {
    const bench = createBench();
    await tap(bench, 'o');
    const notice = messageFor(paySuccess('SN1', 'o'), START);
    await leaseCredits(bench, [notice], 'dead', { stops: new Set() });
    const start: Attempt = {
      _id: attemptId(notice._id, 1),
      messageId: notice._id,
      creditId: bench.db.all('credits')[0]?._id ?? NONE,
      claim: 'dead',
      at: START,
      result: 'started',
      errCode: 0,
      msgid: NONE,
    };
    const unsent: Attempt = { ...start, _id: resultId(attemptId(notice._id, 1)), result: 'void' };
    await bench.db.insert('attempts', didLeave ? [start] : [start, unsent]);
    await bench.db.insert('messages', [{ ...notice, attempts: 1, ...message }]);
    bench.advance(LEASE + 2 * MINUTE);
    await recoverCredits(bench);
    return states(bench);
  };

  test.each<[string, string, Partial<Message>, boolean]>([
    ['spent', 'its message was sent by it', { state: 'sent' }, true],
    ['inDoubt', 'its message was sent by a later attempt', { state: 'sent', attempts: 2 }, true],
    ['inDoubt', 'its message has ended otherwise', { state: 'unknown' }, true],
    ['inDoubt', 'its message goes on', { state: 'queued', maybeSent: true }, true],
    ['leased', 'another run works on its message', { state: 'sending', claim: 'other' }, true],
    ['open', 'it did not leave', { state: 'queued' }, false],
  ])('is %s: %s', async (state, _, message, didLeave) => {
    expect(await after(message, didLeave)).toEqual([state]);
  });
});

/** Runs that have died after they had leased a credit, each for one message. */
async function leaseAndDie(bench: Bench, runs: number): Promise<void> {
  for (let i = 0; i < runs; i++) {
    await tap(bench, `user-${i}`);
    const message = messageFor(paySuccess(`SN${i}`, `user-${i}`), START);
    await leaseCredits(bench, [message], `run-${i}`, { stops: new Set() });
  }
  bench.advance(LEASE + 2 * MINUTE);
}

/** Messages whose runs have died while they sent. */
async function sendAndDie(bench: Bench, runs: number): Promise<void> {
  const dead = Array.from({ length: runs }, (_, i): Message => ({
    ...messageFor(paySuccess(`SN${i}`, `user-${i}`), START),
    state: 'sending',
    attempts: 1,
    claim: `run-${i}`,
    leaseUntil: START + LEASE,
  }));
  await bench.db.insert('messages', dead);
  bench.advance(LEASE);
}

const many = PAGE + CONCURRENCY;

describe('many dead runs are recovered in one run', () => {
  test('their credits', async () => {
    const bench = createBench();
    await leaseAndDie(bench, many);
    expect(await recoverCredits(bench)).toBe(many);
    expect(states(bench)).toEqual(['open']);
  });

  test('their messages', async () => {
    const bench = createBench();
    await sendAndDie(bench, many);
    expect(await recoverMessages(bench)).toBe(many);
    expect(new Set(bench.db.all('messages').map(({ state }) => state))).toEqual(
      new Set(['queued']),
    );
  });

  test('as long as there is time', async () => {
    const bench = createBench();
    await leaseAndDie(bench, many);
    let calls = 0;
    bench.remainingMs = () => 60_000 - (calls += 1) * 20_000;
    await recoverCredits(bench);
    expect(new Set(states(bench))).toEqual(new Set(['open', 'leased']));
  });
});

test.each([
  ['credits', leaseAndDie, recoverCredits, 'count'],
  ['messages', sendAndDie, recoverMessages, 'insert'],
] as const)('%s that cannot be recovered are left to the next run', async (...row) => {
  const [, die, recover, call] = row;
  const bench = createBench();
  await die(bench, many);
  const { db } = bench;
  bench.db = { ...db, [call]: () => Promise.reject(new Error('socket hang up')) };
  await recover(bench);
  expect(bench.logs.at(-1)).toMatchObject({ error: 'Error: socket hang up' });
  bench.db = db;
  expect(await recover(bench)).toBe(many);
});
