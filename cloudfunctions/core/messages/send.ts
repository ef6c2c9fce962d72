import { MINUTE } from '../words';
import { idsOf } from '../ids';
import type { Ports } from '../ports';
import { freeCredits } from '../credits/free';
import type { Pair } from '../credits/choose';
import { GROUP_TIME, PAGE, WAITING_LOOK } from '../limits';
import { isStopped, stopAfter, type Stops } from '../channels/stops';
import { lookTwice } from '../look-twice';
import { channelOf, letterFor } from '../scenes/letter';
import { together } from '../together';
import { verdictOf } from '../wechat/errors';
import { type Result, startAttempts, type Trial } from './attempts';
import { release } from './claim';
import { adaptPace, type Pace } from './pace';
import { settle, type Settled } from './settle';

/** What WeChat has stopped for a run, by channel or by scene on a channel: until when, and why. */
export type Pauses = Map<string, { until: number; reason: string }>;

/** What one run has learned of WeChat. It learns while it sends. */
export interface Course {
  /** What is switched off. */
  stops: Stops;
  pauses: Pauses;
  pace: Pace;
}

/**
 * Sends in groups of at most `CONCURRENCY`, and stops early rather than be killed in between. While a
 * group is on its way the next one is marked; its attempts are recorded only when every result of the
 * group before is written down, so that a kill leaves at most one group in doubt.
 */
export async function sendInGroups(
  ports: Ports,
  trials: readonly Trial[],
  claim: string,
  course: Course,
): Promise<Settled[]> {
  const settled: Settled[] = [];
  const sift = async (group: readonly Trial[]): Promise<readonly Trial[]> => {
    const { going, back } = await giveBackClosed(ports, group, claim, course);
    settled.push(...back);
    return going;
  };
  let rest = await sift(trials);
  const markNext = (): Promise<readonly Trial[]> => {
    const group = firstGroup(rest, course.pace.size);
    rest = rest.filter((trial) => !group.includes(trial));
    return markSending(ports, group, claim);
  };
  for (let group = await markNext(); group.length > 0 || rest.length > 0;) {
    const [results, next] = await together(sendGroup(ports, group, claim, course), markNext());
    settled.push(...results);
    rest = await sift(rest);
    group = await sift(next);
  }
  return settled;
}

/** The first messages of distinct users: WeChat refuses concurrent sends to a user (43108). */
function firstGroup(trials: readonly Trial[], size: number): Trial[] {
  const byUser = new Map<string, Trial>();
  for (const trial of trials) {
    if (byUser.size === size) break;
    if (!byUser.has(trial.message.openid)) byUser.set(trial.message.openid, trial);
  }
  return [...byUser.values()];
}

/** Why a message does not leave in this run after all, and when it is tried again. */
interface Closed {
  at: number;
  reason: string;
}

function closedFor({ message, credit }: Pair, ports: Ports, course: Course): Closed | undefined {
  const now = ports.now();
  if (ports.remainingMs() < GROUP_TIME) return { at: now, reason: 'no-time' };
  if (course.pace.isUnwell) return { at: now + MINUTE, reason: 'unwell' };
  if (isStopped(course.stops, credit.kind, message.scene))
    return { at: now, reason: 'channel-off' };
  const channel = channelOf(credit.kind);
  for (const key of [channel, sceneKey(channel, message.scene)]) {
    const pause = course.pauses.get(key);
    if (pause && pause.until > now) return { at: pause.until, reason: pause.reason };
  }
  return undefined;
}

const sceneKey = (channel: string, scene: string): string => `${channel} ${scene}`;

/** Gives back what must not leave any more. Nothing of it has: credits are free again. */
async function giveBackClosed(
  ports: Ports,
  trials: readonly Trial[],
  claim: string,
  course: Course,
): Promise<{ going: readonly Trial[]; back: Settled[] }> {
  const closed = new Map<string, { why: Closed; trials: Trial[] }>();
  const going = trials.filter((trial) => {
    const why = closedFor(trial, ports, course);
    const key = JSON.stringify(why);
    if (why && !closed.has(key)) closed.set(key, { why, trials: [] });
    closed.get(key)?.trials.push(trial);
    return !why;
  });
  const back: Settled[] = [];
  for (const { why, trials: same } of closed.values()) {
    back.push(...(await giveBack(ports, same, claim, why)));
  }
  return { going, back };
}

async function giveBack(
  ports: Ports,
  trials: readonly Trial[],
  claim: string,
  { at, reason }: Closed,
): Promise<Settled[]> {
  const messages = trials.map((trial) => trial.message);
  await release(ports, messages, claim, { state: 'queued', nextAttemptAt: at, reason });
  const credits = trials.map((trial) => trial.credit);
  await freeCredits(ports, credits, claim);
  return messages.map((message) => ({ id: message._id, state: 'queued', reason }));
}

async function sendGroup(
  ports: Ports,
  group: readonly Trial[],
  claim: string,
  course: Course,
): Promise<Settled[]> {
  if (group.length === 0) return [];
  const started = await startAttempts(ports, group, claim);
  const leftAt = ports.now();
  const results = await Promise.all(
    started.map(async (trial) => ({
      ...trial,
      at: leftAt,
      outcome: await ports.sender.send(letterFor(trial.message, trial.credit, ports.env)),
    })),
  );
  const settled = await settle(ports, results, claim);
  await learn(ports, results, settled, course);
  return settled;
}

/** What these answers mean for the rest of the run, and beyond it. */
async function learn(
  ports: Ports,
  results: readonly Result[],
  settled: readonly Settled[],
  { stops, pauses, pace }: Course,
): Promise<void> {
  adaptPace(
    pace,
    results.map(({ outcome }) => outcome),
  );
  for (const [i, result] of results.entries()) {
    await stopIfClosed(ports, stops, result);
    const { reason, at } = settled[i] ?? { reason: '' };
    const reach = pausing[reason];
    if (!reach) continue;
    const channel = channelOf(result.credit.kind);
    const key = reach === 'channel' ? channel : sceneKey(channel, result.message.scene);
    pauses.set(key, { until: at ?? ports.now() + WAITING_LOOK, reason });
  }
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

/** Verdicts that reach beyond their message: the rest of the run does not try. Limits are counted by API. */
const pausing: Readonly<Record<string, 'channel' | 'scene'>> = {
  wait: 'channel',
  'template-bad': 'scene',
  misconfigured: 'scene',
};

/** The fence before a send: only what is still ours is marked and may leave. */
async function markSending(
  ports: Ports,
  group: readonly Trial[],
  claim: string,
): Promise<readonly Trial[]> {
  const claimed = group.filter((trial) => trial.message.state === 'claimed');
  if (claimed.length === 0) return group;
  const ids = idsOf(claimed.map((trial) => trial.message));
  const changed = await ports.db.update(
    'messages',
    { _id: { in: ids }, claim, state: 'claimed' },
    { state: 'sending', attempts: { inc: 1 } },
  );
  const marked = { _id: { in: ids }, claim, state: 'sending' };
  const read = () => ports.db.find('messages', marked, { limit: PAGE });
  const ours = new Set(changed === ids.length ? ids : idsOf(await lookTwice(read, changed)));
  return group.flatMap((trial) => {
    if (trial.message.state === 'sending') return trial;
    return ours.has(trial.message._id) ? { ...trial, message: sending(trial) } : [];
  });
}

const sending = ({ message, n }: Trial): Trial['message'] => ({
  ...message,
  state: 'sending',
  attempts: n,
});
