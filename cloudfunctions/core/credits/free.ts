import type { Credit } from '../words';
import type { Ports } from '../ports';
import { wake } from '../messages/wake';

/** Opens credits of one lease that were certainly not used, and wakes their users. */
export async function freeCredits(ports: Ports, credits: readonly Credit[]): Promise<void> {
  const leased = credits.filter((credit) => credit.state === 'leased');
  const claim = leased[0]?.claim;
  if (claim === undefined) return;
  await ports.db.update(
    'credits',
    { _id: { in: leased.map((credit) => credit._id) }, claim, state: 'leased' },
    { state: 'open' },
  );
  await wake(ports, ...leased.map((credit) => credit.openid));
}
