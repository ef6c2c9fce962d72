import type { Fault } from '../../emulator/services';
import type { Blow } from './history';
import { createRandom, seedOf } from './random';

/**
 * The functions that faults strike, and how many gateway calls of a run are struck: as many as a usual
 * run makes. The report shows how many have been seen.
 */
const reach = {
  collectCredits: 12,
  createOrder: 6,
  payOrder: 1,
  payCallback: 7,
  sendTemplatePaySuccess: 14,
  shipOrder: 14,
  refundOrder: 16,
  confirmReceipt: 2,
  cancelOrder: 4,
  backOffice: 10,
  messageEvents: 8,
  refreshAccessToken: 3,
  remindShipping: 8,
  reconcileOrders: 9,
  dispatchMessages: 30,
  dispatchShard: 20,
  sweep: 6,
} as const;

export type FunctionName = keyof typeof reach;
export const functionNames = Object.keys(reach) as FunctionName[];

/** @returns how many calls of a run of this function may be struck */
export const reachOf = (name: FunctionName): number => reach[name];

/** What may become of a gateway call, by a name for people. */
export const effects = {
  'killed before': 'killBefore',
  'killed after': 'killAfter',
  'answer lost': 'dropAnswer',
  'not done': { errCode: 'SYS_ERR' },
  slow: { delayMs: 40 },
  frozen: 'freeze',
} as const satisfies Record<string, Fault['effect']>;

export type EffectName = keyof typeof effects;
export const effectNames = Object.keys(effects) as EffectName[];

/** The name of an effect. */
export const nameOf = (effect: Fault['effect']): EffectName | undefined =>
  effectNames.find((name) => JSON.stringify(effects[name]) === JSON.stringify(effect));

/** The first calls, which nearly every run makes. */
const FIRST = 2;

/**
 * Blows in an order that comes to every call and effect of a function once before it comes to one
 * again, so that the longer it goes on the less is left out; every other blow goes to the first calls
 * only. The order depends on the seed and the number only, so that a round can be repeated alone.
 * @param number of the blow at this function, over all rounds
 */
export function blowAt(name: FunctionName, seed: number, number: number): Blow {
  const calls = number % 2 === 0 ? Math.min(FIRST, reach[name]) : reach[name];
  const size = calls * effectNames.length;
  const random = createRandom(seedOf(seed, functionNames.indexOf(name)));
  let stride = random.int(1, size - 1);
  while (divisor(stride, size) > 1) stride = (stride % (size - 1)) + 1;
  const place = (random.int(0, size - 1) + Math.floor(number / 2) * stride) % size;
  const effect = effectNames[place % effectNames.length] ?? 'slow';
  return {
    function: name,
    nth: 1 + Math.floor(place / effectNames.length),
    effect: effects[effect],
  };
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
