import type { LocalCloud } from '../../emulator/local-cloud';
import { callsOf, isDatabase, isSend, watchCalls } from './calls';
import { LATENCY, NO_LATENCY } from './project';
import { createRecipients, type Recipient } from './recipients';
import { atLeast, atMost, type Report, type Row } from './report';
import { type Sender, senders } from './senders';

/** 80 % of 20 lanes at 50 ms a send. */
const SPEED_BUDGET = 0.8 * (20 / (LATENCY.wechatMs / 1000));
/** A second send of a message arrives, too, and takes what was meant for the next. */
const ALLOWED = 2;
/** Longer than every lease, so that what a dead run has left is taken up. */
const ALL_LEASES_MS = 5 * 60_000;

/** What the users have got, beside what the sender believes. */
interface Outcome {
  cards: number;
  /** Cards beyond the first of a user. */
  duplicates: number;
  /** No card, and the sender believes that there is one or has forgotten the message. */
  lost: number;
  /** Not settled as sent, and visibly so. */
  open: number;
}

interface Measured {
  perSecond: number;
  callsPerMessage: number;
  overlap: Outcome;
  kill: Outcome & { inDoubt: number | undefined };
}

/** Compares the dispatcher with the ways in which others send, one after the other on one cloud. */
export async function compareDispatchers(cloud: LocalCloud, count: number): Promise<Report> {
  const measured: Measured[] = [];
  for (const sender of senders) {
    measured.push({
      ...(await measureSpeed(cloud, sender, count)),
      overlap: await measureOverlap(cloud, sender, count),
      kill: await measureKill(cloud, sender, count),
    });
  }
  return {
    title: `Dispatcher: ${count} due messages to ${count} users, a send takes ${LATENCY.wechatMs} ms, a database call ${LATENCY.databaseMs} ms`,
    columns: senders.map(({ title }) => title),
    rows: rowsOf(measured),
    notes: [
      'demo pattern: a tick sees one page of 100 messages and sends all of it at once; its ticks follow each other here without a pause',
      'the overlapping run begins when half is sent; the kill strikes after the send in the middle, and then runs follow until every lease has ended',
      'not settled: unknown, waiting or not done, visible as such',
      'WeChat refuses a second send to a user while one is on its way (43108), which spares the demos some duplicates',
    ],
    details: senders.map(({ name }, i) => ({ name, ...measured[i] })),
  };
}

function rowsOf(measured: readonly Measured[]): Row[] {
  const [ours] = measured;
  if (!ours) return [];
  const line = (
    what: string,
    cell: (m: Measured) => number | undefined,
    budget?: Row['budget'],
  ) => ({
    what,
    cells: measured.map((one) => String(cell(one) ?? '-')),
    ...(budget && { budget }),
  });
  const none = (value: number) => atMost(0, value);
  return [
    line('messages a second', (m) => m.perSecond, atLeast(SPEED_BUDGET, ours.perSecond)),
    line('database calls a message', (m) => m.callsPerMessage, atMost(0.3, ours.callsPerMessage)),
    line(
      'overlapping runs: duplicates',
      (m) => m.overlap.duplicates,
      none(ours.overlap.duplicates),
    ),
    line('overlapping runs: lost', (m) => m.overlap.lost, none(ours.overlap.lost)),
    line('overlapping runs: not settled', (m) => m.overlap.open),
    line('killed run: in doubt at once', (m) => m.kill.inDoubt, atMost(20, ours.kill.inDoubt ?? 0)),
    line('killed run: duplicates', (m) => m.kill.duplicates, none(ours.kill.duplicates)),
    line('killed run: lost', (m) => m.kill.lost, none(ours.kill.lost)),
    line('killed run: not settled', (m) => m.kill.open),
  ];
}

async function measureSpeed(
  cloud: LocalCloud,
  sender: Sender,
  count: number,
): Promise<Pick<Measured, 'perSecond' | 'callsPerMessage'>> {
  await cloud.state.reset();
  await cloud.timers.run(sender.name); // a warm process
  const recipients = await fill(cloud, sender, count);
  let seconds = 0;
  const calls = await callsOf(cloud, sender.name, async () => {
    const startedAt = performance.now();
    await runAll(cloud, sender);
    seconds = (performance.now() - startedAt) / 1000;
  });
  const { cards } = outcomeOf(cloud, sender, recipients);
  return {
    perSecond: Math.round(cards / seconds),
    callsPerMessage: Number((calls.filter(isDatabase).length / cards).toFixed(3)),
  };
}

async function measureOverlap(cloud: LocalCloud, sender: Sender, count: number): Promise<Outcome> {
  await cloud.state.reset();
  const recipients = await fill(cloud, sender, count);
  const first = runAll(cloud, sender);
  await Promise.race([first, sendReached(cloud, sender, count / 2)]);
  await Promise.all([first, runAll(cloud, sender)]);
  await letLeasesEnd(cloud);
  return outcomeOf(cloud, sender, recipients);
}

async function measureKill(
  cloud: LocalCloud,
  sender: Sender,
  count: number,
): Promise<Measured['kill']> {
  await cloud.state.reset();
  const recipients = await fill(cloud, sender, count);
  const match = { function: sender.name, apiName: 'subscribeMessage.send', nth: count / 2 };
  cloud.faults.add({ match, effect: 'killAfter' });
  const killed = (): boolean => cloud.faults.list().some(({ hits }) => hits > 0);
  await runAll(cloud, sender, killed);
  if (!killed()) throw new Error(`${sender.name} did not come to its kill.`);
  const inDoubt = await sender.inDoubt?.(cloud);
  cloud.faults.clear();
  await runAll(cloud, sender);
  await letLeasesEnd(cloud);
  return { inDoubt, ...outcomeOf(cloud, sender, recipients) };
}

async function fill(cloud: LocalCloud, sender: Sender, count: number): Promise<Recipient[]> {
  const recipients = createRecipients(cloud, count, ALLOWED);
  await sender.fill(cloud, recipients);
  cloud.settings.change({ latency: LATENCY });
  return recipients;
}

/** Ticks without a pause, until nothing is due, or a tick leaves as much as it has found. */
async function runAll(
  cloud: LocalCloud,
  sender: Sender,
  isEnough: () => boolean = () => false,
): Promise<void> {
  let before = Infinity;
  for (let left = dueOf(cloud, sender); left > 0 && left < before && !isEnough();) {
    await cloud.timers.run(sender.name);
    before = left;
    left = dueOf(cloud, sender);
  }
}

const dueOf = (cloud: LocalCloud, sender: Sender): number =>
  [...sender.states(cloud).values()].filter((state) => state === sender.due).length;

/** Resolves when WeChat has answered so many sends of the function. */
const sendReached = (cloud: LocalCloud, { name }: Sender, wanted: number): Promise<void> =>
  new Promise((resolve) => {
    let sends = 0;
    const stop = watchCalls(cloud, name, (call) => {
      if (isSend(call)) sends += 1;
      if (sends < wanted) return;
      stop();
      resolve();
    });
  });

/** The timers of all functions tick, without latency, until dead runs are forgotten. */
async function letLeasesEnd(cloud: LocalCloud): Promise<void> {
  cloud.settings.change({ latency: NO_LATENCY });
  await cloud.clock.advance(ALL_LEASES_MS);
}

function outcomeOf(cloud: LocalCloud, sender: Sender, recipients: readonly Recipient[]): Outcome {
  const states = sender.states(cloud);
  const outcome: Outcome = { cards: 0, duplicates: 0, lost: 0, open: 0 };
  for (const { openid } of recipients) {
    const cards = cloud.wechat.inbox(openid).length;
    const state = states.get(openid) ?? 'sent';
    outcome.cards += cards;
    outcome.duplicates += Math.max(0, cards - 1);
    if (state !== 'sent') outcome.open += 1;
    else if (cards === 0) outcome.lost += 1;
  }
  return outcome;
}
