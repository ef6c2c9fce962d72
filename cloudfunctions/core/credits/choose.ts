import { MINUTE, NONE } from '../words';
import type { Credit, CreditKind, Message } from '../words';
import { isStopped, type Stops } from '../channels/stops';
import { environments } from '../scenes/environments';
import { channelOf, flawOf, templateIdOf } from '../scenes/letter';
import { type SceneName, sceneOf } from '../scenes/scenes';

/** A credit must outlive the lease and a recovery after it, or it could die between two attempts. */
export const LIFE_MARGIN = 10 * MINUTE;

/** @returns whether a credit can still be leased, as far as its time goes */
export const isLiving = ({ expiresAt }: Credit, now: number): boolean =>
  expiresAt > now + LIFE_MARGIN;

/** A message and the credit that pays for it. */
export interface Pair {
  message: Message;
  credit: Credit;
}

/** What decides, beside the message, how it may be sent. */
export interface Ways {
  env: string;
  stops: Stops;
}

/** @returns kinds of credit that have a template for the scene in this environment, best first */
export function kindsOf(scene: string, env: string): CreditKind[] {
  const own = environments[env]?.credits?.[scene as SceneName];
  const kinds: readonly CreditKind[] = own ?? sceneOf(scene)?.credits ?? [];
  return kinds.filter((kind) => templateIdOf(env, scene, kind));
}

/** @returns those of them that are not switched off and that this message can be written for */
export const kindsFor = (message: Message, { env, stops }: Ways): CreditKind[] =>
  kindsOf(message.scene, env).filter(
    (kind) => !isStopped(stops, kind, message.scene) && flawOf(message, kind, env) === undefined,
  );

/**
 * Gives every message the best credit of its user: the scene's order of kinds, the order's own
 * prepay_id before another's, the one that expires first. No credit is given twice.
 * @param credits open credits of the messages' users
 * @param chance 0 ≤ x < 1; if given, it decides between credits that differ only in when they expire, so
 *   that those who have lost a race for one do not all try the same next one
 * @returns pairs; a message without a fitting credit is left out
 */
export function chooseCredits(
  messages: readonly Message[],
  credits: readonly Credit[],
  ways: Ways,
  now: number,
  chance: () => number = first,
): Pair[] {
  const byUser = groupByUser(credits);
  const taken = new Set<string>();
  return messages.flatMap((message) => {
    const own = byUser.get(message.openid);
    if (!own) return [];
    const kinds = kindsFor(message, ways);
    const fitting = own
      .filter((one) => !taken.has(one._id) && isLiving(one, now))
      .filter((one) => kinds.includes(one.kind) && fits(one, message, ways.env))
      .sort(preferenceOf(message, kinds));
    const alike = fitting.filter((one) => isLike(one, fitting[0]));
    const credit = alike[Math.floor(chance() * alike.length)];
    if (!credit) return [];
    taken.add(credit._id);
    return [{ message, credit }];
  });
}

const first = (): number => 0;

const isLike = (credit: Credit, best: Credit | undefined): boolean =>
  credit.kind === best?.kind && credit.sn === best.sn && credit.reservedFor === best.reservedFor;

/** A reserved use serves its own order's notice, a consent its own template. */
function fits(credit: Credit, message: Message, env: string): boolean {
  if (channelOf(credit.kind) === 'subscribe') {
    return credit.templateId === templateIdOf(env, message.scene, credit.kind);
  }
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
