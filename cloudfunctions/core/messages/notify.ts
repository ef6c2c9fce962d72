import { NONE } from '../words';
import type { Credit, Message, MessageState } from '../words';
import type { Ports, Query } from '../ports';
import { GROUP_TIME, LEASE } from '../limits';
import type { SceneName } from '../scenes/scenes';
import { claimOne } from './claim';
import { deliver } from './deliver';
import { messageFor, type Notice } from './enqueue';
import type { Settled } from './settle';

/** Refused credits are replaced at once, but not for ever: the timer goes on. */
const ROUNDS = 5;

/** What the caller of a notice may tell its user. */
export interface MessageStatus {
  state: MessageState;
  reason: string;
}

/**
 * Sends a notice now, if it is new or still to be sent. Asking twice sends once.
 * @param known open credits of the user, if the caller reads them meanwhile
 * @returns where the message is now; `queued` and `waiting` go on by themselves
 */
export async function notify<S extends SceneName>(
  ports: Ports,
  notice: Notice<S>,
  known?: Promise<readonly Credit[]>,
): Promise<MessageStatus> {
  const draft = messageFor(notice, ports.now());
  const claim = ports.newId();
  const isDue = draft.nextAttemptAt <= ports.now() && ports.remainingMs() > GROUP_TIME;
  const message: Message = isDue
    ? { ...draft, state: 'sending', attempts: 1, claim, leaseUntil: ports.now() + LEASE }
    : draft;
  const [credits, taken] = await Promise.all([known, ports.db.insert('messages', [message])]);
  const isNew = taken.length === 0;
  if (isNew && !isDue) return { state: 'queued', reason: message.reason };
  const first = isNew ? await deliver(ports, [message], claim, credits) : [];
  return sendUntilSettled(ports, message._id, { creditId: NONE }, first[0]);
}

/**
 * Claims and delivers one message until it is settled, waits, or has a later time.
 * @param which what it must be like, so that a page cannot hurry a message that is asked again
 */
export async function sendUntilSettled(
  ports: Ports,
  id: string,
  which: Query,
  before?: Settled,
): Promise<MessageStatus> {
  let last = before;
  for (let round = 0; round < ROUNDS; round++) {
    if (last && !wantsAnother(last)) break;
    if (ports.remainingMs() < GROUP_TIME) break;
    const claim = ports.newId();
    const [settled] = await deliver(ports, await claimOne(ports, id, claim, which), claim);
    if (!settled) break;
    last = settled;
  }
  if (last) return { state: last.state, reason: last.reason };
  const message = await ports.db.get('messages', id);
  return { state: message?.state ?? 'queued', reason: message?.reason ?? 'none' };
}

const wantsAnother = (settled: Settled): boolean =>
  settled.state === 'queued' && settled.reason === 'credit-refused';
