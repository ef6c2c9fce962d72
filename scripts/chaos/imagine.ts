import { knownCodes, provesUnsent, verdictOf } from '../../cloudfunctions/core/wechat/errors';
import type { SettingsChange } from '../../emulator/hub/services';
import { defaultSettings, type Era } from '../../emulator/settings';
import {
  deedCalling,
  deedOf,
  newPlan,
  nextDeed,
  type Plan,
  type Size,
  templates,
  wait,
} from './deeds';
import type { History, Moment, Step } from './history';
import { createRandom, type Random, seedOf } from './random';
import {
  type Blow,
  blowAt,
  changingCalls,
  effects,
  type FunctionName,
  functionNames,
  writeOf,
} from './targets';

/** A round takes some seconds, a thousand messages about ten rounds. */
export const usualSize: Size = { users: 5, orders: 8, moments: 40, batch: 16 };

/** Blows at one function that a round has room for, before those of the next round begin. */
const BLOWS = 4;

/** Takes turns at the functions, and at what may become of their calls. */
interface Blows {
  nextFunction(): FunctionName;
  nextAt(name: FunctionName): Blow;
}

/** @returns the history of a round; the same for the same seed, number, era and size */
export function imagine(seed: number, round: number, era: Era, size: Size): History {
  const random = createRandom(seedOf(seed, round));
  const settings = settingsFor(random, era);
  const plan = newPlan(random, size, settings.switches?.failedSendSpends === true);
  const users = random.int(2, size.users);
  const blows = random.chance(0.15) ? undefined : createBlows(seed, round);
  const moments: Moment[] = [{ steps: [{ deed: wait(random.int(0, 1440)) }] }];
  for (let i = 0; i < size.moments; i++) moments.push(...nextMoments(plan, blows));
  return { era, settings, users, moments };
}

/**
 * @returns a short history in which the first call of every function is struck, each in its turn, while
 *   everything else is as usual
 */
export function rollCall(seed: number, era: Era, effect: Blow['effect']): History {
  const random = createRandom(seed);
  const size = { ...usualSize, users: 2, orders: 1 };
  const plan = newPlan(random, size, false);
  const moments = functionNames.flatMap((name) => {
    const struck = { deed: deedCalling(plan, name), blow: { function: name, nth: 1, effect } };
    return name === 'messageEvents' ? pushed(struck, []) : [{ steps: [struck] }];
  });
  return { era, settings: {}, users: size.users, moments: [batchMoment(plan), ...moments] };
}

/** Functions that send take more turns. */
const turns: readonly FunctionName[] = [
  ...functionNames,
  'dispatchMessages',
  'sendTemplatePaySuccess',
  'dispatchMessages',
  'shipOrder',
  'dispatchMessages',
  'collectCredits',
];

function createBlows(seed: number, round: number): Blows {
  const counts = new Map<FunctionName, number>();
  let turn = round * 5; // prime to the number of turns, so that rounds begin differently
  return {
    nextFunction: () => turns[turn++ % turns.length] ?? 'dispatchMessages',
    nextAt(name) {
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      return blowAt(name, seed, round * BLOWS + count);
    },
  };
}

const timer: Step = { deed: { do: 'timer', name: 'dispatchMessages' } };

/** One to four deeds at once; in most moments the function of the first is struck. */
function nextMoments(plan: Plan, blows: Blows | undefined): Moment[] {
  const { random } = plan;
  const count = random.pick([0, 0, 0, 1, 1, 2, 3]);
  const others = Array.from({ length: count }, (): Step => ({ deed: nextDeed(plan) }));
  if (random.chance(0.15)) return stormy(plan, others);
  if (random.chance(0.08)) return hurried(plan);
  if (blows && random.chance(0.08)) return overtaken(plan, others);
  if (!blows || random.chance(0.2)) return [{ steps: [{ deed: nextDeed(plan) }, ...others] }];
  const name = blows.nextFunction();
  const struck: Step = { deed: deedCalling(plan, name), blow: blows.nextAt(name) };
  const before = name.startsWith('dispatch') ? [batchMoment(plan)] : [];
  if (name === 'messageEvents') return pushed(struck, others);
  if (struck.blow?.effect === 'freeze') return [...before, ...frozen(random, struck, others)];
  return [...before, { steps: [struck, ...others] }];
}

const batchMoment = (plan: Plan): Moment => ({ steps: [{ deed: deedOf(plan, 'batch') }] });

/** A batch is sent while WeChat answers as it likes. */
const stormy = (plan: Plan, others: Step[]): Moment[] => [
  batchMoment(plan),
  { steps: [timer, ...others], weather: weatherOf(plan.random, plan.spends) },
];

/** Credits come while a run that has not found any writes down that its messages wait. */
function hurried(plan: Plan): Moment[] {
  const { random } = plan;
  const comes = (): Step => ({
    deed: deedOf(plan, random.pick(['tap', 'tap', 'accept', 'callback'])),
  });
  const blow = { ...writeOf('dispatchMessages', random.int(2, 5)), effect: { delayMs: 300 } };
  return [batchMoment(plan), { steps: [{ ...timer, blow }, comes(), comes(), comes()] }];
}

const senders = ['dispatchMessages', 'sendTemplatePaySuccess', 'shipOrder'] as const;

/** A run that is about to send freezes; others take over what it holds, and then it goes on. */
function overtaken(plan: Plan, others: Step[]): Moment[] {
  const { random } = plan;
  const name = random.pick(senders);
  const blow = { ...random.pick(changingCalls(name)), effect: effects.frozen };
  const before = name === 'dispatchMessages' ? [batchMoment(plan)] : [];
  return [...before, ...frozen(random, { deed: deedCalling(plan, name), blow }, others)];
}

/** A push comes while the clock moves, and the clock would wait for a function that is frozen. */
function pushed({ deed, blow }: Step, others: Step[]): Moment[] {
  const isFrozen = blow?.effect === 'freeze';
  const push: Step = isFrozen || !blow ? { deed: wait(1) } : { deed: wait(1), blow };
  return [{ steps: [{ deed }, ...others] }, { steps: [push] }];
}

/** A function freezes, others go on and take over, and then it thaws, perhaps beside a timer. */
function frozen(random: Random, struck: Step, others: Step[]): Moment[] {
  const moments: Step[][] = [
    [struck],
    others,
    [{ deed: wait(random.pick([1, 3, 3, 4, 4, 31])) }],
    [timer],
    [{ deed: { do: 'thaw' } }, ...(random.chance(0.5) ? [timer] : [])],
  ];
  return moments.filter((steps) => steps.length > 0).map((steps) => ({ steps }));
}

/** Codes that a send may be answered with, and two that nobody knows. */
const codes = [...knownCodes().map(([code]) => code), 99_999, -99_999].filter((code) => code !== 0);

/** Those that leave the token alone even where a failed send spends: it is dead, or nothing has left. */
const sparing = (code: number): boolean =>
  provesUnsent(code) || ['credit-refused', 'credit-spent'].includes(verdictOf(code));

/** Every code of the table, lost answers, and a delivery that fails later. */
const weatherOf = (random: Random, spends: boolean): NonNullable<Moment['weather']> => ({
  match: { action: 'wx.openApi' },
  effect: random.pick([
    ...Array.from({ length: 3 }, () => ({
      errCode: random.pick(codes.filter((code) => !spends || !sparing(code))),
    })),
    'dropAnswer' as const,
    'dropAnswer' as const,
    { errCode: -1 },
    { failsLater: 40_037 },
  ]),
  times: random.int(1, 4),
});

/** Every switch of what nobody knows, each way; sometimes slow, scarce or banned. */
function settingsFor(random: Random, era: Era): SettingsChange {
  const quota = (): number => (random.chance(0.12) ? random.int(2, 20) : 1_000_000);
  const usual = defaultSettings(era).phone.formIds;
  return {
    switches: {
      failedSendSpends: random.chance(0.5),
      busyDelivers: random.chance(0.5),
      expiredAnswer: random.pick([41028, 41029]),
      usedAnswer: random.pick([41029, 41029, 41028]),
      batchInsert: random.pick(['ordered', 'unordered']),
      staleReads: random.chance(0.3),
      updatedCounts: random.pick(['modified', 'matched']),
    },
    latency: { databaseMs: random.pick([0, 0, 1, 3]), wechatMs: random.pick([0, 0, 2, 8]) },
    phone: { formIds: random.chance(0.1) ? random.pick(['mock', 'unavailable']) : usual },
    push: { list: random.pick(['object', 'array']), place: random.pick(['top', 'named']) },
    quota: { 'templateMessage.send': quota(), 'subscribeMessage.send': quota() },
    bans: {
      subscribe: random.chance(0.03),
      templates: random.chance(0.1) ? [random.pick(templates)] : [],
    },
    http: { ipListed: random.chance(0.9) },
  };
}
