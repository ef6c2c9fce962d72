import { main } from '../../dispatchMessages/main';
import { MINUTE } from '../words';
import { createBench, lost, paySuccess, tap, type Bench } from '../testing/bench';
import { CONCURRENCY, RUN_CAPACITY } from '../limits';
import { dispatch, sendDue } from './dispatch';
import { enqueue, messageFor } from './enqueue';
import { FIRST_GROUP } from './pace';
import { SHARDS, sharesOf, shardOf } from './shards';

async function fill(bench: Bench, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await tap(bench, `user-${i}`);
    await enqueue(bench, paySuccess(`SN${i}`, `user-${i}`));
  }
}

const inState = (bench: Bench, state: string) =>
  bench.db.all('messages').filter((message) => message.state === state);

describe('a run without WeChat', () => {
  test('finds out with a few messages, and leaves the others as they were', async () => {
    const bench = createBench();
    await fill(bench, 300);
    bench.answers = Array.from({ length: 300 }, () => lost);
    await dispatch(bench);
    expect(bench.letters).toHaveLength(FIRST_GROUP);
    expect(bench.db.all('credits').filter(({ state }) => state === 'inDoubt')).toHaveLength(
      FIRST_GROUP,
    );
    expect(bench.db.all('credits').filter(({ state }) => state === 'leased')).toEqual([]);
    expect(inState(bench, 'queued')).toHaveLength(300);
  });

  test('goes on a minute later', async () => {
    const bench = createBench();
    await fill(bench, 50);
    bench.answers = Array.from({ length: FIRST_GROUP }, () => -1);
    await dispatch(bench);
    bench.advance(MINUTE);
    await dispatch(bench);
    expect(inState(bench, 'sent').length).toBeGreaterThanOrEqual(50 - FIRST_GROUP);
  });

  test('a single answer that is lost stops nobody', async () => {
    const bench = createBench();
    await fill(bench, 50);
    bench.answers = [lost];
    await dispatch(bench);
    expect(inState(bench, 'sent')).toHaveLength(49);
  });
});

describe('groups', () => {
  test('grow while WeChat answers, to the concurrency and no further', async () => {
    const bench = createBench();
    await fill(bench, 120);
    let flying = 0;
    const most: number[] = [];
    bench.duringSend = async () => {
      flying += 1;
      most.push(flying);
      await new Promise(setImmediate);
      flying -= 1;
    };
    await dispatch(bench);
    expect(Math.max(...most.slice(0, FIRST_GROUP))).toBe(FIRST_GROUP);
    expect(Math.max(...most)).toBe(CONCURRENCY);
  });

  test('never have more in doubt than the concurrency, whenever the run is killed', async () => {
    for (let calls = 10; calls < 44; calls++) {
      const bench = createBench();
      await fill(bench, 130);
      let left = calls;
      for (const method of ['find', 'insert', 'update'] as const) {
        const work = bench.db[method].bind(bench.db) as (...a: never[]) => Promise<unknown>;
        const dying = async (...args: never[]) => {
          if (left-- <= 0) throw new Error('killed');
          return work(...args);
        };
        Object.assign(bench.db, { [method]: dying });
      }
      await expect(dispatch(bench)).rejects.toThrow('killed');
      const begun = new Set(bench.db.all('attempts').map(({ _id }) => _id));
      const inDoubt = inState(bench, 'sending').filter((message) =>
        begun.has(`${message._id}#${message.attempts}`),
      );
      expect(inDoubt.length).toBeLessThanOrEqual(CONCURRENCY);
    }
  });
});

test('runs that begin together share the work: whoever is slower takes the next page', async () => {
  const bench = createBench();
  await fill(bench, 450);
  const runs = await Promise.all([dispatch(bench), dispatch(bench)]);
  expect(bench.letters).toHaveLength(450);
  for (const { states } of runs) expect(states.sent).toBeGreaterThan(100);
});

describe('shards', () => {
  test('every shard belongs to one run, and every user to one shard', () => {
    for (let runs = 1; runs <= SHARDS; runs++) {
      expect(
        sharesOf(runs)
          .flat()
          .toSorted((a, b) => a - b),
      ).toEqual(Array.from({ length: SHARDS }, (_, shard) => shard));
      expect(sharesOf(runs)).toHaveLength(runs);
    }
    const used = new Set(Array.from({ length: 500 }, (_, i) => shardOf(`user-${i}`)));
    expect(used.size).toBe(SHARDS);
  });

  test('a run for some shards sends nothing else', async () => {
    const bench = createBench();
    await fill(bench, 100);
    await sendDue(bench, [0, 1, 2, 3]);
    const sent = inState(bench, 'sent');
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.every(({ shard }) => shard < 4)).toBe(true);
    expect(inState(bench, 'queued').every(({ shard }) => shard >= 4)).toBe(true);
  });

  test('runs whose shards overlap send everything once', async () => {
    const bench = createBench();
    await fill(bench, 250);
    await Promise.all([
      sendDue(bench, [0, 1, 2, 3, 4, 5]),
      sendDue(bench, [4, 5, 6]),
      dispatch(bench),
    ]);
    expect(bench.letters).toHaveLength(250);
    expect(new Set(bench.letters.map(({ touser }) => touser)).size).toBe(250);
  });

  test('a backlog that is too large is shared, a small one is not', async () => {
    const bench = createBench();
    const started: (readonly number[])[] = [];
    const start = async (shards: readonly number[]) => started.push(shards) > 0;
    const helpers = { runs: 4, start };
    await fill(bench, 10);
    expect(await dispatch(bench, helpers)).toMatchObject({ states: { sent: 10 }, helpers: 0 });
    const messages = Array.from({ length: RUN_CAPACITY + 1 }, (_, i) =>
      messageFor(paySuccess(`SN${i}x`, `user-${i}`), bench.now()),
    );
    await bench.db.insert('messages', messages);
    bench.remainingMs = () => 0; // it only decides
    expect(await dispatch(bench, helpers)).toMatchObject({ helpers: 3 });
    expect(started).toEqual(sharesOf(4).slice(1));
  });

  /** More is due than one run can send; a hundred users have allowed it. */
  async function backlog(bench: Bench): Promise<void> {
    await bench.db.insert(
      'messages',
      Array.from({ length: RUN_CAPACITY }, (_, i) =>
        messageFor(paySuccess(`SN${i}x`, 'nobody'), bench.now()),
      ),
    );
    await fill(bench, 100);
  }

  test.each([
    ['at once', () => Promise.resolve(false)],
    ['when our own share is done', () => new Promise<boolean>((end) => setTimeout(end, 0, false))],
  ])('of a helper that fails %s are sent by the run that has called it', async (_, start) => {
    const bench = createBench();
    await backlog(bench);
    expect(await dispatch(bench, { runs: 4, start })).toMatchObject({
      helpers: 0,
      states: { sent: 100 },
    });
    expect(new Set(bench.letters.map(({ touser }) => touser)).size).toBe(100);
  });

  test.each([
    ['a timer', 'wx_trigger', 1],
    ['no delayed task, since many may come at once', 'wx_unknown', 0],
  ])('are shared by %s', async (_, source, times) => {
    const bench = createBench();
    const count = jest.spyOn(bench.db, 'count');
    process.env.DISPATCHERS = '4';
    const answer = await main.answer({ ports: bench, caller: { openid: '', source } }, {});
    delete process.env.DISPATCHERS;
    expect(answer).toMatchObject({ ok: true });
    expect(count).toHaveBeenCalledTimes(times); // of what is due, for that
  });
});
