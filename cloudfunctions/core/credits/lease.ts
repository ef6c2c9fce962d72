import { MINUTE } from '../words';
import type { Credit, Message } from '../words';
import { idsOf } from '../ids';
import type { Ports } from '../ports';
import type { Stops } from '../channels/stops';
import { CREDIT_PAGE, LEASE, PAGE } from '../limits';
import { lookTwice } from '../look-twice';
import { chooseCredits, type Pair } from './choose';

/** How often the losers of a race for credits choose again. */
const ROUNDS = 3;

/** What the caller knows already. */
export interface Known {
  stops: Stops;
  /** Open credits of the messages' users; read here if absent. */
  credits?: readonly Credit[] | undefined;
}

/**
 * Leases one credit for each message. A credit goes to one message only, however many runs try:
 * the lease is a conditional write on documents that are still `open`.
 * @param claim the id of this run
 * @returns pairs; messages without a credit are left out
 */
export async function leaseCredits(
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  { stops, credits }: Known,
): Promise<Pair[]> {
  const ways = { env: ports.env, stops };
  const leased: Pair[] = [];
  let left = messages;
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    credits ??= await openCreditsOf(
      ports,
      left.map((message) => message.openid),
    );
    const chosen = chooseCredits(
      left,
      credits,
      ways,
      ports.now(),
      round > 0 ? ports.random : undefined,
    );
    if (chosen.length === 0) break;
    const won = await lease(ports, chosen, claim);
    leased.push(...won);
    if (won.length === chosen.length) break;
    const served = new Set(won.map((pair) => pair.message._id));
    left = chosen.map((pair) => pair.message).filter((message) => !served.has(message._id));
    credits = undefined;
  }
  return leased;
}

/** Reads the open credits of these users. A full page may hide somebody, so its halves are read. */
export const openCreditsOf = (ports: Ports, openids: readonly string[]): Promise<Credit[]> =>
  readOpen(ports, [...new Set(openids)]);

async function readOpen(ports: Ports, openids: readonly string[]): Promise<Credit[]> {
  if (openids.length === 0) return [];
  if (openids.length > PAGE) return inHalves(ports, openids);
  const query = { openid: { in: openids }, state: 'open' };
  const page = await ports.db.find('credits', query, { limit: CREDIT_PAGE });
  return page.length === CREDIT_PAGE && openids.length > 1 ? inHalves(ports, openids) : page;
}

async function inHalves(ports: Ports, openids: readonly string[]): Promise<Credit[]> {
  const middle = Math.ceil(openids.length / 2);
  const halves = [openids.slice(0, middle), openids.slice(middle)];
  return (await Promise.all(halves.map((half) => readOpen(ports, half)))).flat();
}

/** One conditional write; if it changed fewer documents than chosen, a look at who won. */
async function lease(ports: Ports, pairs: Pair[], claim: string): Promise<Pair[]> {
  const ids = idsOf(pairs.map((pair) => pair.credit));
  const changed = await ports.db.update(
    'credits',
    { _id: { in: ids }, state: 'open' },
    // a minute longer than the message's lease: messages are recovered before their credits
    { state: 'leased', claim, leaseUntil: ports.now() + LEASE + MINUTE },
  );
  if (changed === ids.length) return pairs.map((pair) => held(pair, claim));
  if (changed === 0) return [];
  const query = { _id: { in: ids }, claim, state: 'leased' };
  const read = () => ports.db.find('credits', query, { limit: ids.length });
  const won = await lookTwice(read, changed);
  const mine = new Set(idsOf(won));
  return pairs.filter((pair) => mine.has(pair.credit._id)).map((pair) => held(pair, claim));
}

const held = ({ message, credit }: Pair, claim: string): Pair => ({
  message,
  credit: { ...credit, state: 'leased', claim },
});
