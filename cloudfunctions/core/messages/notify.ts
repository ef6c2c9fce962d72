import { NONE } from '../words';
import type { MessageStatus } from '../../contract';
import type { Credit, Message } from '../words';
import type { Ports } from '../ports';
import { readStops, type Stops } from '../channels/stops';
import { openCreditsOf } from '../credits/lease';
import { GROUP_TIME, LEASE } from '../limits';
import type { SceneName } from '../scenes/scenes';
import { deliver } from './deliver';
import { messageFor, type Notice, store } from './enqueue';

/** Refused credits are replaced at once, but not for ever: the timer goes on. */
const ROUNDS = 5;

/** What the caller has read already, or reads meanwhile, so that the send leaves earlier. */
export interface Ahead {
  /** Open credits of the user. */
  credits: Promise<readonly Credit[]>;
  /** The message, if it is in the queue already. */
  message: Message | undefined;
}

/**
 * Sends a notice now, if it is new or still to be sent. Asking twice sends once.
 * @returns where the message is now; `queued` and `waiting` go on by themselves
 */
export async function notify<S extends SceneName>(
  ports: Ports,
  notice: Notice<S>,
  ahead?: Ahead,
): Promise<MessageStatus> {
  const draft = messageFor(notice, ports.now());
  if (draft.nextAttemptAt > ports.now() || ports.remainingMs() < GROUP_TIME) {
    await ahead?.credits;
    await store(ports, draft, notice.at);
    return statusOf((await ports.db.get('messages', draft._id)) ?? draft);
  }
  const claim = ports.newId();
  const reading = ahead?.credits ?? openCreditsOf(ports, [notice.openid]);
  const [credits, stops, message] = await Promise.all([
    reading,
    readStops(ports),
    begin(ports, draft, claim, ahead?.message),
  ]);
  const [settled] = message ? await deliver(ports, [message], claim, { credits, stops }) : [];
  if (settled && !wantsAnother(settled)) return statusOf(settled);
  return sendUntilSettled(ports, draft._id, stops);
}

/**
 * Sends one message again and again until it is settled, waits, or has a later time.
 * @param known what is switched off; read here if absent. A way that is met closed is not read of again
 */
export async function sendUntilSettled(
  ports: Ports,
  id: string,
  known?: Stops,
): Promise<MessageStatus> {
  let stops = known;
  for (let round = 0; round < ROUNDS && ports.remainingMs() > GROUP_TIME; round++) {
    const existing = await ports.db.get('messages', id);
    const claim = ports.newId();
    const message = existing && (await takeOver(ports, existing, claim));
    if (!message) return statusOf(existing ?? unread);
    stops ??= await readStops(ports);
    const [settled] = await deliver(ports, [message], claim, { stops });
    if (settled && !wantsAnother(settled)) return statusOf(settled);
  }
  return statusOf((await ports.db.get('messages', id)) ?? unread);
}

/** A message that was just stored, and that a lagging read does not show yet. */
const unread: MessageStatus = { state: 'queued', reason: NONE };

const statusOf = ({ state, reason }: MessageStatus): MessageStatus => ({ state, reason });

/** The token was refused, or its way is closed, and another may be at hand. */
const wantsAnother = ({ state, reason }: MessageStatus): boolean =>
  state === 'queued' && goesOn.has(reason);

const goesOn = new Set([
  'credit-refused',
  'no-credit',
  'user-rejected',
  'channel-off',
  'channel-gone',
  'channel-stopped',
]);

/** Inserts the message as `sending` in one write, or takes over the one that exists. */
async function begin(
  ports: Ports,
  draft: Message,
  claim: string,
  existing: Message | undefined,
): Promise<Message | undefined> {
  if (existing) return takeOver(ports, existing, claim);
  const message: Message = { ...draft, ...sending(ports, claim), attempts: 1 };
  const known = await ports.db.insert('messages', [message]);
  return known.length === 0 ? message : undefined;
}

const sending = (ports: Ports, claim: string) => ({
  state: 'sending' as const,
  claim,
  leaseUntil: ports.now() + LEASE,
});

/**
 * Takes a message for sending, before its time if nothing was tried or it waits for a credit. The
 * condition names all that we have read and rely on, so that no second look is needed.
 * @returns undefined if somebody else works on it, it is final, or it has to be asked again later
 */
async function takeOver(
  ports: Ports,
  existing: Message,
  claim: string,
): Promise<Message | undefined> {
  const { _id, state, attempts, creditId } = existing;
  const isWaiting = state === 'waiting';
  const mayGo = creditId === NONE && (attempts === 0 || isWaiting);
  const isDue = existing.nextAttemptAt <= ports.now();
  if ((state !== 'queued' && !isWaiting) || (!mayGo && !isDue)) return undefined;
  const change = { ...sending(ports, claim), attempts: attempts + 1 };
  const taken = await ports.db.update('messages', { _id, state, attempts, creditId }, change);
  return taken === 1 ? { ...existing, ...change } : undefined;
}
