import { SECOND } from '../words';
import type { Ports } from '../ports';
import { scenesOf } from '../scenes/letter';
import type { Push } from './push';

/** WeChat's code for a send without permission, which is what would come next. */
const NO_PERMISSION = 43101;

/**
 * The user has switched templates off in the settings: what was accepted is gone, and what waits says
 * why it waits. WeChat pushes rejects only (WeChat docs, "Subscribe message", event pushes).
 */
export async function onRejected(ports: Ports, { openid, at, items }: Push): Promise<void> {
  const rejected = items.filter((item) => item.SubscribeStatusString === 'reject');
  for (const { TemplateId: templateId } of rejected) {
    await ports.db.update(
      'credits',
      { openid, state: 'open', templateId, openedAt: { lte: at + SECOND } },
      { state: 'refused', errCode: NO_PERMISSION },
    );
    await ports.db.update(
      'messages',
      { openid, state: 'waiting', scene: { in: scenesOf(ports.env, templateId) } },
      { reason: 'user-rejected' },
    );
  }
}
