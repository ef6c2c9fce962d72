import { sinceHourInChina } from '../china-time';
import { DAY, HOUR, MINUTE, SECOND } from '../words';
import type { Credit, Delivery } from '../words';
import type { Outcome } from '../ports';
import { type Verdict, verdictOf } from '../wechat/errors';

/** What to do after one attempt: with the message, and with the credit it was sent with. */
export type Decision =
  | { message: 'sent'; credit: 'spent' }
  /** WeChat says that this token is dead and nothing was delivered: take another credit at once. */
  | { message: 'next'; credit: 'refused'; errCode: number }
  /** Nothing left: the credit is free, the message comes back later. */
  | { message: 'later'; credit: 'open'; errCode: number; at: number; reason: Reason }
  /** Ask again with the same token; the credit is bound to the message. */
  | { message: 'again'; credit: 'inDoubt'; errCode: number; at: number; reason: Reason }
  /** Perhaps delivered, and the scene prefers twice to never: another credit, later. */
  | { message: 'repeat'; credit: 'inDoubt'; errCode: number; at: number; reason: Reason }
  /** WeChat has closed this way, nothing was delivered: a credit of another kind, at once. */
  | { message: 'reroute'; credit: 'inDoubt'; errCode: number; at: number; reason: Reason }
  | { message: 'failed' | 'unknown'; credit: 'inDoubt'; errCode: number; reason: Reason };

/** Why a message is where it is. `reasons.ts` has a sentence for each. */
export type Reason = Verdict | 'no-answer' | 'too-many-tries' | 'spent-meanwhile';

export const MAX_TRIES = 10;

/** A prepay_id may answer 41028 for a moment after the payment (WeChat forum reports). */
const JUST_OPENED = 5 * MINUTE;

export interface Case {
  outcome: Outcome;
  credit: Credit;
  delivery: Delivery;
  /** Whether this message has tried this credit before. */
  bonded: boolean;
  /** Whether an earlier attempt was perhaps delivered. */
  maybeSent: boolean;
  /** Whether an earlier attempt with this credit failed in a way that perhaps spent it. */
  maybeSpent: boolean;
  /** How often the message was tried, this time included. */
  tries: number;
  /** Number of this attempt, unsent ones included. */
  attempts: number;
  now: number;
  random: number;
}

/**
 * The verdict on one attempt. It depends on history: "used up" after an attempt that was perhaps
 * delivered means that it was delivered, and at a first attempt that somebody else has spent it.
 * The rules are explained in docs/delivery.md.
 */
export function judge(c: Case): Decision {
  if (c.outcome.type === 'unsent') return unsent(c, c.outcome.errCode);
  if (c.outcome.type === 'lost') return inDoubt(c, -501001, 'no-answer');
  const code = c.outcome.errCode;
  const verdict = verdictOf(code);
  switch (verdict) {
    case 'sent':
      return { message: 'sent', credit: 'spent' };
    case 'credit-spent':
      return spent(c, code);
    case 'credit-refused':
      return refused(c, code);
    case 'in-doubt':
      return inDoubt(c, code, verdict);
    case 'message-bad':
    case 'user-bad':
    case 'template-bad':
      return ended(c, code, verdict);
    case 'channel-stopped':
    case 'channel-gone':
      return closed(c, code, verdict);
    default:
      return again(c, code, verdict);
  }
}

/** What an attempt leaves open: whether it was delivered, and whether it spent the token. */
export function doubtsAfter(outcome: Outcome): { maybeSent: boolean; maybeSpent: boolean } {
  if (outcome.type !== 'answered') return { maybeSent: outcome.type === 'lost', maybeSpent: false };
  const maybeSent = verdictOf(outcome.errCode) === 'in-doubt';
  return { maybeSent, maybeSpent: outcome.errCode !== 0 };
}

/** 41029: the token has no uses left. */
function spent(c: Case, code: number): Decision {
  if (!c.bonded || !c.maybeSent) return next(code);
  const onlyDeliveryExplainsIt =
    c.credit.kind === 'form' && !c.maybeSpent && c.now < c.credit.expiresAt;
  if (onlyDeliveryExplainsIt) return { message: 'sent', credit: 'spent' };
  return { message: 'unknown', credit: 'inDoubt', errCode: code, reason: 'spent-meanwhile' };
}

/** 41028, 41031, 43101: the token is dead, which says nothing about earlier attempts. */
function refused(c: Case, code: number): Decision {
  if (c.bonded && c.maybeSent) {
    return { message: 'unknown', credit: 'inDoubt', errCode: code, reason: 'spent-meanwhile' };
  }
  const justOpened = c.credit.kind === 'payment' && c.now - c.credit.openedAt < JUST_OPENED;
  if (code === 41028 && justOpened && !c.bonded) {
    return again(c, code, 'credit-refused', 30 * SECOND);
  }
  return next(code);
}

const next = (errCode: number): Decision => ({ message: 'next', credit: 'refused', errCode });

function inDoubt(c: Case, errCode: number, reason: Reason): Decision {
  if (c.credit.kind === 'form') return again(c, errCode, reason);
  if (c.delivery === 'atMostOnce' || c.tries >= MAX_TRIES) {
    return { message: 'unknown', credit: 'inDoubt', errCode, reason };
  }
  return { message: 'repeat', credit: 'inDoubt', errCode, at: c.now + backoff(c), reason };
}

/** A definite failure that no repetition heals. The bond stays, so that staff can redrive it. */
function ended(c: Case, errCode: number, reason: Reason): Decision {
  const message = c.maybeSent ? 'unknown' : 'failed';
  return { message, credit: 'inDoubt', errCode, reason };
}

/** The refusal says nothing about an earlier attempt, which only the closed way could tell. */
function closed(c: Case, errCode: number, reason: Reason): Decision {
  if (c.maybeSent) return ended(c, errCode, reason);
  return { message: 'reroute', credit: 'inDoubt', errCode, at: c.now, reason };
}

/** A limit of WeChat and a send that did not leave are no tries: `notAfter` bounds them. */
export const isPatient = (outcome: Outcome): boolean =>
  outcome.type === 'unsent' ||
  (outcome.type === 'answered' && verdictOf(outcome.errCode) === 'wait');

function again(c: Case, errCode: number, reason: Reason, wait = pause(c, errCode)): Decision {
  if (c.tries < MAX_TRIES || isPatient(c.outcome)) {
    return { message: 'again', credit: 'inDoubt', errCode, at: c.now + wait, reason };
  }
  const maybeSent = c.maybeSent || doubtsAfter(c.outcome).maybeSent;
  const message = maybeSent ? 'unknown' : 'failed';
  return { message, credit: 'inDoubt', errCode, reason: 'too-many-tries' };
}

/** It certainly did not leave: the credit is free again, unless an earlier attempt bound it. */
function unsent(c: Case, errCode: number): Decision {
  const reason = verdictOf(errCode);
  if (c.bonded) return again(c, errCode, reason);
  return { message: 'later', credit: 'open', errCode, at: c.now + pause(c, errCode), reason };
}

/** How long a code wants us to wait. */
function pause(c: Case, code: number): number {
  if (code === 45009) return untilNextQuota(c.now);
  if (code === 45011) return MINUTE;
  if (verdictOf(code) === 'misconfigured') return 10 * MINUTE; // a new permission takes that long
  return backoff(c);
}

/** 5 s, 10 s, 20 s … at most an hour, with up to a quarter more so that failures do not march in step. */
const backoff = (c: Case): number => {
  const times = isPatient(c.outcome) ? c.attempts : c.tries;
  return Math.min(5 * SECOND * 2 ** (times - 1), HOUR) * (1 + c.random / 4);
};

/** Daily quotas start again at midnight in China, by WeChat's clock: until the next 00:05. */
const untilNextQuota = (now: number): number => DAY - sinceHourInChina(now - 5 * MINUTE, 0);
