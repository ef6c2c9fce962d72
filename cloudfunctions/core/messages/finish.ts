import { NONE } from '../words';
import type { Message, MessageState } from '../words';
import { idsOf } from '../ids';
import type { Ports } from '../ports';
import type { Settled } from './settle';

/** How a message ends. */
export interface Ending {
  state: MessageState;
  reason: string;
  detail?: string | undefined;
}

/** Ends messages that we hold and that have not left in this run. Fenced by our claim. */
export async function finish(
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  { state, reason, detail = NONE }: Ending,
): Promise<Settled[]> {
  const ids = idsOf(messages);
  ports.log('message.finished', { messages: ids, state, reason, detail });
  await ports.db.update(
    'messages',
    { _id: { in: ids }, claim, state: { in: ['claimed', 'sending'] } },
    { state, reason, detail },
  );
  return ids.map((id) => ({ id, state, reason }));
}
