import { NONE } from '../words';
import type { Message } from '../words';
import type { Change, Ports, Query } from '../ports';
import { idsOf } from '../ids';
import { LEASE, PAGE } from '../limits';
import { lookTwice } from '../look-twice';

/** Which messages a run claims. */
export interface Share {
  state: 'queued' | 'waiting';
  /** Only messages of these shards; all if absent. */
  shards?: readonly number[] | undefined;
}

/** How often a run looks again for due messages when others were faster. */
const LOOKS = 3;

/**
 * Claims due messages for one run.
 * @param claim a fresh id: what carries it afterwards is ours
 * @returns at most `PAGE` messages. It may be fewer than were claimed, because a read may lag
 *   behind a write; those come back when their lease ends.
 */
export async function claimDue(
  ports: Ports,
  claim: string,
  { state, shards }: Share,
): Promise<Message[]> {
  const some = shards && { shard: { in: shards } };
  const due = { state, ...some, nextAttemptAt: { lte: ports.now() } };
  for (let look = 0; look < LOOKS; look++) {
    const found = await ports.db.find('messages', due, { orderBy: 'nextAttemptAt', limit: PAGE });
    if (found.length === 0) return [];
    const claimed = await claimThese(ports, { ...due, _id: { in: idsOf(found) } }, claim);
    if (claimed.length > 0) return claimed;
  }
  return [];
}

/** Claims every message that matches; what it gives back is at most a page. */
export async function claimThese(ports: Ports, query: Query, claim: string): Promise<Message[]> {
  const claimed = await ports.db.update('messages', query, {
    state: 'claimed',
    claim,
    leaseUntil: ports.now() + LEASE,
  });
  if (claimed === 0) return [];
  const ours = { claim, state: 'claimed' };
  return lookTwice(() => ports.db.find('messages', ours, { limit: PAGE }), claimed);
}

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
