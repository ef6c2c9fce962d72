import { MINUTE } from '../words';
import type { Credit } from '../words';
import { idsOf } from '../ids';
import type { Ports } from '../ports';
import { PAGE } from '../limits';

/** The page's report and WeChat's push of one consent lie within this time of each other. */
const SAME_CONSENT = 10 * MINUTE;

/** A consent that WeChat has refused is paired with nothing. */
const alive = { in: ['open', 'leased', 'spent', 'inDoubt'] };
/** Named so that the query follows its index to the end. */
const consents = { in: ['subscription', 'longTerm'] };

/**
 * A consent is told twice, by the page and by WeChat's push, in any order and at the same time. Each
 * side stores its credit first and looks for the other's afterwards, so that at least one of them sees
 * both; whoever marks the push's credit retires the other one.
 * @param fresh consents that were stored just now, all by one side and of one user
 * @param known what the same side has told again: its first run may have died before it looked
 */
export async function pairConsents(
  ports: Ports,
  fresh: readonly Credit[],
  known: readonly Credit[],
): Promise<void> {
  const [first] = [...fresh, ...known];
  if (!first) return;
  const { openid, toldBy } = first;
  const unpaired = await stillUnpaired(ports, known, toldBy);
  const own = [...fresh, ...unpaired];
  if (own.length === 0) return;
  const otherSide = toldBy === 'push' ? 'page' : 'push';
  const query = { openid, state: alive, kind: consents, toldBy: otherSide };
  const options = { orderBy: 'openedAt', newestFirst: true, limit: PAGE };
  const others = await ports.db.find('credits', query, options);
  for (const credit of own) {
    const twin = nearest(credit, others);
    if (!twin) continue;
    others.splice(others.indexOf(twin), 1);
    const [push, page] = credit.toldBy === 'push' ? [credit, twin] : [twin, credit];
    await join(ports, push, page);
  }
}

const stillUnpaired = async (
  { db }: Ports,
  known: readonly Credit[],
  toldBy: string,
): Promise<Credit[]> =>
  known.length === 0
    ? []
    : db.find('credits', { _id: { in: idsOf(known) }, state: alive, toldBy }, { limit: PAGE });

function nearest(credit: Credit, others: readonly Credit[]): Credit | undefined {
  const distance = (other: Credit) => Math.abs(other.openedAt - credit.openedAt);
  return others
    .filter((other) => other.templateId === credit.templateId && distance(other) <= SAME_CONSENT)
    .sort((a, b) => distance(a) - distance(b))[0];
}

/**
 * Leaves one of the two; if both are in use already, WeChat refuses the second (43101). Both are
 * marked, or the next consent would be taken for the one that is left.
 */
async function join(ports: Ports, push: Credit, page: Credit): Promise<void> {
  for (const { _id, toldBy } of [push, page]) {
    const marked = await ports.db.update('credits', { _id, toldBy }, { toldBy: 'both' });
    if (marked === 0) return;
  }
  const retire = ({ _id }: Credit) =>
    ports.db.update('credits', { _id, state: 'open' }, { state: 'merged' });
  if ((await retire(page)) === 0) await retire(push);
}
