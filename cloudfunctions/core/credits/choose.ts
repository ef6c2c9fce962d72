import { MINUTE, NONE } from '../words';
import type { Credit, CreditKind, Message } from '../words';
import { templateIdOf } from '../scenes/letter';
import { sceneOf } from '../scenes/scenes';

/** A credit must outlive the lease and a recovery after it, or it could die between two attempts. */
export const LIFE_MARGIN = 10 * MINUTE;

/** A message and the credit that pays for it. */
export interface Pair {
  message: Message;
  credit: Credit;
}

/** @returns the kinds of credit that may pay for a scene in this environment, best first */
export function kindsFor(scene: string, env: string): CreditKind[] {
  const kinds = sceneOf(scene)?.credits ?? [];
  return kinds.filter((kind) =>
    templateIdOf(env, scene, kind === 'subscription' ? 'subscribe' : 'template'),
  );
}

/**
 * Gives every message the best credit of its user: the scene's order of kinds, the order's own
 * prepay_id before another's, the one that expires first. No credit is given twice.
 * @param credits open credits of the messages' users
 * @returns pairs; a message without a fitting credit is left out
 */
export function chooseCredits(
  messages: readonly Message[],
  credits: readonly Credit[],
  env: string,
  now: number,
): Pair[] {
  const byUser = groupByUser(credits);
  const taken = new Set<string>();
  return messages.flatMap((message) => {
    const kinds = kindsFor(message.scene, env);
    const template = templateIdOf(env, message.scene, 'subscribe');
    const [credit] = (byUser.get(message.openid) ?? [])
      .filter((one) => !taken.has(one._id) && one.expiresAt > now + LIFE_MARGIN)
      .filter((one) => kinds.includes(one.kind) && fits(one, message, template))
      .sort(preferenceOf(message, kinds));
    if (!credit) return [];
    taken.add(credit._id);
    return [{ message, credit }];
  });
}

/** A reserved use serves its own order's notice, a subscription its own template. */
function fits(credit: Credit, message: Message, template: string | undefined): boolean {
  if (credit.kind === 'subscription') return credit.templateId === template;
  if (credit.reservedFor === NONE) return true;
  return credit.reservedFor === message.scene && credit.sn === message.sn;
}

/** A reserved use is for this scene anyway, so it goes before a free one of the same token. */
function preferenceOf(message: Message, kinds: CreditKind[]) {
  const foreignOrder = (c: Credit) => Number(c.kind === 'payment' && c.sn !== message.sn);
  const free = (c: Credit) => Number(c.reservedFor === NONE);
  return (a: Credit, b: Credit): number =>
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
    foreignOrder(a) - foreignOrder(b) ||
    a.expiresAt - b.expiresAt ||
    free(a) - free(b) ||
    a.use - b.use;
}

function groupByUser(credits: readonly Credit[]): Map<string, Credit[]> {
  const byUser = new Map<string, Credit[]>();
  for (const credit of credits) {
    const own = byUser.get(credit.openid);
    if (own) own.push(credit);
    else byUser.set(credit.openid, [credit]);
  }
  return byUser;
}
