import type { Ports } from '../ports';
import { collectAndWake } from '../credits/collect-and-wake';
import { Refusal } from '../refusal';
import { type Push, type PushName, readPush } from './push';
import { onRejected } from './rejected';
import { onSent } from './sent';

/**
 * Corrects the ledger by what WeChat pushes. A push may come twice, late, or never: everything it does
 * is safe to repeat, and nothing waits for it.
 * @param caller the openid that the cloud gives, '' if it gives none
 * @throws Refusal INVALID_ARGUMENT, or FORBIDDEN if the push speaks of another user than the cloud
 */
export async function messageEvents(ports: Ports, event: unknown, caller: string): Promise<void> {
  const push = readPush(event);
  if (caller && caller !== push.openid) {
    throw new Refusal('FORBIDDEN', 'The push speaks of another user than the cloud does.');
  }
  await handlers[push.name](ports, push);
}

const handlers: Record<PushName, (ports: Ports, push: Push) => Promise<unknown>> = {
  subscribe_msg_popup_event: onAnswered,
  subscribe_msg_change_event: onRejected,
  subscribe_msg_sent_event: onSent,
};

/** The page tells of the same consent; told by both, it is one credit. */
async function onAnswered(ports: Ports, { openid, at, items }: Push): Promise<void> {
  const answers = Object.fromEntries(
    items.map((item) => [item.TemplateId, item.SubscribeStatusString]),
  );
  await collectAndWake(ports, openid, {
    consents: [{ id: `push ${at}`, answers, at }],
    toldBy: 'push',
  });
}
