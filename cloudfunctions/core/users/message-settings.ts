import type { MessageSettings } from '../../contract';
import { FAR } from '../words';
import type { Credit, CreditKind } from '../words';
import type { Ports } from '../ports';
import { PAGE } from '../limits';
import { openCreditsOf } from '../credits/lease';
import { templateIdOf } from '../scenes/letter';
import { scenes, sceneOf, type SceneName } from '../scenes/scenes';

/** Scenes that a buyer is asked to allow, the most useful one first: a sheet shows only a few. */
const askedFor: readonly SceneName[] = [
  'orderShipped',
  'receiptReminder',
  'refundSuccess',
  'paySuccess',
];

/** Kinds of credit in the order in which a buyer meets them. */
const kinds: readonly CreditKind[] = ['form', 'payment', 'subscription'];

/**
 * What one user may still be sent, what he can allow, and what waits for that.
 * @returns no tokens: counts, template ids and titles only
 */
export async function messageSettings(ports: Ports, openid: string): Promise<MessageSettings> {
  const [stored, messages] = await Promise.all([
    openCreditsOf(ports, [openid]),
    ports.db.find('messages', { openid, state: 'waiting' }, { limit: PAGE }),
  ]);
  const now = ports.now();
  const open = stored.filter((credit) => credit.expiresAt > now);
  return {
    credits: kinds.map((kind) => summary(kind, open)),
    templates: templatesOf(ports.env, open),
    waiting: messages
      .map(({ scene, createdAt }) => ({ title: sceneOf(scene)?.title ?? scene, since: createdAt }))
      .sort((a, b) => a.since - b.since),
  };
}

function summary(kind: CreditKind, open: readonly Credit[]): MessageSettings['credits'][number] {
  const own = open.filter((credit) => credit.kind === kind);
  const first = Math.min(FAR, ...own.map((credit) => credit.expiresAt));
  return { kind, count: own.length, until: first === FAR ? 0 : first };
}

function templatesOf(env: string, open: readonly Credit[]): MessageSettings['templates'] {
  return askedFor.flatMap((scene) => {
    const templateId = templateIdOf(env, scene, 'subscribe');
    if (!templateId) return [];
    const accepted = open.filter((credit) => credit.templateId === templateId);
    return [{ templateId, title: scenes[scene].title, open: accepted.length }];
  });
}
