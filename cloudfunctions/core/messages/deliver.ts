import { NONE } from '../words';
import type { Credit, Message } from '../words';
import type { Ports } from '../ports';
import { chooseCredits, kindsFor } from '../credits/choose';
import { leaseCredits, openCreditsOf, type Pair } from '../credits/lease';
import { freeCredits } from '../credits/free';
import { CONCURRENCY, GROUP_TIME, PAGE, WAITING_LOOK } from '../limits';
import { channelOf, letterFor } from '../scenes/letter';
import { quietUntil } from '../scenes/quiet';
import { sceneOf } from '../scenes/scenes';
import { startAttempts, type Trial } from './attempts';
import { held, idsOf, release } from './claim';
import { finish } from './finish';
import { settle, type Settled } from './settle';

/**
 * Sends messages that this run has claimed: credits, then groups of at most `CONCURRENCY`, each
 * marked `sending`, recorded, sent and settled. Stops early rather than be killed in between.
 * @param messages `claimed` by `claim`, or inserted as `sending` with it
 * @param known open credits that the caller has read already
 * @returns where every message is now
 */
export async function deliver(
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  known?: readonly Credit[],
): Promise<Settled[]> {
  const { ready, done } = await dropUnsendable(ports, messages, claim);
  const bonded = ready.filter((message) => message.creditId !== NONE);
  const free = ready.filter((message) => message.creditId === NONE);
  const pairs = await leaseCredits(ports, free, claim, known);
  const paired = new Set(pairs.map((pair) => pair.message._id));
  const poor = free.filter((message) => !paired.has(message._id));
  const parked = await park(ports, poor, claim);
  const bound = await bondedTrials(ports, bonded);
  const trials = [
    ...bound.trials,
    ...pairs.map((pair): Trial => ({ ...pair, n: numberOf(pair.message) })),
  ];
  return [...done, ...parked, ...bound.done, ...(await sendInGroups(ports, trials, claim))];
}

/** A message that was inserted as `sending` already carries the number of its first attempt. */
const numberOf = (message: Message): number =>
  message.state === 'sending' ? message.attempts : message.attempts + 1;

/** Ends what no longer makes sense or has no template, and puts off what would ring at night. */
async function dropUnsendable(ports: Ports, messages: readonly Message[], claim: string) {
  const now = ports.now();
  const ready: Message[] = [];
  const done: Settled[] = [];
  for (const message of messages) {
    const scene = sceneOf(message.scene);
    if (!scene || kindsFor(message.scene, ports.env).length === 0) {
      done.push(await finish(ports, message, 'failed', 'misconfigured'));
    } else if (message.notAfter <= now) {
      const state = message.maybeSent ? 'unknown' : 'expired';
      done.push(await finish(ports, message, state, 'too-late'));
    } else if (quietUntil(scene, now) > now) {
      const nextAttemptAt = quietUntil(scene, now);
      await release(ports, [message], claim, { state: 'queued', nextAttemptAt, reason: 'night' });
      done.push({ id: message._id, state: 'queued', reason: 'night' });
    } else ready.push(message);
  }
  return { ready, done };
}

/**
 * Lets messages wait for a credit. After setting `waiting` it looks once more: a credit that came
 * in between would otherwise have woken nobody.
 */
async function park(ports: Ports, poor: readonly Message[], claim: string): Promise<Settled[]> {
  if (poor.length === 0) return [];
  const nextAttemptAt = ports.now() + WAITING_LOOK;
  await release(ports, poor, claim, { state: 'waiting', nextAttemptAt, reason: 'no-credit' });
  const credits = await openCreditsOf(ports, [...new Set(poor.map((message) => message.openid))]);
  const rich = chooseCredits(poor, credits, ports.env, ports.now()).map((pair) => pair.message);
  if (rich.length > 0) {
    const query = { _id: { in: idsOf(rich) }, state: 'waiting' };
    await ports.db.update('messages', query, { state: 'queued', nextAttemptAt: ports.now() });
  }
  return poor.map((message) => ({
    id: message._id,
    state: rich.includes(message) ? 'queued' : 'waiting',
    reason: 'no-credit',
  }));
}

/** Messages that must finish with the credit they have begun with. */
async function bondedTrials(ports: Ports, messages: readonly Message[]) {
  const trials: Trial[] = [];
  const done: Settled[] = [];
  if (messages.length === 0) return { trials, done };
  const ids = messages.map((message) => message.creditId);
  const credits = await ports.db.find('credits', { _id: { in: ids } }, { limit: PAGE });
  for (const message of messages) {
    const credit = credits.find((one) => one._id === message.creditId);
    if (credit && kindsFor(message.scene, ports.env).includes(credit.kind)) {
      trials.push({ message, credit, n: numberOf(message) });
    } else {
      const state = message.maybeSent ? 'unknown' : 'failed';
      done.push(await finish(ports, message, state, 'misconfigured'));
    }
  }
  return { trials, done };
}

async function sendInGroups(ports: Ports, trials: readonly Trial[], claim: string) {
  const settled: Settled[] = [];
  const pauses = new Map<string, number>();
  for (const group of groupsOf(trials)) {
    const now = ports.now();
    const going = group.filter((trial) => (pauses.get(pauseKey(trial)) ?? 0) <= now);
    const paused = group.filter((trial) => !going.includes(trial));
    if (ports.remainingMs() < GROUP_TIME)
      settled.push(...(await giveBack(ports, group, claim, now)));
    else {
      const until = pauses.get(paused[0] ? pauseKey(paused[0]) : '') ?? now;
      settled.push(...(await giveBack(ports, paused, claim, until)));
      settled.push(...(await sendGroup(ports, going, claim, pauses)));
    }
  }
  return settled;
}

/** One scene over one channel: what is stopped together when WeChat says so. */
const pauseKey = ({ message, credit }: Pair): string =>
  `${channelOf(credit.kind)} ${message.scene}`;

/** Groups without two messages to one user: WeChat refuses concurrent sends to a user (43108). */
export function groupsOf<T extends Pair>(pairs: readonly T[]): T[][] {
  const rounds: T[][] = [];
  const seen = new Map<string, number>();
  for (const pair of pairs) {
    const round = seen.get(pair.message.openid) ?? 0;
    seen.set(pair.message.openid, round + 1);
    (rounds[round] ??= []).push(pair);
  }
  return rounds.flatMap((round) =>
    Array.from({ length: Math.ceil(round.length / CONCURRENCY) }, (_, i) =>
      round.slice(i * CONCURRENCY, (i + 1) * CONCURRENCY),
    ),
  );
}

/** Nothing of these has left: messages back to the queue, leased credits free. */
async function giveBack(
  ports: Ports,
  trials: readonly Trial[],
  claim: string,
  nextAttemptAt: number,
): Promise<Settled[]> {
  if (trials.length === 0) return [];
  const messages = trials.map((trial) => trial.message);
  const reason = 'no-time';
  await release(ports, messages, claim, { state: 'queued', nextAttemptAt, reason });
  await freeCredits(
    ports,
    trials.map((trial) => trial.credit),
    claim,
  );
  return messages.map((message) => ({ id: message._id, state: 'queued', reason }));
}

async function sendGroup(
  ports: Ports,
  group: readonly Trial[],
  claim: string,
  pauses: Map<string, number>,
): Promise<Settled[]> {
  if (group.length === 0) return [];
  const marked = await markSending(ports, group, claim);
  const started = await startAttempts(ports, marked, claim);
  const results = await Promise.all(
    started.map(async (trial) => ({
      ...trial,
      outcome: await ports.sender.send(letterFor(trial.message, trial.credit, ports.env)),
    })),
  );
  const settled = await settle(ports, results, claim);
  for (const [i, { reason }] of settled.entries()) {
    const result = results[i];
    if (result && stopping.has(reason)) pauses.set(pauseKey(result), ports.now() + WAITING_LOOK);
  }
  return settled;
}

/** Verdicts that concern every message of the scene: the rest of this run does not try. */
const stopping = new Set([
  'wait',
  'template-bad',
  'channel-stopped',
  'channel-gone',
  'misconfigured',
]);

/** The fence before a send: only what is still ours is marked and may leave. */
async function markSending(
  ports: Ports,
  group: readonly Trial[],
  claim: string,
): Promise<readonly Trial[]> {
  const claimed = group.filter((trial) => trial.message.state === 'claimed');
  if (claimed.length === 0) return group;
  const changed = await ports.db.update(
    'messages',
    { _id: { in: idsOf(claimed.map((trial) => trial.message)) }, claim, state: 'claimed' },
    { state: 'sending', attempts: { inc: 1 } },
  );
  if (changed === claimed.length) return group;
  const ours = new Set(idsOf(await held(ports, claim, 'sending', changed)));
  return group.filter(({ message }) => message.state === 'sending' || ours.has(message._id));
}
