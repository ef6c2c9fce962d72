import { DAY, HOUR, MINUTE, NONE } from '../words';
import type { Credit } from '../words';
import type { Outcome } from '../ports';
import { blankCredit } from '../credits/collect';
import { doubtsAfter, judge, MAX_TRIES, type Case } from './judge';

const now = Date.UTC(2026, 2, 4, 2, 0, 0);
const credit = (kind: Credit['kind']): Credit => ({
  ...blankCredit,
  _id: `${kind}:x:1`,
  kind,
  openid: 'o',
  state: 'leased',
  openedAt: now - HOUR,
  expiresAt: now + DAY,
});
const code = (errCode: number): Outcome => ({ type: 'answered', errCode, msgid: NONE });
const lost: Outcome = { type: 'lost', detail: '' };
const unsent: Outcome = { type: 'unsent', errCode: -604101, detail: '' };

/** A case after earlier attempts of the same message with the same credit. */
const after = (...past: Outcome[]): Partial<Case> => {
  const doubts = past.map(doubtsAfter);
  return {
    bonded: past.length > 0,
    maybeSent: doubts.some((doubt) => doubt.maybeSent),
    maybeSpent: doubts.some((doubt) => doubt.maybeSpent),
    tries: past.length + 1,
  };
};

const given = (outcome: Outcome, more: Partial<Case> = {}): Case => ({
  outcome,
  credit: credit('form'),
  delivery: 'atMostOnce',
  bonded: false,
  maybeSent: false,
  maybeSpent: false,
  tries: 1,
  attempts: 1,
  now,
  random: 0,
  ...more,
});

describe('a formId', () => {
  test.each<[string, Outcome, Outcome[], string, string]>([
    ['success', code(0), [], 'sent', 'spent'],
    ['no answer: ask again with the same formId', lost, [], 'again', 'inDoubt'],
    ['used up after no answer: it was delivered', code(41029), [lost], 'sent', 'spent'],
    ['used up at a first attempt: somebody else spent it', code(41029), [], 'next', 'refused'],
    [
      'used up after a definite failure: not delivered',
      code(41029),
      [code(45009)],
      'next',
      'refused',
    ],
    ['used up after both: nobody knows', code(41029), [lost, code(45009)], 'unknown', 'inDoubt'],
    [
      'used up after "system busy": busy may spend without delivering',
      code(41029),
      [code(-1)],
      'unknown',
      'inDoubt',
    ],
    ['expired after no answer: nobody knows', code(41028), [lost], 'unknown', 'inDoubt'],
    ['expired at a first attempt', code(41028), [], 'next', 'refused'],
    ['expired after a limit', code(41028), [code(45009)], 'next', 'refused'],
    ['system busy', code(-1), [], 'again', 'inDoubt'],
    ['daily limit keeps the bond', code(45009), [lost], 'again', 'inDoubt'],
    ['bad content', code(47001), [], 'failed', 'inDoubt'],
    ['bad content after no answer', code(47001), [lost], 'unknown', 'inDoubt'],
    ['the channel is gone: another way', code(45103), [], 'reroute', 'inDoubt'],
    ['the channel is stopped: another way', code(41032), [code(45011)], 'reroute', 'inDoubt'],
    [
      'the channel is gone after no answer: nobody knows',
      code(45103),
      [lost],
      'unknown',
      'inDoubt',
    ],
    ['it did not leave', unsent, [], 'later', 'open'],
    ['it did not leave, but an earlier attempt perhaps did', unsent, [lost], 'again', 'inDoubt'],
    ['a code that nobody knows', code(99999), [], 'again', 'inDoubt'],
  ])('%s', (_, outcome, past, message, state) => {
    const decision = judge(given(outcome, after(...past)));
    expect([decision.message, decision.credit]).toEqual([message, state]);
  });

  test('used up after no answer proves nothing once the formId is too old', () => {
    const old = { ...credit('form'), expiresAt: now - 1 };
    expect(judge(given(code(41029), { ...after(lost), credit: old })).message).toBe('unknown');
  });
});

describe('a use of a prepay_id', () => {
  const payment = credit('payment');
  test('no answer: at most once ends unknown, at least once takes another use', () => {
    expect(judge(given(lost, { credit: payment })).message).toBe('unknown');
    const repeat = judge(given(lost, { credit: payment, delivery: 'atLeastOnce' }));
    expect([repeat.message, repeat.credit]).toEqual(['repeat', 'inDoubt']);
  });

  test('41028 just after the payment is tried once more', () => {
    const fresh = { ...payment, openedAt: now - MINUTE };
    expect(judge(given(code(41028), { credit: fresh })).message).toBe('again');
    const again = given(code(41028), { ...after(code(41028)), credit: fresh });
    expect(judge(again).message).toBe('next');
    expect(judge(given(code(41028), { credit: payment })).message).toBe('next');
  });

  test('used up after no answer: a prepay_id has other uses, so nobody knows', () => {
    const decision = judge(given(code(41029), { ...after(lost), credit: payment }));
    expect(decision.message).toBe('unknown');
  });
});

test('a limit of WeChat is waited out, however often; so is a send that did not leave', () => {
  const often = { ...after(code(45011)), tries: MAX_TRIES + 5 };
  expect(judge(given(code(45011), often)).message).toBe('again');
  expect(judge(given(unsent, often)).message).toBe('again');
});

test('a new credit after a doubt: used up says only that somebody else spent it', () => {
  const decision = judge(given(code(41029), { credit: credit('payment'), maybeSent: true }));
  expect(decision.message).toBe('next');
});

describe('waiting', () => {
  const atOf = (c: Case): number => {
    const decision = judge(c);
    return 'at' in decision ? decision.at : 0;
  };

  test('a minute, until tomorrow in China, or longer each time', () => {
    expect(atOf(given(code(45011)))).toBe(now + MINUTE);
    expect(atOf(given(code(45009)))).toBe(Date.UTC(2026, 2, 4, 16, 5, 0));
    const waits = [1, 2, 3, 8].map((tries) => atOf(given(code(43108), { tries })) - now);
    expect(waits).toEqual([5_000, 10_000, 20_000, 640_000]);
    const refused: Outcome = { type: 'unsent', errCode: -2, detail: 'ECONNREFUSED' };
    const unsentWaits = [1, 5].map((attempts) => atOf(given(refused, { attempts })) - now);
    expect(unsentWaits).toEqual([5_000, 80_000]);
    expect(atOf(given(code(43108), { random: 0.999 })) - now).toBeLessThan(6_251);
  });

  test.each([
    ['just before midnight', -200, 5 * MINUTE],
    ['just after midnight: the answer is to yesterday, or the quota is late', 100, 5 * MINUTE],
    ['the quota of the new day is used up', 5 * MINUTE, DAY + 5 * MINUTE],
  ])('the daily limit %s', (_, sinceMidnight, at) => {
    const midnight = Date.UTC(2026, 2, 4, 16, 0, 0);
    const limited = given(code(45009), { now: midnight + sinceMidnight });
    expect(atOf(limited)).toBe(midnight + at);
  });

  test('ends after ten attempts: unknown if one was perhaps delivered, else failed', () => {
    const last = { tries: MAX_TRIES };
    expect(judge(given(code(43108), last)).message).toBe('failed');
    expect(judge(given(lost, last)).message).toBe('unknown');
    expect(judge(given(code(43108), { ...after(lost), ...last })).message).toBe('unknown');
  });
});
