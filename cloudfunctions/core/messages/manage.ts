import { FAR, HOUR, NONE } from '../words';
import type { MessageState } from '../words';
import type { Ports, Query } from '../ports';
import { sceneOf } from '../scenes/scenes';
import { type MessageStatus, sendUntilSettled } from './notify';

const ended: MessageState[] = ['failed', 'unknown', 'cancelled', 'expired'];

/**
 * Staff send a message again that has ended without arriving. A formId is asked again instead of
 * spending another; a payment or subscription that was perhaps used is not used twice.
 * @returns undefined if the message is not in a state that can be sent again
 */
export async function redrive(ports: Ports, id: string): Promise<MessageStatus | undefined> {
  const message = await ports.db.get('messages', id);
  if (!message || !ended.includes(message.state)) return undefined;
  const now = ports.now();
  const keepsBond = message.state !== 'unknown' || message.creditId.startsWith('form:');
  const changed = await ports.db.update(
    'messages',
    { _id: id, state: message.state },
    {
      state: 'queued',
      reason: 'redriven',
      claim: NONE,
      leaseUntil: FAR,
      creditId: keepsBond ? message.creditId : NONE,
      nextAttemptAt: now,
      notAfter: now + (sceneOf(message.scene)?.usefulHours ?? 1) * HOUR,
    },
  );
  return changed === 0 ? undefined : sendUntilSettled(ports, id);
}

/**
 * Cancels messages that nobody is sending at this moment.
 * @param which for example `{ _id }` or `{ sn, scene }`
 * @returns how many were cancelled
 */
export const cancelMessages = (ports: Ports, which: Query, reason: string): Promise<number> =>
  ports.db.update(
    'messages',
    { ...which, state: { in: ['queued', 'waiting'] }, maybeSent: false },
    { state: 'cancelled', reason },
  );
