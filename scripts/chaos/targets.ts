import type { Fault } from '../../emulator/services';
import { createRandom, seedOf } from './random';

/** How many calls of a run are struck: of all, and of those that change something, by what they do. */
type Reach = { all: number } & Partial<Record<Change, number>>;
type Change = keyof typeof actions;

/** The gateway's actions that change something. */
const actions = {
  insert: 'database.insertDocument',
  modify: 'database.modifyDocument',
  remove: 'database.removeDocument',
  send: 'wx.openApi',
  pay: 'wx.wxPayApi',
} as const;

/**
 * As many as runs have been seen to make, less where they do the same for one document after another.
 * The tally counts the places beyond.
 */
const reach = {
  login: { all: 3, insert: 1, modify: 1 },
  collectCredits: { all: 24, insert: 6, modify: 12, send: 4 },
  createOrder: { all: 9, insert: 4, modify: 1, pay: 1 },
  payOrder: { all: 8, insert: 4, modify: 1, pay: 1 },
  payCallback: { all: 10, insert: 1, modify: 7, send: 1 },
  sendTemplatePaySuccess: { all: 28, insert: 4, modify: 13, send: 2, pay: 1 },
  shipOrder: { all: 22, insert: 5, modify: 9, send: 2 },
  refundOrder: { all: 18, insert: 3, modify: 9, send: 2, pay: 1 },
  confirmReceipt: { all: 4, modify: 3 },
  cancelOrder: { all: 10, insert: 1, modify: 7, pay: 1 },
  backOffice: { all: 15, insert: 2, modify: 6, remove: 1, send: 2 },
  messageEvents: { all: 20, insert: 5, modify: 10, send: 2 },
  refreshAccessToken: { all: 5, insert: 1, modify: 3 },
  remindShipping: { all: 20, insert: 4, modify: 12, send: 1 },
  reconcileOrders: { all: 20, insert: 4, modify: 8, send: 1, pay: 4 },
  dispatchMessages: { all: 40, insert: 8, modify: 24, send: 8 },
  dispatchShard: { all: 32, insert: 6, modify: 16, send: 6 },
  sweep: { all: 20, modify: 3, remove: 6 },
} as const satisfies Record<string, Reach>;

/** Functions that only read: there is nothing that a blow could leave half done. */
export const readers: readonly string[] = ['listGoods', 'listOrders', 'messageSettings'];

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

/** Stands for any action where calls are counted. */
export const anyAction = 'call';

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
 * @param most calls of one run, by action
 * @returns how many places of a function runs have come to, struck or not, aimed at or not
 */
export function placesReached(most: ReadonlyMap<string, number>): number {
  const kinds = [anyAction, ...Object.values(actions)];
  return kinds.reduce((sum, action) => sum + (most.get(action) ?? 0), 0);
}

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
