import { DAY, HOUR, MINUTE, SECOND } from '../words';
import type { Message } from '../words';
import {
  accept,
  createBench,
  lagOnce,
  lost,
  paySuccess,
  shipped,
  START,
  tap,
  unsent,
  type Bench,
} from '../testing/bench';
import { CONCURRENCY, LEASE } from '../limits';
import { wake } from './wake';
import { dispatch } from './dispatch';
import { enqueue, messageFor, type Notice } from './enqueue';
import { notify } from './notify';
import { FIRST_GROUP } from './pace';
import { giveUp, redrive } from './manage';
import { start, stop } from '../channels/stops';

const stateOf = (bench: Bench, id = 'paySuccess:SN1') => {
  const message = bench.db.all('messages').find((one) => one._id === id);
  return [message?.state, message?.reason];
};
const acceptPaySuccess = (bench: Bench, openid: string) => accept(bench, openid, 'sub-pay-success');
const creditStates = (bench: Bench) => bench.db.all('credits').map((credit) => credit.state);

describe('one notice', () => {
  test('is sent with the credit that was there', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    expect(await notify(bench, paySuccess('SN1', 'o'))).toEqual({ state: 'sent', reason: 'sent' });
    expect(bench.letters).toMatchObject([
      {
        channel: 'template',
        touser: 'o',
        templateId: 'tpl-pay-success',
        page: 'pages/orders/detail?sn=SN1',
      },
    ]);
    expect(creditStates(bench)).toEqual(['spent']);
  });

  test('asked for twice is sent once', async () => {
    const bench = createBench();
    await tap(bench, 'o', 2);
    const both = await Promise.all([
      notify(bench, paySuccess('SN1', 'o')),
      notify(bench, paySuccess('SN1', 'o')),
    ]);
    expect(bench.letters).toHaveLength(1);
    expect(both.map((status) => status.state)).toContain('sent');
    expect(await notify(bench, paySuccess('SN1', 'o'))).toEqual({ state: 'sent', reason: 'sent' });
    expect(bench.letters).toHaveLength(1);
  });

  test('waits without a credit and goes out after the next tap', async () => {
    const bench = createBench();
    expect(await notify(bench, paySuccess('SN1', 'o'))).toEqual({
      state: 'waiting',
      reason: 'no-credit',
    });
    await tap(bench, 'o');
    await wake(bench, 'o');
    await dispatch(bench);
    expect(stateOf(bench)).toEqual(['sent', 'sent']);
  });

  test('finds a credit by itself when the wake-up was lost', async () => {
    const bench = createBench();
    await notify(bench, paySuccess('SN1', 'o'));
    await tap(bench, 'o');
    await dispatch(bench);
    expect(stateOf(bench)[0]).toBe('waiting');
    bench.advance(31 * MINUTE);
    await dispatch(bench);
    expect(stateOf(bench)[0]).toBe('sent');
  });

  test('looks again after it began to wait: a credit that came in between is seen', async () => {
    const bench = createBench();
    const update = bench.db.update.bind(bench.db);
    bench.db.update = async (collection, query, change) => {
      const changed = await update(collection, query, change);
      if (change.state === 'waiting') await tap(bench, 'o'); // after the look, before the sleep
      return changed;
    };
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('sent');
    await enqueue(bench, paySuccess('SN2', 'o'));
    expect((await dispatch(bench)).states).toEqual({ queued: 1, sent: 1 });
  });
});

describe('refused credits', () => {
  test('the next one is tried at once', async () => {
    const bench = createBench();
    await tap(bench, 'o', 3);
    bench.answers = [41028, 41029];
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('sent');
    expect(creditStates(bench)).toEqual(['refused', 'refused', 'spent']);
    expect(new Set(bench.letters.map((letter) => letter.token)).size).toBe(3);
  });

  test('what the user allows after the refused send stays, and carries the message', async () => {
    const bench = createBench();
    await accept(bench, 'o', 'sub-pay-success');
    bench.answers = [43101];
    bench.duringSend = async () => {
      bench.duringSend = async () => undefined;
      bench.advance(SECOND);
      await accept(bench, 'o', 'sub-pay-success');
    };
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('sent');
    expect(creditStates(bench)).toEqual(['refused', 'spent']);
  });

  test('a message whose credits were all refused waits', async () => {
    const bench = createBench();
    await tap(bench, 'o', 1);
    bench.answers = [41029];
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('waiting');
  });
});

describe('in doubt', () => {
  test.each([
    ['it had been delivered', 41029, 'sent'],
    ['it had not been delivered', 0, 'sent'],
    ['it expired meanwhile', 41028, 'unknown'],
  ])('the same formId is asked again: %s', async (_, answer, state) => {
    const bench = createBench();
    await tap(bench, 'o', 2);
    bench.answers = [lost, answer];
    expect(await notify(bench, paySuccess('SN1', 'o'))).toEqual({
      state: 'queued',
      reason: 'no-answer',
    });
    expect(creditStates(bench)).toEqual(['inDoubt', 'open']);
    bench.advance(10_000);
    await dispatch(bench);
    expect(stateOf(bench)[0]).toBe(state);
    expect(bench.letters[0]?.token).toBe(bench.letters[1]?.token);
    expect(creditStates(bench)[1]).toBe('open');
  });

  test('a page that asks again cannot hurry it', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    bench.answers = [lost];
    await notify(bench, paySuccess('SN1', 'o'));
    await notify(bench, paySuccess('SN1', 'o'));
    expect(bench.letters).toHaveLength(1);
  });

  test('what did not leave frees its credit and is tried later', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    bench.answers = [unsent];
    expect(await notify(bench, paySuccess('SN1', 'o'))).toEqual({
      state: 'queued',
      reason: 'misconfigured',
    });
    expect(creditStates(bench)).toEqual(['open']);
    bench.advance(11 * MINUTE);
    await dispatch(bench);
    expect(stateOf(bench)[0]).toBe('sent');
  });
});

describe('patience', () => {
  test('asking while a message waits for a credit is not trying', async () => {
    const bench = createBench();
    for (let i = 0; i < 15; i++) await notify(bench, paySuccess('SN1', 'o'));
    await tap(bench, 'o');
    bench.answers = [lost, 0];
    expect(await notify(bench, paySuccess('SN1', 'o'))).toMatchObject({ state: 'queued' });
    bench.advance(10_000);
    await dispatch(bench);
    expect(stateOf(bench)[0]).toBe('sent');
  });

  test('a limit of a minute puts the rest off for a minute', async () => {
    const bench = createBench();
    for (let i = 0; i < 30; i++) {
      await tap(bench, `user-${i}`);
      await enqueue(bench, paySuccess(`SN${i}`, `user-${i}`));
    }
    bench.answers = [45011];
    await dispatch(bench);
    bench.advance(MINUTE);
    await dispatch(bench);
    expect(bench.db.all('messages').every((message) => message.state === 'sent')).toBe(true);
  });

  test('a limit that is over while the run still has time stops nothing any more', async () => {
    const bench = createBench();
    await tap(bench, 'o', 2);
    await enqueue(bench, paySuccess('SN1', 'o'));
    await enqueue(bench, shipped('SN1', 'o'));
    for (const sn of ['SN2', 'SN3', 'SN4']) {
      await accept(bench, 'p', 'sub-pay-success');
      await enqueue(bench, paySuccess(sn, 'p'));
    }
    bench.answers = [{ type: 'unsent', errCode: -501003, detail: 'EXCEED_REQUEST_LIMIT' }];
    bench.duringSend = async () => bench.advance(6 * SECOND);
    expect((await dispatch(bench)).states).toEqual({ queued: 2, sent: 5 });
  });

  test('a limit of one kind of messages stops all scenes of that kind, and no others', async () => {
    const bench = createBench();
    await tap(bench, 'o', 2);
    await enqueue(bench, paySuccess('SN1', 'o'));
    await enqueue(bench, shipped('SN1', 'o'));
    for (const sn of ['SN2', 'SN3']) {
      await accept(bench, 'p', 'sub-pay-success');
      await enqueue(bench, paySuccess(sn, 'p'));
    }
    bench.answers = [45009];
    expect((await dispatch(bench)).states).toEqual({ queued: 2, sent: 2 });
    expect(stateOf(bench, 'orderShipped:SN1')).toEqual(['queued', 'wait']);
  });

  test('refused credits are no tries: the last one is still asked again', async () => {
    const bench = createBench();
    await tap(bench, 'o', 12);
    bench.answers = [...Array.from({ length: 11 }, () => 41028), lost, 41029];
    for (let i = 0; i < 4; i++) {
      await notify(bench, paySuccess('SN1', 'o'));
      bench.advance(HOUR / 60);
      await dispatch(bench);
    }
    expect(stateOf(bench)[0]).toBe('sent');
  });

  test('hours without permission and a limit of WeChat after them lose nothing', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    bench.answers = [...Array.from({ length: 12 }, () => unsent), 45011, 45011, 0];
    await notify(bench, paySuccess('SN1', 'o'));
    for (let i = 0; i < 20; i++) {
      bench.advance(31 * MINUTE);
      await dispatch(bench);
    }
    expect(stateOf(bench)[0]).toBe('sent');
    expect(bench.letters).toHaveLength(15);
  });
});

describe('a call of the database that fails', () => {
  /** The next call of this kind does its work, or not, and its answer is lost. */
  const loseAnswer = (bench: Bench, method: 'insert' | 'update', work: boolean, which: string) => {
    const original = bench.db[method].bind(bench.db) as (...args: never[]) => Promise<unknown>;
    const failing = async (...args: never[]) => {
      if (!JSON.stringify(args).includes(which)) return original(...args);
      Object.assign(bench.db, { [method]: original });
      if (work) await original(...args);
      throw new Error('socket hang up');
    };
    Object.assign(bench.db, { [method]: failing });
  };

  test.each([
    ['the work is not done', false, () => undefined],
    ['the work is done', true, () => undefined],
    ['the work is done, and a look at it lags', true, (bench: Bench) => lagOnce(bench, 'attempts')],
  ])('while attempts are recorded is made again: %s', async (_, work, lag) => {
    const bench = createBench();
    await tap(bench, 'o');
    loseAnswer(bench, 'insert', work, '"started"');
    lag(bench);
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('sent');
    expect(bench.letters).toHaveLength(1);
  });

  test('while one result is recorded does not make the others unknown', async () => {
    const bench = createBench();
    for (const user of ['a', 'b', 'c']) {
      await tap(bench, user);
      await enqueue(bench, paySuccess(user, user));
    }
    bench.answers = [0, 43108, 0];
    loseAnswer(bench, 'insert', false, '"answered"');
    await expect(dispatch(bench)).rejects.toThrow('socket hang up');
    const states = bench.db.all('messages').map((message) => message.state);
    expect(states).toEqual(['sent', 'sending', 'sent']);
  });

  test('cannot reopen a credit that another message has spent meanwhile', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    bench.answers = [unsent, lost];
    loseAnswer(bench, 'update', false, '"misconfigured"');
    await expect(notify(bench, paySuccess('SN1', 'o'))).rejects.toThrow('socket hang up');
    bench.advance(LEASE + 2 * MINUTE);
    await notify(bench, paySuccess('SN2', 'o')); // whatever is free now is taken, and in doubt
    for (let i = 0; i < 10; i++) {
      await dispatch(bench);
      bench.advance(i === 0 ? 0 : LEASE + 2 * MINUTE);
      if (i === 0) await notify(bench, paySuccess('SN3', 'o')); // takes F if it was reopened
    }
    const [, ...left] = bench.letters; // the first did not leave
    expect(left.length).toBeGreaterThan(1);
    expect(new Set(left.map((letter) => letter.page)).size).toBe(1);
    expect(creditStates(bench)).toEqual(['spent']);
  });
});

describe('a dead run', () => {
  const die = () => Promise.reject(new Error('killed'));

  test.each([
    ['nobody received it', 0],
    ['it was delivered', 41029],
  ])('that died while sending is asked again: %s', async (_, answer) => {
    const bench = createBench();
    await tap(bench, 'o');
    bench.duringSend = die;
    await expect(notify(bench, paySuccess('SN1', 'o'))).rejects.toThrow('killed');
    bench.duringSend = async () => undefined;
    bench.answers = [answer];
    bench.advance(LEASE + 2 * MINUTE);
    await dispatch(bench);
    bench.advance(MINUTE);
    await dispatch(bench);
    expect(stateOf(bench)).toEqual(['sent', 'sent']);
    expect(creditStates(bench)).toEqual(['spent']);
  });

  test('that died before the attempt was recorded has not sent: a credit goes back', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    const insert = bench.db.insert.bind(bench.db);
    bench.db.insert = (collection, documents) =>
      collection === 'attempts' ? die() : insert(collection, documents);
    await expect(notify(bench, paySuccess('SN1', 'o'))).rejects.toThrow('killed');
    bench.db.insert = insert;
    bench.advance(LEASE + 2 * MINUTE);
    await dispatch(bench);
    bench.advance(31 * MINUTE);
    await dispatch(bench);
    expect(stateOf(bench)[0]).toBe('sent');
    expect(bench.letters).toHaveLength(1);
    expect(creditStates(bench)).toEqual(['spent']);
  });

  test('that has sent is not sent again because a read of its credit lags', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    const [before] = bench.db.all('credits'); // as it was before the lease
    bench.duringSend = () => Promise.reject(new Error('killed'));
    await expect(notify(bench, paySuccess('SN1', 'o'))).rejects.toThrow('killed');
    bench.duringSend = async () => undefined;
    bench.answers = [41029]; // it was delivered
    bench.advance(2 * LEASE);
    const { db } = bench;
    let reads = 0;
    bench.db = {
      ...db,
      get: async (collection, id) =>
        collection === 'credits' && (reads += 1) === 1 ? (before as never) : db.get(collection, id),
    };
    await dispatch(bench);
    expect(reads).toBe(2);
    await tap(bench, 'o'); // another credit is at hand
    bench.advance(MINUTE);
    await dispatch(bench);
    expect(new Set(bench.letters.map((letter) => letter.token)).size).toBe(1);
    expect(stateOf(bench)).toEqual(['sent', 'sent']);
  });

  test('that has sent leaves no open credit because a read of its attempt lags', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    const { db } = bench;
    bench.db = {
      ...db,
      update: (collection, query, change) =>
        'state' in change && change.state === 'spent'
          ? Promise.reject(new Error('killed'))
          : db.update(collection, query, change),
    };
    await expect(notify(bench, paySuccess('SN1', 'o'))).rejects.toThrow('killed');
    expect(stateOf(bench)).toEqual(['sent', 'sent']);
    bench.db = db;
    lagOnce(bench, 'attempts');
    bench.advance(2 * LEASE);
    await dispatch(bench);
    expect(creditStates(bench)).toEqual(['spent']);
  });

  test('that thaws after its lease cannot begin to send', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    const insert = bench.db.insert.bind(bench.db);
    bench.db.insert = async (collection, documents) => {
      if (collection === 'attempts') {
        bench.db.insert = insert;
        bench.advance(LEASE + 2 * MINUTE); // frozen here, while others recover and send
        await dispatch(bench);
        bench.advance(31 * MINUTE);
        await dispatch(bench);
      }
      return insert(collection, documents);
    };
    await notify(bench, paySuccess('SN1', 'o'));
    expect(bench.letters).toHaveLength(1);
    expect(stateOf(bench)[0]).toBe('sent');
  });

  test('that thaws while its recovery fails does not send twice', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    const insert = bench.db.insert.bind(bench.db);
    bench.db.insert = async (collection, documents) => {
      if (collection !== 'attempts') return insert(collection, documents);
      bench.db.insert = (...args) => (args[0] === 'attempts' ? die() : insert(...args));
      bench.advance(LEASE + 2 * MINUTE); // frozen here; the recovery cannot take the number
      await dispatch(bench);
      await notify(bench, paySuccess('SN2', 'o')); // wants the credit
      bench.db.insert = insert;
      return insert(collection, documents);
    };
    await notify(bench, paySuccess('SN1', 'o'));
    for (let i = 0; i < 4; i++) {
      bench.advance(31 * MINUTE);
      await dispatch(bench);
    }
    expect(bench.letters).toHaveLength(1);
    expect(creditStates(bench)).toEqual(['spent']);
  });

  test.each([
    ['sent', 'the late answer is a failure', 47001, tap],
    ['unknown', 'the late answer is a success', 0, acceptPaySuccess],
  ])('that thaws while sending cannot overwrite what others found out: %s, %s', async (...row) => {
    const [found, , answer, allow] = row;
    const bench = createBench();
    await allow(bench, 'o');
    bench.duringSend = async () => {
      bench.duringSend = async () => undefined;
      bench.advance(LEASE + 2 * MINUTE);
      await dispatch(bench); // takes over: in doubt
      bench.advance(MINUTE);
      bench.answers = found === 'sent' ? [41029] : []; // asked again: it had been delivered
      await dispatch(bench);
      bench.answers = [answer];
    };
    await notify(bench, paySuccess('SN1', 'o'));
    expect(stateOf(bench)[0]).toBe(found);
    expect(creditStates(bench)).toEqual([found === 'sent' ? 'spent' : 'inDoubt']);
  });
});

describe('a batch', () => {
  const fill = async (bench: Bench, count: number) => {
    for (let i = 0; i < count; i++) {
      await tap(bench, `user-${i}`);
      await enqueue(bench, paySuccess(`SN${i}`, `user-${i}`));
    }
  };

  test.each([
    ['without message ids', 'none'],
    ['with message ids, which are kept', 'msgid'],
  ])('is sent completely, in few calls of the database: %s', async (_, msgid) => {
    const bench = createBench();
    await fill(bench, 1000);
    bench.answers = Array.from({ length: 1000 }, () => ({ type: 'answered', errCode: 0, msgid }));
    let calls = 0;
    for (const method of ['find', 'get', 'insert', 'update', 'count'] as const) {
      const original = bench.db[method].bind(bench.db) as (...args: never[]) => unknown;
      Object.assign(bench.db, {
        [method]: (...args: never[]) => {
          calls += 1;
          return original(...args);
        },
      });
    }
    expect((await dispatch(bench)).states).toEqual({ sent: 1000 });
    expect(bench.letters).toHaveLength(1000);
    expect(calls / 1000).toBeLessThan(0.3);
  });

  test('killed in the middle makes at most one group ambiguous', async () => {
    const bench = createBench();
    await fill(bench, 100);
    bench.duringSend = async () => {
      if (bench.letters.length > 45) throw new Error('killed');
    };
    await expect(dispatch(bench)).rejects.toThrow('killed');
    const begun = new Set(bench.db.all('attempts').map((attempt) => attempt._id));
    const sending = bench.db.all('messages').filter((message) => message.state === 'sending');
    const inDoubt = sending.filter(({ _id, attempts }) => begun.has(`${_id}#${attempts}`));
    expect(inDoubt).toHaveLength(CONCURRENCY);
    expect(sending).toHaveLength(2 * CONCURRENCY); // the next group was marked, and comes back
  });

  test('two overlapping runs send everything once', async () => {
    const bench = createBench();
    await fill(bench, 250);
    await Promise.all([dispatch(bench), dispatch(bench)]);
    expect(bench.letters).toHaveLength(250);
    expect(new Set(bench.letters.map((letter) => letter.touser)).size).toBe(250);
  });

  test('never sends to one user at the same time', async () => {
    const bench = createBench();
    await tap(bench, 'o', 5);
    for (let i = 0; i < 5; i++) await enqueue(bench, paySuccess(`SN${i}`, 'o'));
    let flying = 0;
    bench.duringSend = async () => {
      flying += 1;
      expect(flying).toBe(1);
      await new Promise(setImmediate);
      flying -= 1;
    };
    expect((await dispatch(bench)).states).toEqual({ sent: 5 });
  });

  test('stops before its time is over and leaves the rest untouched', async () => {
    const bench = createBench();
    await fill(bench, 60);
    bench.remainingMs = () => (bench.letters.length < 20 ? 60_000 : 5_000);
    await dispatch(bench);
    expect(bench.letters).toHaveLength(20);
    const states = bench.db.all('messages').map((message) => message.state);
    expect(states.filter((state) => state === 'queued')).toHaveLength(40);
    expect(creditStates(bench).filter((state) => state === 'open')).toHaveLength(40);
  });

  test('a wrong template stops its scene for the whole run instead of burning credits', async () => {
    const bench = createBench();
    await fill(bench, 260);
    bench.answers = Array.from({ length: 260 }, () => 40037);
    await dispatch(bench);
    expect(bench.letters).toHaveLength(FIRST_GROUP);
    expect(creditStates(bench).filter((state) => state === 'open')).toHaveLength(255);
    const put = bench.db.all('messages').filter((message) => message.state === 'queued');
    expect(new Set(put.map((message) => message.reason))).toEqual(new Set(['template-bad']));
  });
});

describe('time', () => {
  const reminder: Notice<'receiptReminder'> = {
    scene: 'receiptReminder',
    key: 'SN1',
    openid: 'o',
    fields: { goods: '红茶', sn: 'SN1', shippedAt: START },
  };

  test('an active notice does not ring at night', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    bench.advance(13 * HOUR); // 23:00 in China
    expect((await notify(bench, reminder)).state).toBe('queued');
    await dispatch(bench);
    expect(bench.letters).toEqual([]);
    bench.advance(9 * HOUR);
    await dispatch(bench);
    expect(bench.letters).toHaveLength(1);
  });

  test('a message that began to wait by day does not ring at night either', async () => {
    const bench = createBench();
    await notify(bench, reminder);
    bench.advance(13 * HOUR);
    await tap(bench, 'o');
    await wake(bench, 'o');
    await dispatch(bench);
    expect(bench.letters).toEqual([]);
    expect(stateOf(bench, 'receiptReminder:SN1')).toEqual(['queued', 'night']);
  });

  test('what no longer makes sense expires, with a reason', async () => {
    const bench = createBench();
    await notify(bench, paySuccess('SN1', 'o'));
    bench.advance(2 * DAY);
    await tap(bench, 'o');
    await dispatch(bench);
    expect(stateOf(bench)).toEqual(['expired', 'too-late']);
    expect(bench.letters).toEqual([]);
  });
});

describe('staff', () => {
  test('send a failed message again with the credit it is bound to', async () => {
    const bench = createBench();
    await tap(bench, 'o', 2);
    bench.answers = [47001];
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('failed');
    expect(await redrive(bench, 'paySuccess:SN1')).toEqual({ state: 'sent', reason: 'sent' });
    expect(bench.letters[0]?.token).toBe(bench.letters[1]?.token);
    expect(await redrive(bench, 'paySuccess:SN1')).toBeUndefined();
  });

  test('cancel what waits, but not what was perhaps delivered', async () => {
    const bench = createBench();
    await notify(bench, paySuccess('SN1', 'o'));
    expect(await giveUp(bench, 'paySuccess:SN1')).toEqual({ state: 'cancelled', reason: 'staff' });
    await tap(bench, 'p');
    bench.answers = [lost];
    await notify(bench, paySuccess('SN2', 'p'));
    expect(await giveUp(bench, 'paySuccess:SN2')).toEqual({ state: 'unknown', reason: 'staff' });
    expect(await giveUp(bench, 'paySuccess:SN2')).toBeUndefined();
  });

  test('send an unknown message with a new credit once its formId is dead', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    bench.answers = [lost, 41028];
    await notify(bench, paySuccess('SN1', 'o'));
    bench.advance(10_000);
    await dispatch(bench);
    expect(stateOf(bench)[0]).toBe('unknown');
    bench.advance(7 * DAY);
    await tap(bench, 'o');
    expect((await redrive(bench, 'paySuccess:SN1'))?.state).toBe('sent');
    expect(bench.letters[2]?.token).not.toBe(bench.letters[0]?.token);
  });
});

describe('a closed way', () => {
  const stops = (bench: Bench) => bench.db.all('channelStops').map((one) => one._id);

  test('template messages are gone: the notice takes a consent, and nothing asks WeChat again', async () => {
    const bench = createBench();
    await tap(bench, 'o', 3);
    await accept(bench, 'o', 'sub-pay-success');
    bench.answers = [45103];
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('sent');
    expect(bench.letters.map((letter) => letter.channel)).toEqual(['template', 'subscribe']);
    expect(stops(bench)).toEqual(['form:*', 'payment:*']);
    expect((await notify(bench, paySuccess('SN2', 'o'))).reason).toBe('no-credit'); // of the other way
    expect(bench.letters).toHaveLength(2);
  });

  test('a send that has met it does not need to read of it', async () => {
    const bench = createBench();
    await tap(bench, 'o', 3);
    await accept(bench, 'o', 'sub-pay-success');
    const { db } = bench;
    bench.db = {
      ...db,
      find: async (collection, ...query) =>
        collection === 'channelStops' ? [] : db.find(collection, ...query), // it lags
    };
    bench.answers = [45103, 0];
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('sent');
    expect(bench.letters.map(({ channel }) => channel)).toEqual(['template', 'subscribe']);
  });

  test('a run that meets it sends nobody else that way, and loses nothing', async () => {
    const bench = createBench();
    for (let i = 0; i < 50; i++) {
      await tap(bench, `u${i}`);
      await accept(bench, `u${i}`, 'sub-pay-success');
      await enqueue(bench, paySuccess(`SN${i}`, `u${i}`));
    }
    bench.answers = Array.from({ length: FIRST_GROUP }, () => 41032);
    await dispatch(bench);
    expect(bench.letters.filter((letter) => letter.channel === 'template')).toHaveLength(
      FIRST_GROUP,
    );
    expect(bench.db.all('messages').filter((one) => one.state === 'sent')).toHaveLength(50);
    expect(stops(bench)).toEqual(['form:*']);
  });

  test('one template is banned: other scenes go on', async () => {
    const bench = createBench();
    await accept(bench, 'o', 'sub-pay-success', 'sub-order-shipped');
    bench.answers = [43107];
    expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('waiting');
    expect(stops(bench)).toEqual(['subscription:paySuccess']);
    expect((await notify(bench, shipped('SN1', 'o'))).state).toBe('sent');
  });

  test('when every way is off the message waits, and goes out when staff switch one on', async () => {
    const bench = createBench();
    await accept(bench, 'o', 'sub-pay-success');
    for (const kind of ['form', 'payment', 'subscription'] as const) {
      await stop(bench, new Set(), { kind, scene: '*', errCode: 0, reason: 'staff-stop' });
    }
    const status = await notify(bench, paySuccess('SN1', 'o'));
    expect(status).toEqual({ state: 'waiting', reason: 'channel-off' });
    expect(bench.letters).toEqual([]);
    expect(await start(bench, 'subscription', '*')).toBe(1);
    await dispatch(bench);
    expect(stateOf(bench)[0]).toBe('sent');
  });

  test('while one way is off the message waits for a credit of another, and goes out when it is on again', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    await stop(bench, new Set(), { kind: 'form', scene: '*', errCode: 0, reason: 'staff-stop' });
    const status = await notify(bench, paySuccess('SN1', 'o'));
    expect(status).toEqual({ state: 'waiting', reason: 'no-credit' });
    await start(bench, 'form', '*');
    await dispatch(bench);
    expect(stateOf(bench)[0]).toBe('sent');
  });

  test('what was perhaps delivered that way waits for it, and ends unknown, never twice', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    bench.answers = [lost];
    await notify(bench, paySuccess('SN1', 'o'));
    await accept(bench, 'o', 'sub-pay-success');
    await stop(bench, new Set(), { kind: 'form', scene: '*', errCode: 0, reason: 'staff-stop' });
    bench.advance(MINUTE);
    await dispatch(bench);
    expect(stateOf(bench)).toEqual(['waiting', 'channel-off']);
    bench.advance(DAY);
    await dispatch(bench);
    expect(stateOf(bench)).toEqual(['unknown', 'too-late']);
    expect(bench.letters).toHaveLength(1);
  });
});

describe('a long-term permission', () => {
  const visit = (key: string) => ({
    scene: 'registrationSuccess' as const,
    key,
    openid: 'o',
    fields: { patient: '王芳', department: '内科', doctor: '李医生', at: START },
  });
  const accepted = async () => {
    const bench = createBench();
    await accept(bench, 'o', 'long-registration-success');
    return bench;
  };

  test('carries one message after the other', async () => {
    const bench = await accepted();
    for (const key of ['1', '2', '3']) expect((await notify(bench, visit(key))).state).toBe('sent');
    expect(bench.letters.map((letter) => letter.templateId)).toEqual(
      Array.from({ length: 3 }, () => 'long-registration-success'),
    );
    expect(creditStates(bench)).toEqual(['open']);
  });

  test('two messages at the same time: the second waits for it and follows', async () => {
    const bench = await accepted();
    await Promise.all([enqueue(bench, visit('1')), enqueue(bench, visit('2'))]);
    await dispatch(bench);
    await dispatch(bench);
    expect(bench.db.all('messages').map((one) => one.state)).toEqual(['sent', 'sent']);
  });

  test('is withdrawn by the user: 43101 closes it, and the message waits', async () => {
    const bench = await accepted();
    bench.answers = [43101];
    expect((await notify(bench, visit('1'))).state).toBe('waiting');
    expect(creditStates(bench)).toEqual(['refused']);
  });

  test('a lost answer binds the message, not the permission', async () => {
    const bench = await accepted();
    bench.answers = [lost];
    const sent = await notify(bench, visit('1')); // its scene prefers twice to never
    expect(sent).toEqual({ state: 'queued', reason: 'no-answer' });
    expect(creditStates(bench)).toEqual(['open']);
    expect((await notify(bench, visit('2'))).state).toBe('sent');
  });

  test('a run that dies with it gives it back', async () => {
    const bench = await accepted();
    bench.duringSend = () => Promise.reject(new Error('killed'));
    await expect(notify(bench, visit('1'))).rejects.toThrow('killed');
    bench.duringSend = async () => undefined;
    bench.advance(2 * LEASE);
    await dispatch(bench);
    bench.advance(2 * LEASE);
    await dispatch(bench);
    expect(creditStates(bench)).toEqual(['open']);
    expect(bench.letters).toHaveLength(2); // at least once: it was repeated
  });
});

test('the keyword that WeChat or we ourselves find wrong is named', async () => {
  const bench = createBench();
  await accept(bench, 'o', 'sub-pay-success');
  const detail = 'errCode: 47003 | errMsg: argument invalid! data.thing1.value invalid rid: 1';
  bench.answers = [{ type: 'answered', errCode: 47003, msgid: 'none', detail }];
  expect((await notify(bench, paySuccess('SN1', 'o'))).reason).toBe('message-bad');
  const fields = { reason: '退', goods: '茶', amount: 10 ** 12, sn: 'SN1' };
  const cheque = { scene: 'refundSuccess' as const, key: '1', openid: 'o', fields };
  for (const kind of ['form', 'payment'] as const) {
    await stop(bench, new Set(), { kind, scene: '*', errCode: 45103, reason: 'channel-gone' });
  }
  expect(await notify(bench, cheque)).toEqual({ state: 'failed', reason: 'message-bad' });
  const messages = bench.db.all('messages');
  expect(messages.map((one) => one.detail)).toEqual(['thing1', 'amount2']);
  expect(bench.letters).toHaveLength(1); // the second one was not even tried
});

test('a message of a scene that was removed fails with a reason', async () => {
  const bench = createBench();
  await enqueue(bench, paySuccess('SN1', 'o'));
  const [stored] = bench.db.all('messages') as [Message];
  await bench.db.remove('messages', { _id: stored._id });
  await bench.db.insert('messages', [{ ...stored, scene: 'gone' }]);
  await dispatch(bench);
  expect(stateOf(bench)).toEqual(['failed', 'misconfigured']);
});

test('a message that cannot be rendered fails, and does not stop the others', async () => {
  const bench = createBench();
  await tap(bench, 'o', 2);
  await enqueue(bench, paySuccess('SN1', 'o'));
  await enqueue(bench, paySuccess('SN2', 'o'));
  await bench.db.remove('messages', { _id: 'paySuccess:SN1' });
  const stored = messageFor(paySuccess('SN1', 'o'), bench.now());
  await bench.db.insert('messages', [
    { ...stored, fields: { goods: '红茶', paidAt: 'yesterday' } },
  ]);
  expect((await dispatch(bench)).states).toEqual({ failed: 1, sent: 1 });
  expect(stateOf(bench)).toEqual(['failed', 'message-bad']);
});
