import fc from 'fast-check';
import { sweep } from '../../cloudfunctions/core/desk/sweep';
import { dispatch } from '../../cloudfunctions/core/messages/dispatch';
import { reconcileOrders } from '../../cloudfunctions/core/orders/reconcile';
import { remindShipping } from '../../cloudfunctions/core/orders/remind';
import { MINUTE } from '../../cloudfunctions/core/words';
import type { Switches } from '../../emulator/settings';
import { settings } from '../switch-settings';
import { callBack, TEA } from './acts';
import { deed, someDeed, takeOver, tap } from './deeds';
import { blows, type Fate } from './doom';
import { createPlay, live, type Play, type Step, thawOldest } from './play';
import { type Moment } from '../../scripts/promise';
import type { World } from './world';
import { wrongs } from './wrongs';

/** What happens, one after the other, in a WeChat whose switches are set. */
export interface History {
  setting: string;
  steps: readonly Step[];
}

/** How many steps a history has. */
interface Length {
  atLeast: number;
  atMost: number;
}

const someFate: fc.Arbitrary<Fate> = fc.record({
  how: fc.constantFrom(...blows),
  when: fc.constantFrom('before', 'after'),
  call: fc.oneof(...[6, 12, 25].map((max) => fc.integer({ min: 1, max }))),
});
const fateOrNone = fc.oneof(
  { arbitrary: fc.constant(null), weight: 3 },
  { arbitrary: someFate, weight: 2 },
);
/** While a run is frozen, others often take over, or what it looked for arrives. */
const inBetween = fc.record({
  deed: fc.oneof(takeOver, tap, someDeed),
  fate: fateOrNone,
  meanwhile: fc.constant([]),
});
const someStep: fc.Arbitrary<Step> = fc.record({
  deed: someDeed,
  fate: fateOrNone,
  meanwhile: fc.array(inBetween, { maxLength: 4 }),
});
/** A short history tells little, so all are long; whatever does not matter shrinks to nothing. */
const someHistory = (length: Length): fc.Arbitrary<History> =>
  fc.record({
    setting: fc.constantFrom(...Object.keys(settings)),
    steps: fc
      .array(fc.option(someStep, { freq: 100 }), {
        minLength: length.atLeast,
        maxLength: length.atMost,
        size: 'max',
      })
      .map((some) => some.filter((step) => step !== null)),
  });

/** Something is wrong after these steps. */
class Wrong extends Error {
  override name = 'Wrong';
  constructor(
    readonly steps: readonly Step[],
    found: readonly string[],
  ) {
    super(found.join('\n'));
  }
}

/** @returns what has happened until something was wrong, one line per step */
function written({ setting, steps }: History, error: unknown): string {
  const played = error instanceof Wrong ? error.steps : steps;
  const lines = played.flatMap((step) => linesOf(step, '  '));
  return [`WeChat ${setting}:`, ...lines, String(error)].join('\n');
}

function linesOf({ deed: { text }, fate, meanwhile }: Step, indent: string): string[] {
  const line = `${indent}${text}`;
  if (!fate) return [line];
  const inner = fate.how === 'frozen' ? meanwhile : [];
  return [
    `${line} - ${fate.how} ${fate.when} its call ${fate.call}`,
    ...inner.flatMap((step) => linesOf(step, `${indent}    meanwhile: `)),
  ];
}

/** Plays a history to its end. @throws Wrong as soon as something is */
async function playTo(world: World, steps: readonly Step[]): Promise<void> {
  const play = createPlay(world);
  await play.ports.db.insert('goods', [TEA]);
  await play.ports.db.insert('staff', [{ _id: world.openidOf('chen'), name: '陈' }]);
  for (const [i, step] of steps.entries()) {
    await live(play, step);
    mustBeRight(play, steps.slice(0, i + 1));
  }
  await letTimePass(play, steps);
}

function mustBeRight(play: Play, steps: readonly Step[], moment: Moment = 'meanwhile'): void {
  const found = wrongs(play, moment);
  if (found.length > 0) throw new Wrong(steps, found);
  play.step += 1;
}

/** Longer than a paid order, its reminder and the useful time of that. */
const days = Array<number>(6).fill(3000);

/** Timers go on until every message is past its useful time; on the way the last frozen runs thaw. */
async function letTimePass(play: Play, steps: readonly Step[]): Promise<void> {
  const { ports, world } = play;
  play.weather = [];
  play.payWeather = [];
  for (const minutes of [3, 3, 5, 40, 3, 3, 400, ...days, 5]) {
    world.advance(minutes * MINUTE);
    for (const sn of play.untold) await callBack(play, ports, sn);
    await remindShipping(ports);
    await reconcileOrders(ports);
    await dispatch(ports);
    if (minutes > 400) await sweep(ports);
    if (minutes === 40) while (play.asleep.length > 0) await thawOldest(play);
    const after = deed(`all timers after ${minutes} min`, () => Promise.resolve());
    mustBeRight(play, [...steps, { deed: after, fate: null, meanwhile: [] }]);
  }
  mustBeRight(play, steps, 'over');
}

/**
 * Plays random histories, each in a world of its own.
 * @param createWorld a fresh shop, without orders and messages
 * @throws Error with the shortest history that breaks the promise
 */
export async function playHistories(
  createWorld: (switches: Partial<Switches>) => World | Promise<World>,
  { length, ...options }: { length: Length; numRuns: number; seed?: number },
): Promise<void> {
  const play = async ({ setting, steps }: History): Promise<void> =>
    playTo(await createWorld(settings[setting] ?? {}), steps);
  const wrongIn = (history: History): Promise<unknown> =>
    play(history).then(
      () => undefined,
      (error: unknown) => error,
    );
  const property = fc.asyncProperty(someHistory(length), play);
  const { counterexample, seed, numRuns } = await fc.check(property, options);
  if (!counterexample) return;
  const [history] = counterexample;
  const shortest = await leaveOut(history, wrongIn);
  throw new Error(
    `seed ${seed}, history ${numRuns}\n${written(shortest, await wrongIn(shortest))}`,
  );
}

/** Leaves out whatever is not needed for something to go wrong. */
async function leaveOut(
  history: History,
  wrongIn: (history: History) => Promise<unknown>,
): Promise<History> {
  for (const shorter of shorterThan(history)) {
    if (await wrongIn(shorter)) return leaveOut(shorter, wrongIn);
  }
  return history;
}

function* shorterThan({ setting, steps }: History): Iterable<History> {
  const withStep = (i: number, ...change: Step[]) => ({
    setting,
    steps: steps.toSpliced(i, 1, ...change),
  });
  for (const i of steps.keys()) yield withStep(i);
  for (const [i, step] of steps.entries()) {
    const { fate, meanwhile } = step;
    if (fate) yield withStep(i, { ...step, fate: null });
    if (fate?.how !== 'frozen') continue;
    for (const j of meanwhile.keys()) {
      yield withStep(i, { ...step, meanwhile: meanwhile.toSpliced(j, 1) });
    }
  }
}
