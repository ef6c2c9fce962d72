import { cloudDatabase } from '../../cloudfunctions/core/cloud/database';
import { sdk } from '../../cloudfunctions/core/cloud/sdk';
import { leaseCredits } from '../../cloudfunctions/core/credits/lease';
import type { Ports } from '../../cloudfunctions/core/ports';
import type { LocalCloud } from '../../emulator/local-cloud';
import { LATENCY, NO_LATENCY } from './project';
import { createRecipients, type Recipient, storeCredits } from './recipients';
import { atMost, type Report, type Row } from './report';
import { messageTo } from './senders';

const CLAIMERS = [1, 2, 4, 8, 16, 32, 64];
const PLENTY = 64;
/** A prepay_id pays for three sends. */
const FEW = 3;

/** Asks for a permission to send. @returns which one it has got; undefined if none */
type Claim = (claimer: number) => Promise<string | undefined>;

/** A race of claimers that all begin at the same time. */
interface Race {
  claimers: number;
  /** Claimers that believe they may send. */
  won: number;
  /** Permissions that two have got, or that there never were. */
  overspent: number;
  ms: number;
  calls: number;
}

/**
 * Many runs that want a credit of the same user at the same moment: the ledger with many credits and
 * with few, and a counter that is read, used and written back.
 */
export async function compareContention(cloud: LocalCloud): Promise<Report> {
  const races: { plenty: Race; few: Race; counter: Race }[] = [];
  for (const claimers of CLAIMERS) {
    races.push({
      plenty: await race(cloud, claimers, PLENTY, ledger),
      few: await race(cloud, claimers, FEW, ledger),
      counter: await race(cloud, claimers, FEW, counter),
    });
  }
  return {
    title: `Contention: claimers that want a credit of one user at the same moment, a database call takes ${LATENCY.databaseMs} ms`,
    columns: [
      'double leases',
      `${PLENTY} credits: won`,
      'ms',
      'calls',
      `${FEW} credits: won`,
      'ms',
      'calls',
      `counter of ${FEW}: won`,
      'overspent',
    ],
    rows: races.map(rowOf),
    notes: [
      'a claimer chooses anew when it has lost, three times at most; a message without a credit waits, looks once more and is woken',
      'counter: read a row, send if uses are left, write back one less, as shops with a counter do it',
    ],
    details: races,
  };
}

function rowOf({ plenty, few, counter: other }: Record<'plenty' | 'few' | 'counter', Race>): Row {
  const double = plenty.overspent + few.overspent;
  const shown = [double, ...[plenty, few].flatMap(({ won, ms, calls }) => [won, ms, calls])];
  return {
    what: plenty.claimers === 1 ? '1 claimer' : `${plenty.claimers} claimers`,
    cells: [...shown, other.won, other.overspent].map(String),
    budget: atMost(0, double),
  };
}

async function race(
  cloud: LocalCloud,
  claimers: number,
  permitted: number,
  prepare: (cloud: LocalCloud, user: Recipient) => Promise<Claim>,
): Promise<Race> {
  await cloud.state.reset();
  const [user] = createRecipients(cloud, 1, permitted);
  if (!user) throw new Error('Expected a user.');
  const claim = await prepare(cloud, user);
  let calls = 0;
  const stop = cloud.events.subscribe(({ event }) => {
    if (event.type === 'gateway.call') calls += 1;
  });
  cloud.settings.change({ latency: LATENCY });
  const startedAt = performance.now();
  const claims = await Promise.all(Array.from({ length: claimers }, (_, n) => claim(n)));
  const ms = Math.round(performance.now() - startedAt);
  cloud.settings.change({ latency: NO_LATENCY });
  stop();
  const won = claims.filter((one) => one !== undefined);
  const twice = won.length - new Set(won).size;
  return {
    claimers,
    won: won.length,
    overspent: twice + Math.max(0, new Set(won).size - permitted),
    ms,
    calls,
  };
}

/** The product's own lease, through the SDK. */
async function ledger(cloud: LocalCloud, user: Recipient): Promise<Claim> {
  await storeCredits(cloud, [user]);
  const now = (): number => cloud.clock.now();
  const db = cloudDatabase(sdk().database());
  const needed = { db, env: cloud.account.env, now, random: Math.random };
  const ports = needed as Partial<Ports> as Ports;
  return async (n) => {
    const message = messageTo({ ...user, sn: `N${n}` }, now());
    const pairs = await leaseCredits(ports, [message], `claim-${n}`, { stops: new Set() });
    return pairs[0]?.credit._id;
  };
}

/** A row with the uses that are left: nothing keeps two from reading the same number. */
async function counter({ database }: LocalCloud, user: Recipient): Promise<Claim> {
  const { openid: _id, consents } = user;
  database.insert('counters', [{ _id, useAmount: consents.length }]);
  const counters = sdk().database().collection('counters');
  return async (n) => {
    const { useAmount } = (await counters.doc(_id).get()).data as { useAmount: number };
    if (useAmount === 0) return undefined;
    await counters.where({ _id }).update({ data: { useAmount: useAmount - 1 } });
    return `send ${n}`;
  };
}
