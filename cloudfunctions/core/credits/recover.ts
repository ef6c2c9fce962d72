import type { Attempt, Credit, CreditState, Message } from '../words';
import type { Change, Ports } from '../ports';
import { LEASE, PAGE } from '../limits';
import { attemptId, resultId } from '../messages/attempts';
import { wake } from '../messages/wake';

/**
 * Settles credits whose lease has ended. Call it after `recoverMessages`: a credit is free only
 * when no run can start an attempt with it any more.
 * @returns how many leases had ended
 */
export async function recoverCredits(ports: Ports): Promise<number> {
  const query = { state: 'leased', leaseUntil: { lte: ports.now() } };
  const credits = await ports.db.find('credits', query, { orderBy: 'leaseUntil', limit: PAGE });
  if (credits.length === 0) return 0;
  const ids = credits.map((credit) => credit._id);
  const attempts = await ports.db.find('attempts', { creditId: { in: ids } }, { limit: 1000 });
  const messageIds = [...new Set(attempts.map((attempt) => attempt.messageId))];
  const messages = messageIds.length
    ? await ports.db.find('messages', { _id: { in: messageIds } }, { limit: 1000 })
    : [];
  for (const credit of credits) await recoverCredit(ports, credit, attempts, messages);
  return credits.length;
}

async function recoverCredit(
  ports: Ports,
  credit: Credit,
  attempts: readonly Attempt[],
  messages: readonly Message[],
): Promise<void> {
  const start = attempts.find(
    ({ creditId, claim, result }) =>
      creditId === credit._id && claim === credit.claim && result === 'started',
  );
  if (!start && (await isClaimAlive(ports, credit.claim))) return postpone(ports, credit);
  const message = messages.find((one) => one._id === start?.messageId);
  const state = start ? stateAfter(start, message, attempts) : 'open';
  if (state === 'leased') return postpone(ports, credit);
  await change(ports, credit, { state });
  if (state === 'open') await wake(ports, credit.openid);
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

const postpone = async (ports: Ports, credit: Credit): Promise<void> =>
  change(ports, credit, { leaseUntil: ports.now() + LEASE });

async function change(ports: Ports, credit: Credit, to: Change): Promise<void> {
  const fence = { _id: credit._id, state: 'leased', claim: credit.claim };
  await ports.db.update('credits', fence, to);
}
