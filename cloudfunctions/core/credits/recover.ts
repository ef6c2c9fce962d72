import type { Attempt, Credit, CreditState, Message } from '../words';
import { idsOf } from '../ids';
import type { Change, Ports } from '../ports';
import { LEASE, PAGE, RECOVERED_AT_ONCE } from '../limits';
import { lookTwice } from '../look-twice';
import { attemptId, resultId } from '../messages/attempts';
import { pageByPage, sideBySide } from '../page-by-page';
import { freeCredits } from './free';

/** Two attempts with each of these credits fill a page. */
const HALF_PAGE = PAGE / 2;

/**
 * Settles credits whose lease has ended, lease by lease. Call it after `recoverMessages`: a credit
 * is free only when no run can start an attempt with it any more.
 * @returns how many leases had ended
 */
export function recoverCredits(ports: Ports): Promise<number> {
  const options = { orderBy: 'leaseUntil', limit: HALF_PAGE };
  const read = () =>
    ports.db.find('credits', { state: 'leased', leaseUntil: { lte: ports.now() } }, options);
  return pageByPage(ports, HALF_PAGE, read, (credits) =>
    sideBySide(ports, [...new Set(credits.map(({ claim }) => claim))], {
      width: RECOVERED_AT_ONCE,
      act: (claim) =>
        recoverLease(
          ports,
          credits.filter((credit) => credit.claim === claim),
          claim,
        ),
      onError(claim, error) {
        ports.log('credit.notRecovered', { claim, error: String(error) });
        return false;
      },
    }),
  );
}

/** The look at the claim comes first: once it is dead nothing begins, and all that had begun is recorded. */
async function recoverLease(
  ports: Ports,
  credits: readonly Credit[],
  claim: string,
): Promise<void> {
  if (await isClaimAlive(ports, claim)) return postpone(ports, credits, claim);
  const attempts = await attemptsWith(ports, credits, claim);
  const starts = attempts.filter((attempt) => attempt.result === 'started');
  const unused = credits.filter(({ _id }) => !starts.some((start) => start.creditId === _id));
  await freeCredits(ports, unused, claim);
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
  const result = attempts.find((attempt) => attempt._id === resultId(start._id));
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
