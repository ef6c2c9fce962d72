import { blankCredit } from '../cloudfunctions/core/credits/collect';
import { WAITING_LOOK } from '../cloudfunctions/core/limits';
import { messageFor } from '../cloudfunctions/core/messages/enqueue';
import { createBench, paySuccess, shipped } from '../cloudfunctions/core/testing/bench';
import { type Credit, FAR, type Message, MINUTE } from '../cloudfunctions/core/words';
import { askedBy, untold, waitingForNothing } from '../scripts/promise-shop';

const bench = createBench();
const now = bench.now();
const paid = messageFor(paySuccess('SN1', 'wang'), now);
const sent = messageFor(shipped('SN1', 'wang'), now);

describe('whom nobody has told', () => {
  const order = { _id: 'SN1', state: 'shipped' } as Parameters<typeof untold>[0][number];

  test('a shipped order needs the notice, and in the end the question for the receipt', () => {
    expect(untold([order], [paid], 'at rest')).toEqual([
      'order SN1 is shipped, and there is no orderShipped',
    ]);
    expect(untold([order], [paid, sent], 'at rest')).toEqual([]);
    expect(untold([order], [paid, sent], 'over')).toEqual([
      'order SN1 is shipped, and there is no receiptReminder',
    ]);
  });

  test('a cancelled one needs nothing', () => {
    expect(untold([{ ...order, state: 'cancelled' }], [], 'over')).toEqual([]);
  });
});

test('an answer of `ok` says that the notice is stored, and nothing else does', () => {
  const ok = { result: { ok: true, data: {} } };
  expect(askedBy('shipOrder', 'SN1', ok)).toEqual(['orderShipped:SN1']);
  expect(askedBy('cancelOrder', 'SN1', ok)).toEqual([]);
  for (const refused of [{ result: { ok: false } }, { errCode: -504_003 }, undefined])
    expect(askedBy('shipOrder', 'SN1', refused)).toEqual([]);
});

describe('who waits for nothing', () => {
  const waits: Message = { ...paid, state: 'waiting', nextAttemptAt: now + WAITING_LOOK };
  const credit: Credit = {
    ...blankCredit,
    _id: 'form:1',
    kind: 'form',
    openid: 'wang',
    state: 'open',
    openedAt: now,
    expiresAt: FAR,
  };
  const quiet = { ways: { env: bench.env, stops: new Set<string>() }, now, struckAt: 0 } as const;
  const found = (message: Message, credits: Credit[], change = {}): string[] =>
    waitingForNothing([message], credits, { ...quiet, ...change });

  test('a message whose user has a credit that fits', () => {
    expect(found(waits, [credit])).toEqual([`${paid._id} waits although form:1 is open`]);
  });

  test.each<[string, Message, Credit[], object]>([
    ['no credit', waits, [], {}],
    ['a credit of another user', waits, [{ ...credit, openid: 'li' }], {}],
    ['a spent credit', waits, [{ ...credit, state: 'spent' }], {}],
    ['a closed way', waits, [credit], { ways: { ...quiet.ways, stops: new Set(['form:*']) } }],
    ['a blow that took its waking', waits, [credit], { struckAt: now }],
    ['a message that is queued', { ...waits, state: 'queued' }, [credit], {}],
    ['a look that is due', { ...waits, nextAttemptAt: now - MINUTE }, [credit], {}],
  ])('nobody: %s', (_, message, credits, change) => {
    expect(found(message, credits, change)).toEqual([]);
  });
});
