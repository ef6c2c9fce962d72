import type { Credit, CreditKind } from '../words';
import type { Ports } from '../ports';
import { deliver } from '../messages/deliver';
import { claimThese } from '../messages/claim';
import { wake } from '../messages/wake';
import { pairConsents } from './pair-consents';
import { collectCredits, type Collected, type Consent, type Tap } from './collect';

/** What somebody tells of a user. */
export interface News {
  taps?: readonly Tap[];
  consents?: readonly Consent[];
  toldBy: 'page' | 'push';
}

/**
 * Stores what a user's phone has collected, and sends at once what has waited for it.
 * @returns how many were new, known, and not credits at all
 */
export async function collectAndWake(
  ports: Ports,
  openid: string,
  { taps = [], consents = [], toldBy }: News,
): Promise<Collected> {
  const countOpen = (...kinds: CreditKind[]) =>
    ports.db.count('credits', { openid, state: 'open', kind: { in: kinds } });
  const [form, subscription] = await Promise.all([
    countOpen('form'),
    countOpen('subscription', 'longTerm'),
  ]);
  const { counts, credits, known } = await collectCredits(ports, {
    openid,
    taps,
    consents,
    toldBy,
    open: { form, subscription },
  });
  const isConsent = ({ kind }: Credit) => kind !== 'form';
  await pairConsents(ports, credits.filter(isConsent), known.filter(isConsent));
  const woken = counts.stored + counts.duplicates > 0 ? await wake(ports, openid) : 0;
  if (woken > 0) await deliverTo(ports, openid);
  return counts;
}

async function deliverTo(ports: Ports, openid: string): Promise<void> {
  const claim = ports.newId();
  const due = { openid, state: 'queued', nextAttemptAt: { lte: ports.now() } };
  await deliver(ports, await claimThese(ports, due, claim), claim);
}
