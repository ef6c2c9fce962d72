import type { MessageSettings } from '../../contract';
import { creditKinds, FAR } from '../words';
import type { Credit, CreditKind } from '../words';
import type { Ports } from '../ports';
import { PAGE } from '../limits';
import { EVERY, isStopped, readStops } from '../channels/stops';
import { kindsOf } from '../credits/choose';
import { openCreditsOf } from '../credits/lease';
import { channelOf, templateIdOf } from '../scenes/letter';
import { scenes, sceneOf, type SceneName } from '../scenes/scenes';

/** Scenes that a buyer is asked to allow, the most useful one first: a sheet shows only a few. */
const askedFor: readonly SceneName[] = [
  'orderShipped',
  'receiptReminder',
  'refundSuccess',
  'paySuccess',
];

/** Staff are told of orders that nobody ships. */
const askedOfStaff: readonly SceneName[] = [...askedFor, 'shipOverdue'];

/**
 * What one user may still be sent, what he can allow, and what waits for that.
 * @returns no tokens: counts, template ids and titles only
 */
export async function messageSettings(ports: Ports, openid: string): Promise<MessageSettings> {
  const [stored, messages, staff, stops] = await Promise.all([
    openCreditsOf(ports, [openid]),
    ports.db.find('messages', { openid, state: 'waiting' }, { limit: PAGE }),
    ports.db.get('staff', openid),
    readStops(ports),
  ]);
  const now = ports.now();
  const open = stored.filter((credit) => credit.expiresAt > now);
  const usable = open.filter(({ kind }) => !isStopped(stops, kind, EVERY));
  return {
    credits: creditKinds.map((kind) => summary(kind, usable)),
    templates: templatesOf(ports.env, staff ? askedOfStaff : askedFor, open),
    waiting: messages
      .map(({ scene, createdAt, reason }) => ({
        title: sceneOf(scene)?.title ?? scene,
        since: createdAt,
        reason,
        templateId: consentOf(ports.env, scene)?.templateId ?? '',
      }))
      .sort((a, b) => a.since - b.since),
  };
}

function summary(kind: CreditKind, open: readonly Credit[]): MessageSettings['credits'][number] {
  const own = open.filter((credit) => credit.kind === kind);
  const first = Math.min(FAR, ...own.map((credit) => credit.expiresAt));
  return { kind, count: own.length, until: first === FAR ? 0 : first };
}

function templatesOf(
  env: string,
  asked: readonly SceneName[],
  open: readonly Credit[],
): MessageSettings['templates'] {
  return asked.flatMap((scene) => {
    const consent = consentOf(env, scene);
    if (!consent) return [];
    const { kind, templateId } = consent;
    const accepted = open.filter((credit) => credit.templateId === templateId);
    const longTerm = kind === 'longTerm';
    return [{ scene, templateId, title: scenes[scene].title, open: accepted.length, longTerm }];
  });
}

/** What a user can allow for a scene: the best kind of consent that has a template here. */
function consentOf(env: string, scene: string) {
  const kind = kindsOf(scene, env).find((one) => channelOf(one) === 'subscribe');
  const templateId = kind && templateIdOf(env, scene, kind);
  return templateId ? { kind, templateId } : undefined;
}
