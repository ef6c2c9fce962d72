import { NONE } from '../words';
import type { Message, MessageState } from '../words';
import type { Change, Ports, Query } from '../ports';
import { idsOf } from '../ids';
import { LEASE, PAGE } from '../limits';
import { lookTwice } from '../look-twice';

/**
 * Claims due messages for one run.
 * @param claim a fresh id: what carries it afterwards is ours
 * @returns at most `PAGE` messages. It may be fewer than were claimed, because a read may lag
 *   behind a write; those come back when their lease ends.
 */
export async function claimDue(
  ports: Ports,
  claim: string,
  state: 'queued' | 'waiting',
): Promise<Message[]> {
  const now = ports.now();
  const due = { state, nextAttemptAt: { lte: now } };
  const found = await ports.db.find('messages', due, { orderBy: 'nextAttemptAt', limit: PAGE });
  if (found.length === 0) return [];
  return claimThese(ports, { ...due, _id: { in: idsOf(found) } }, claim);
}

/** Claims every message that matches; what it gives back is at most a page. */
export async function claimThese(ports: Ports, query: Query, claim: string): Promise<Message[]> {
  const claimed = await ports.db.update('messages', query, {
    state: 'claimed',
    claim,
    leaseUntil: ports.now() + LEASE,
  });
  return claimed === 0 ? [] : held(ports, claim, 'claimed', claimed);
}

/** What carries this claim, as far as the reads show it. */
export const held = (
  ports: Ports,
  claim: string,
  state: MessageState,
  expected: number,
): Promise<Message[]> =>
  lookTwice(() => ports.db.find('messages', { claim, state }, { limit: PAGE }), expected);

/** How messages go back; a bond is given up only if nothing was delivered. */
interface Return {
  state: 'queued' | 'waiting';
  nextAttemptAt: number;
  reason: string;
  creditId?: string;
  maybeSpent?: boolean;
}

/** Gives messages of one state back that have certainly not left. Fenced by the claim. */
export const release = (
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  change: Return,
): Promise<number> =>
  ports.db.update(
    'messages',
    { _id: { in: idsOf(messages) }, claim, state: { in: ['claimed', 'sending'] } },
    { ...change, ...uncounted(messages), claim: NONE },
  );

/** A message that was taken as `sending` has counted an attempt that nobody will make. */
const uncounted = (messages: readonly Message[]): Change =>
  messages[0]?.state === 'sending' ? { attempts: { inc: -1 } } : {};
