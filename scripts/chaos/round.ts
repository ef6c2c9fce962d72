import { FAR, HOUR, MINUTE } from '../../cloudfunctions/core/words';
import type { Message } from '../../cloudfunctions/core/words';
import type { LocalCloud } from '../../emulator/local-cloud';
import { act } from './act';
import type { History, Moment, Step } from './history';
import { setStage, type Stage, thaw } from './stage';
import { type Blow, nameOf } from './targets';
import { type Findings, findings, oversleepers, verdict } from './verdict';

/** What became of a round. */
export interface Round {
  /** How the promise was broken; empty if it held. */
  broken: string[];
  /** Number of the moment after which it was; all of them if it held or was broken while healing. */
  moments: number;
  deeds: number;
  /** Blows that have struck. */
  struck: Blow[];
  messages: Message[];
  cards: number;
}

/** Stops a round between two moments. */
export class Stopped extends Error {}

/**
 * Plays a history on a local cloud of its own, which it empties first, and heals what it has done: the
 * timers run until nothing moves, and then until all time has passed.
 * @throws Stopped if the signal is given
 */
export async function playRound(
  cloud: LocalCloud,
  history: History,
  signal: AbortSignal,
): Promise<Round> {
  const stage = await setStage(cloud, history);
  const watching = cloud.events.subscribe(({ event }) => {
    const isLost = event.type === 'wechat.send' && event.errcode === 0 && event.delivered === false;
    if (isLost) stage.undelivered.add(`${String(event.openid)} ${String(event.templateId)}`);
  });
  try {
    return await play(stage, history, signal);
  } finally {
    watching();
    await thaw(stage);
  }
}

async function play(stage: Stage, history: History, signal: AbortSignal): Promise<Round> {
  const struck: Blow[] = [];
  let deeds = 0;
  const end = (broken: string[], moments = history.moments.length): Round => {
    const { messages, cards } = findings(stage);
    return { broken, moments, deeds, struck, messages, cards: cards.length };
  };
  for (const [i, moment] of history.moments.entries()) {
    if (signal.aborted) throw new Stopped();
    const hits = await live(stage, moment);
    struck.push(...hits);
    if (hits.some(breaks) || moment.steps.some(unsettles)) stage.struckAt = stage.cloud.clock.now();
    deeds += moment.steps.length;
    const found = findings(stage);
    const broken = [...verdict(stage, found, 'meanwhile'), ...oversleepers(stage, found)];
    if (broken.length > 0) return end(broken, i + 1);
  }
  return end(await heal(stage, signal));
}

const breaks = ({ effect }: Blow): boolean => nameOf(effect) !== 'slow';

/** Whether a message may wait a while for something that this deed has changed. */
const unsettles = ({ deed }: Step): boolean => deed.do === 'switch';

/** Does what happens at the same time; a frozen deed goes on later. @returns the blows that struck */
async function live(stage: Stage, { steps, weather }: Moment): Promise<Blow[]> {
  const { faults } = stage.cloud;
  const blows = steps.flatMap(({ blow }) => blow ?? []);
  const before = faults.list().length;
  for (const { effect, ...match } of blows) faults.add({ match, effect });
  if (weather) faults.add(weather);
  const state = { isOver: false };
  const run = Promise.all(steps.map(({ deed }) => act(stage, deed).catch(ignored)));
  const ending = run.finally(() => (state.isOver = true));
  const isFrozen = (): boolean =>
    faults.list().some(({ effect, hits }, i) => i >= before && effect === 'freeze' && hits > 0);
  while (!state.isOver && !isFrozen()) await Promise.race([ending, tick()]);
  if (!state.isOver) stage.asleep.push(ending);
  const hits = faults.list().slice(before);
  if (stage.asleep.length === 0) faults.clear();
  return blows.filter((_, i) => (hits[i]?.hits ?? 0) > 0);
}

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));

/** Only the hub itself can refuse here: a clock that would move too far, a sheet that does not open. */
const ignored = (error: unknown): void => {
  if (error instanceof Error && / \/(clock|users)/.test(error.message)) return;
  throw error;
};

/** Every timer ticks in this time. */
const ALL_TIMERS = 11 * MINUTE;

/** More steps than it ever takes; without it a message that never ends would let time pass for ever. */
const STEPS = 60;

/** Waits until nothing moves any more, then until nothing is due any more. @returns what is broken */
async function heal(stage: Stage, signal: AbortSignal): Promise<string[]> {
  await thaw(stage);
  await pass(stage, movingAt, 3 * MINUTE, signal);
  const found = findings(stage);
  const broken = [...verdict(stage, found, 'at rest'), ...oversleepers(stage, found)];
  if (broken.length > 0) return broken;
  await pass(stage, dueAt, 8 * HOUR, signal);
  return verdict(stage, findings(stage), 'over');
}

/** Lets time pass from one moment at which something is due to the next. */
async function pass(
  stage: Stage,
  nextIn: (found: Findings) => readonly number[],
  atLeast: number,
  signal: AbortSignal,
): Promise<void> {
  for (let step = 0; step < STEPS; step++) {
    if (signal.aborted) throw new Stopped();
    const next = Math.min(...nextIn(findings(stage)));
    if (next >= FAR) return;
    const left = Math.ceil(next - stage.cloud.clock.now());
    await stage.hub.advance(
      `${left > 0 ? Math.max(left + ALL_TIMERS, atLeast) : atLeast}ms`,
      'last',
    );
  }
}

/** When what is under way goes on; never if nothing is. */
const movingAt = ({ messages, credits }: Findings): number[] => [
  ...messages.map(({ state, nextAttemptAt, leaseUntil }) => {
    if (state === 'claimed' || state === 'sending') return leaseUntil;
    return state === 'queued' ? nextAttemptAt : FAR;
  }),
  ...credits.map(({ state, leaseUntil }) => (state === 'leased' ? leaseUntil : FAR)),
  FAR,
];

/** The same, and when what waits is over and orders are looked at. */
const dueAt = (found: Findings): number[] => [
  ...movingAt(found),
  ...found.messages.map(({ state, notAfter }) => (state === 'waiting' ? notAfter : FAR)),
  ...found.orders.map((order) => order.dueAt),
];
