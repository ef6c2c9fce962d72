import type { Fault } from '../../emulator/services';
import { createRandom, seedOf } from './random';

/** How many calls of a run are struck: of all, and of those that change something, by what they do. */
type Reach = Partial<Record<'all' | Change, number>>;
type Change = keyof typeof actions;

const actions = {
  insert: 'database.insertDocument',
  modify: 'database.modifyDocument',
  send: 'wx.openApi',
} as const;

/** As many as a usual run makes; the report shows how many have been seen. */
const reach = {
  collectCredits: { all: 12, insert: 3, modify: 4, send: 2 },
  createOrder: { all: 6, insert: 2, modify: 1 },
  payOrder: { all: 1 },
  payCallback: { all: 7, insert: 1, modify: 3 },
  sendTemplatePaySuccess: { all: 14, insert: 3, modify: 4, send: 2 },
  shipOrder: { all: 14, insert: 3, modify: 6, send: 2 },
  refundOrder: { all: 16, insert: 3, modify: 5, send: 2 },
  confirmReceipt: { all: 2, modify: 2 },
  cancelOrder: { all: 4, modify: 2 },
  backOffice: { all: 10, insert: 2, modify: 4, send: 2 },
  messageEvents: { all: 8, insert: 2, modify: 3, send: 1 },
  refreshAccessToken: { all: 3 },
  remindShipping: { all: 8, insert: 2, modify: 3, send: 1 },
  reconcileOrders: { all: 9, insert: 2, modify: 4 },
  dispatchMessages: { all: 24, insert: 4, modify: 10, send: 6 },
  dispatchShard: { all: 16, insert: 4, modify: 8, send: 4 },
  sweep: { all: 6 },
} as const satisfies Record<string, Reach>;

export type FunctionName = keyof typeof reach;
export const functionNames = Object.keys(reach) as FunctionName[];

/** A gateway call of a function: the `nth` of a run, or the `nth` that does `action`. */
export interface Place {
  function: FunctionName;
  action?: string;
  nth: number;
}

/** A call meets this while a deed is done. */
export interface Blow extends Place {
  effect: Fault['effect'];
}

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

/** The name of an effect; every delay is slow. */
export const nameOf = (effect: Fault['effect']): EffectName | undefined =>
  typeof effect === 'object' && 'delayMs' in effect
    ? 'slow'
    : effectNames.find((name) => JSON.stringify(effects[name]) === JSON.stringify(effect));

/** @returns the `nth` conditional write of a run */
export const writeOf = (name: FunctionName, nth: number): Place => ({
  function: name,
  action: actions.modify,
  nth,
});

const anyCalls = (name: FunctionName): Place[] =>
  Array.from({ length: reach[name].all }, (_, i) => ({ function: name, nth: i + 1 }));

/** @returns the calls of a function that change something, as many as are aimed at */
export const changingCalls = (name: FunctionName): Place[] => {
  const own: Reach = reach[name];
  return (Object.keys(actions) as Change[]).flatMap((change) =>
    Array.from({ length: own[change] ?? 0 }, (_, i) => ({
      function: name,
      action: actions[change],
      nth: i + 1,
    })),
  );
};

/** @returns every place in a function that is aimed at */
export const placesIn = (name: FunctionName): Place[] => [
  ...anyCalls(name),
  ...changingCalls(name),
];

/**
 * Blows in an order that comes to every place and effect of a function once before it comes to one
 * again, so that the longer it goes on the less is left out; every other blow goes to a call that
 * changes something. The order depends on the seed and the number only, so that a round can be
 * repeated alone.
 * @param number of the blow at this function, over all rounds
 */
export function blowAt(name: FunctionName, seed: number, number: number): Blow {
  const changing = changingCalls(name);
  const places = number % 2 === 0 && changing.length > 0 ? changing : anyCalls(name);
  const size = places.length * effectNames.length;
  const random = createRandom(seedOf(seed, functionNames.indexOf(name)));
  let stride = random.int(1, size - 1);
  while (divisor(stride, size) > 1) stride = (stride % (size - 1)) + 1;
  const turn = (random.int(0, size - 1) + Math.floor(number / 2) * stride) % size;
  const place = places[Math.floor(turn / effectNames.length)] ?? { function: name, nth: 1 };
  return { ...place, effect: effects[effectNames[turn % effectNames.length] ?? 'slow'] };
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
