import type { Attempt, Credit, CreditState, Message } from '../words';
import { idsOf } from '../ids';
import type { Change, Ports } from '../ports';
import { GROUP_TIME, LEASE, PAGE } from '../limits';
import { lookTwice } from '../look-twice';
import { attemptId, resultId } from '../messages/attempts';
import { freeCredits } from './free';

/**
 * Settles credits whose lease has ended, lease by lease. Call it after `recoverMessages`: a credit
 * is free only when no run can start an attempt with it any more.
 * @returns how many leases had ended
 */
export async function recoverCredits(ports: Ports): Promise<number> {
  const query = { state: 'leased', leaseUntil: { lte: ports.now() } };
  const options = { orderBy: 'leaseUntil', limit: PAGE / 2 }; // two attempts each fill a page
  const credits = await ports.db.find('credits', query, options);
  for (const claim of new Set(credits.map((credit) => credit.claim))) {
    if (ports.remainingMs() < GROUP_TIME) break;
    await recoverLease(
      ports,
      credits.filter((credit) => credit.claim === claim),
      claim,
    );
  }
  return credits.length;
}

async function recoverLease(
  ports: Ports,
  credits: readonly Credit[],
  claim: string,
): Promise<void> {
  const attempts = await attemptsWith(ports, credits, claim);
  const starts = attempts.filter((attempt) => attempt.result === 'started');
  const unused = credits.filter(({ _id }) => !starts.some((start) => start.creditId === _id));
  if (await isClaimAlive(ports, claim)) await postpone(ports, unused, claim);
  else await freeCredits(ports, unused, claim);
  for (const start of starts) {
    const message = await ports.db.get('messages', start.messageId);
    const state = stateAfter(start, message, attempts);
    const credit = credits.filter(({ _id }) => _id === start.creditId);
    const isLasting = credit.some(({ kind }) => kind === 'longTerm'); // a send does not use it up
    if (state === 'leased') await postpone(ports, credit, claim);
    else if (state === 'open' || isLasting) await freeCredits(ports, credit, claim);
    else await change(ports, credit, claim, { state });
  }
}

/**
 * What this claim has tried with these credits: a start and a result for each at most. A read that lags
 * would free a credit that is spent, so nothing is believed to be absent at the first look.
 */
function attemptsWith(
  { db }: Ports,
  credits: readonly Credit[],
  claim: string,
): Promise<Attempt[]> {
  const query = { creditId: { in: idsOf(credits) }, claim };
  return lookTwice(() => db.find('attempts', query, { limit: PAGE }), 2 * credits.length);
}

/** Whether a message still carries this claim, so that its holder might yet begin an attempt. */
const isClaimAlive = async (ports: Ports, claim: string): Promise<boolean> =>
  (await ports.db.count('messages', { claim, state: { in: ['claimed', 'sending'] } })) > 0;

const live = new Set(['claimed', 'sending']);

/** What the attempt with this credit has led to, as far as the message tells. */
function stateAfter(
  start: Attempt,
  message: Message | undefined,
  attempts: readonly Attempt[],
): CreditState {
  if (!message) return 'inDoubt';
  if (live.has(message.state)) return 'leased'; // its own recovery settles the credit
  const n = Number(start._id.slice(start._id.lastIndexOf('#') + 1));
  const result = attempts.find((attempt) => attempt._id === resultId(message._id, n));
  if (result?.result === 'void') return message.creditId === start.creditId ? 'inDoubt' : 'open';
  const wasLast = attemptId(message._id, message.attempts) === start._id;
  if (message.state === 'sent' && wasLast) return 'spent';
  return 'inDoubt';
}

const postpone = (ports: Ports, credits: readonly Credit[], claim: string): Promise<void> =>
  change(ports, credits, claim, { leaseUntil: ports.now() + LEASE });

async function change(
  ports: Ports,
  credits: readonly Credit[],
  claim: string,
  to: Change,
): Promise<void> {
  if (credits.length === 0) return;
  const ids = idsOf(credits);
  await ports.db.update('credits', { _id: { in: ids }, state: 'leased', claim }, to);
}
