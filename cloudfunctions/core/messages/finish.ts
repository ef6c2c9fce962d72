import type { Message, MessageState } from '../words';
import type { Ports } from '../ports';
import type { Settled } from './settle';

/** Ends a message that we hold and that has not left in this run. Fenced by its claim. */
export async function finish(
  ports: Ports,
  message: Message,
  state: MessageState,
  reason: string,
): Promise<Settled> {
  ports.log('message.finished', { message: message._id, state, reason });
  await ports.db.update(
    'messages',
    { _id: message._id, claim: message.claim, state: { in: ['claimed', 'sending'] } },
    { state, reason },
  );
  return { id: message._id, state, reason };
}
