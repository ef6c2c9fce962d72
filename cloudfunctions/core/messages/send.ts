import { idsOf } from '../ids';
import type { Ports } from '../ports';
import { freeCredits } from '../credits/free';
import type { Pair } from '../credits/choose';
import { CONCURRENCY, GROUP_TIME, WAITING_LOOK } from '../limits';
import { isStopped, stopAfter, type Stops } from '../channels/stops';
import { channelOf, letterFor } from '../scenes/letter';
import { verdictOf } from '../wechat/errors';
import { type Result, startAttempts, type Trial } from './attempts';
import { held, release } from './claim';
import { settle, type Settled } from './settle';

/** What WeChat has stopped for a run, by scene and channel: until when, and why. */
export type Pauses = Map<string, { until: number; reason: string }>;

/** What must not be tried: in this run, and at all. Both grow while it sends. */
export interface Closed {
  pauses: Pauses;
  stops: Stops;
}

/**
 * Sends in groups of at most `CONCURRENCY`, and stops early rather than be killed in between.
 */
export async function sendInGroups(
  ports: Ports,
  trials: readonly Trial[],
  claim: string,
  closed: Closed,
): Promise<Settled[]> {
  const { pauses, stops } = closed;
  const settled: Settled[] = [];
  for (const group of groupsOf(trials)) {
    endPauses(pauses, ports.now());
    const isOff = ({ message, credit }: Trial) => isStopped(stops, credit.kind, message.scene);
    const open = group.filter((trial) => !isOff(trial));
    const going = open.filter((trial) => !pauses.has(pauseKey(trial)));
    if (ports.remainingMs() < GROUP_TIME) {
      settled.push(...(await giveBack(ports, group, claim, ports.now(), 'no-time')));
      continue;
    }
    const off = group.filter(isOff);
    settled.push(...(await giveBack(ports, off, claim, ports.now(), 'channel-off')));
    for (const [key, { until, reason }] of pauses) {
      const paused = open.filter((trial) => pauseKey(trial) === key);
      settled.push(...(await giveBack(ports, paused, claim, until, reason)));
    }
    settled.push(...(await sendGroup(ports, going, claim, closed)));
  }
  return settled;
}

/** What has waited for a pause is due when it is over: given back again, the run would spin. */
function endPauses(pauses: Pauses, now: number): void {
  for (const [key, { until }] of pauses) if (until <= now) pauses.delete(key);
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
  { pauses, stops }: Closed,
): Promise<Settled[]> {
  if (group.length === 0) return [];
  const marked = await markSending(ports, group, claim);
  const started = await startAttempts(ports, marked, claim);
  const leftAt = ports.now();
  const results = await Promise.all(
    started.map(async (trial) => ({
      ...trial,
      at: leftAt,
      outcome: await ports.sender.send(letterFor(trial.message, trial.credit, ports.env)),
    })),
  );
  const settled = await settle(ports, results, claim);
  for (const result of results) await stopIfClosed(ports, stops, result);
  for (const [i, { reason, at }] of settled.entries()) {
    const result = results[i];
    if (!result || !pausing.has(reason)) continue;
    pauses.set(pauseKey(result), { until: at ?? ports.now() + WAITING_LOOK, reason });
  }
  return settled;
}

/** WeChat's word that a channel is closed reaches beyond this send. */
async function stopIfClosed(ports: Ports, stops: Stops, result: Result): Promise<void> {
  if (result.outcome.type !== 'answered') return;
  const { errCode } = result.outcome;
  const reason = verdictOf(errCode);
  if (reason !== 'channel-gone' && reason !== 'channel-stopped') return;
  const { message, credit } = result;
  await stopAfter(ports, stops, { kind: credit.kind, scene: message.scene, errCode, reason });
}

/** Verdicts that concern every message of the scene: the rest of this run does not try. */
const pausing = new Set(['wait', 'template-bad', 'misconfigured']);

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
