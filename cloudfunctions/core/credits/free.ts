import type { Credit } from '../words';
import { idsOf } from '../ids';
import type { Ports } from '../ports';
import { wake } from '../messages/wake';

/** Opens credits again that were leased by this claim and certainly not used; wakes their users. */
export async function freeCredits(
  ports: Ports,
  credits: readonly Credit[],
  claim: string,
): Promise<void> {
  const leased = credits.filter((credit) => credit.state === 'leased' && credit.claim === claim);
  if (leased.length === 0) return;
  const fence = { _id: { in: idsOf(leased) }, claim, state: 'leased' };
  await ports.db.update('credits', fence, { state: 'open' });
  await wake(ports, ...leased.map((credit) => credit.openid));
}
