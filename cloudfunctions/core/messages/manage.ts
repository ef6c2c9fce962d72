import type { MessageStatus } from '../../contract';
import { FAR, HOUR, NONE } from '../words';
import type { Message, MessageState } from '../words';
import type { Ports, Query } from '../ports';
import { sceneOf } from '../scenes/scenes';
import { together } from '../together';
import { sendUntilSettled } from './notify';

const ended: MessageState[] = ['failed', 'unknown', 'cancelled', 'expired'];

/**
 * Staff send a message again that has ended without arriving. A living formId is asked again rather
 * than another spent; a payment or subscription that was perhaps used is not used twice.
 * @returns undefined if the message is not in a state that can be sent again
 */
export async function redrive(ports: Ports, id: string): Promise<MessageStatus | undefined> {
  const message = await ports.db.get('messages', id);
  if (!message || !ended.includes(message.state)) return undefined;
  const now = ports.now();
  const keepsBond = await canAskAgain(ports, message);
  const changed = await ports.db.update(
    'messages',
    { _id: id, state: message.state, attempts: message.attempts },
    {
      state: 'queued',
      reason: 'redriven',
      tries: 0,
      claim: NONE,
      leaseUntil: FAR,
      creditId: keepsBond ? message.creditId : NONE,
      maybeSpent: keepsBond && message.maybeSpent,
      nextAttemptAt: now,
      notAfter: now + (sceneOf(message.scene)?.usefulHours ?? 1) * HOUR,
    },
  );
  return changed === 0 ? undefined : sendUntilSettled(ports, id);
}

/** Whether the bound credit can still tell what became of the message, or carry it. */
async function canAskAgain(ports: Ports, message: Message): Promise<boolean> {
  if (message.creditId === NONE || message.reason === 'channel-gone') return false;
  const credit = await ports.db.get('credits', message.creditId);
  const isAlive = credit?.state === 'inDoubt' && credit.expiresAt > ports.now();
  return isAlive && (credit.kind === 'form' || !message.maybeSent);
}

/**
 * Staff give up a message that waits. One that was perhaps delivered ends `unknown`.
 * @returns the state it ended in; undefined if somebody is sending it, or it has ended
 */
export async function giveUp(ports: Ports, id: string): Promise<MessageStatus | undefined> {
  const reason = 'staff';
  const waits = { _id: id, state: { in: ['queued', 'waiting'] } };
  if ((await cancel(ports, waits, reason)) > 0) return { state: 'cancelled', reason };
  const given = await ports.db.update(
    'messages',
    { ...waits, maybeSent: true },
    { state: 'unknown', reason },
  );
  return given > 0 ? { state: 'unknown', reason } : undefined;
}

/**
 * Withdraws messages that are no longer true. What has not begun to leave is cancelled, also from under
 * a run that has claimed it, whose fence then fails. What is leaving, or has perhaps arrived, is not
 * tried again: its time is over.
 * @param which for example `{ sn, scene }`
 */
export async function withdraw(ports: Ports, which: Query, reason: string): Promise<void> {
  const open = { ...which, state: { in: ['queued', 'waiting', 'claimed', 'sending'] } };
  const unsent = { ...which, state: { in: ['queued', 'waiting', 'claimed'] } };
  await together(ports.db.update('messages', open, { notAfter: 0 }), cancel(ports, unsent, reason));
}

const cancel = (ports: Ports, which: Query, reason: string): Promise<number> =>
  ports.db.update('messages', { ...which, maybeSent: false }, { state: 'cancelled', reason });
