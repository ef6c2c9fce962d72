import { idsOf } from '../ids';
import type { Ports } from '../ports';
import { freeCredits } from '../credits/free';
import type { Pair } from '../credits/choose';
import { CONCURRENCY, GROUP_TIME, WAITING_LOOK } from '../limits';
import { channelOf, letterFor } from '../scenes/letter';
import { startAttempts, type Trial } from './attempts';
import { held, release } from './claim';
import { settle, type Settled } from './settle';

/** What WeChat has stopped for a run, by scene and channel: until when, and why. */
export type Pauses = Map<string, { until: number; reason: string }>;

/**
 * Sends in groups of at most `CONCURRENCY`, and stops early rather than be killed in between.
 * @param pauses what is not tried in this run; verdicts that stop a scene are added
 */
export async function sendInGroups(
  ports: Ports,
  trials: readonly Trial[],
  claim: string,
  pauses: Pauses,
): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const group of groupsOf(trials)) {
    const going = group.filter((trial) => !pauses.has(pauseKey(trial)));
    if (ports.remainingMs() < GROUP_TIME) {
      settled.push(...(await giveBack(ports, group, claim, ports.now(), 'no-time')));
      continue;
    }
    for (const [key, { until, reason }] of pauses) {
      const paused = group.filter((trial) => pauseKey(trial) === key);
      settled.push(...(await giveBack(ports, paused, claim, until, reason)));
    }
    settled.push(...(await sendGroup(ports, going, claim, pauses)));
  }
  return settled;
}

/** One scene over one channel: what is stopped together when WeChat says so. */
const pauseKey = ({ message, credit }: Pair): string =>
  `${channelOf(credit.kind)} ${message.scene}`;

/** Groups without two messages to one user: WeChat refuses concurrent sends to a user (43108). */
function groupsOf<T extends Pair>(pairs: readonly T[]): T[][] {
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
  reason: string,
): Promise<Settled[]> {
  if (trials.length === 0) return [];
  const messages = trials.map((trial) => trial.message);
  await release(ports, messages, claim, { state: 'queued', nextAttemptAt, reason });
  const credits = trials.map((trial) => trial.credit);
  await freeCredits(ports, credits, claim);
  return messages.map((message) => ({ id: message._id, state: 'queued', reason }));
}

async function sendGroup(
  ports: Ports,
  group: readonly Trial[],
  claim: string,
  pauses: Pauses,
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
  for (const [i, { reason, at }] of settled.entries()) {
    const result = results[i];
    if (!result || !stopping.has(reason)) continue;
    pauses.set(pauseKey(result), { until: at ?? ports.now() + WAITING_LOOK, reason });
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
