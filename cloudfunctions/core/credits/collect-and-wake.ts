import type { Ports } from '../ports';
import { deliver } from '../messages/deliver';
import { claimThese } from '../messages/claim';
import { wake } from '../messages/wake';
import { collectCredits, type Collected, type Consent, type Tap } from './collect';

/**
 * Stores what a user's phone has collected, and sends at once what has waited for it.
 * @returns how many were new, known, and not credits at all
 */
export async function collectAndWake(
  ports: Ports,
  openid: string,
  taps: readonly Tap[],
  consents: readonly Consent[],
): Promise<Collected> {
  const countOpen = (kind: string) => ports.db.count('credits', { openid, state: 'open', kind });
  const [form, subscription] = await Promise.all([countOpen('form'), countOpen('subscription')]);
  const { counts } = await collectCredits(ports, {
    openid,
    taps,
    consents,
    open: { form, subscription },
  });
  const woken = counts.stored + counts.duplicates > 0 ? await wake(ports, openid) : 0;
  if (woken > 0) await deliverTo(ports, openid);
  return counts;
}

async function deliverTo(ports: Ports, openid: string): Promise<void> {
  const claim = ports.newId();
  const due = { openid, state: 'queued', nextAttemptAt: { lte: ports.now() } };
  await deliver(ports, await claimThese(ports, due, claim), claim);
}
