import { MINUTE } from '../words';
import type { Credit } from '../words';
import type { Ports } from '../ports';
import { PAGE } from '../limits';

/** The page's report and WeChat's push of one consent lie within this time of each other. */
const SAME_CONSENT = 10 * MINUTE;

/**
 * A consent is told twice, by the page and by WeChat's push, in any order and at the same time. Each
 * side stores its credit first and looks for the other's afterwards, so that at least one of them sees
 * both; whoever marks the push's credit retires the other one.
 * @param fresh consents that were stored just now, all by one side and of one user
 */
export async function pairConsents(ports: Ports, fresh: readonly Credit[]): Promise<void> {
  const [first] = fresh;
  if (!first) return;
  const query = {
    openid: first.openid,
    state: { in: ['open', 'leased', 'spent', 'inDoubt'] },
    toldBy: first.toldBy === 'push' ? 'page' : 'push',
  };
  const others = await ports.db.find('credits', query, { limit: PAGE });
  for (const credit of fresh) {
    const twin = nearest(credit, others);
    if (!twin) continue;
    others.splice(others.indexOf(twin), 1);
    const [push, page] = credit.toldBy === 'push' ? [credit, twin] : [twin, credit];
    await join(ports, push, page);
  }
}

function nearest(credit: Credit, others: readonly Credit[]): Credit | undefined {
  const distance = (other: Credit) => Math.abs(other.openedAt - credit.openedAt);
  return others
    .filter((other) => other.templateId === credit.templateId && distance(other) <= SAME_CONSENT)
    .sort((a, b) => distance(a) - distance(b))[0];
}

/** Leaves one of the two; if both are in use already, WeChat refuses the second (43101). */
async function join(ports: Ports, push: Credit, page: Credit): Promise<void> {
  const change = { toldBy: 'both' };
  const marked = await ports.db.update('credits', { _id: push._id, toldBy: 'push' }, change);
  if (marked === 0) return;
  const retire = ({ _id }: Credit) =>
    ports.db.update('credits', { _id, state: 'open' }, { ...change, state: 'merged' });
  if ((await retire(page)) === 0) await retire(push);
}
