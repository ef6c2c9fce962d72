import { SHARDS } from '../../cloudfunctions/core/messages/shards';
import { creditKinds } from '../../cloudfunctions/core/words';
import type { BatchScene, Deed } from './history';
import type { Random } from './random';
import type { FunctionName } from './targets';

/** One-time templates that users accept or reject. */
export const templates = [
  'sub-pay-success',
  'sub-order-shipped',
  'sub-receipt-reminder',
  'sub-refund-success',
  'sub-group-buy-success',
  'sub-course-reminder',
  'sub-registration-success',
  'sub-audit-result',
  'sub-recharge-success',
];
/** Long-term ones; a sheet asks for one sort only. */
const longTemplates = ['long-course-reminder', 'long-registration-success'];
const batchScenes: readonly BatchScene[] = [
  'groupBuySuccess',
  'courseReminder',
  'registrationSuccess',
  'auditResult',
  'rechargeSuccess',
];
const timers: Readonly<Record<string, number>> & Partial<Record<FunctionName, number>> = {
  dispatchMessages: 6,
  remindShipping: 2,
  reconcileOrders: 2,
  refreshAccessToken: 1,
  sweep: 1,
};
const all = Array.from({ length: SHARDS - 1 }, (_, i) => i + 1);
const outcomes = { success: 6, paidNoCallback: 3, cancel: 1, fail: 1 };

/** How often each thing happens, in comparison. */
const weights: Readonly<Record<Deed['do'], number>> = {
  login: 2,
  tap: 16,
  accept: 24,
  reject: 2,
  order: 6,
  pay: 10,
  callback: 3,
  notice: 8,
  cancel: 3,
  confirm: 3,
  ship: 7,
  refund: 4,
  batch: 7,
  redrive: 5,
  giveUp: 2,
  switch: 2,
  timer: 12,
  shards: 2,
  wait: 12,
  settings: 0.3,
  thaw: 0,
};

/** How large a round is. */
export interface Size {
  users: number;
  orders: number;
  moments: number;
  /** Messages that the shop queues at once. */
  batch: number;
}

/** What has been imagined so far, so that the next deed makes sense more often than not. */
export interface Plan {
  random: Random;
  size: Size;
  /** Whether a failed send spends its token. */
  spends: boolean;
  /** Messages of batches. */
  batches: number;
  orders: number;
  /** Orders that somebody has wanted to pay. */
  paid: number[];
}

/** Nothing has happened yet. */
export const newPlan = (random: Random, size: Size, spends: boolean): Plan => ({
  random,
  size,
  spends,
  batches: 0,
  orders: 0,
  paid: [],
});

/** @returns what happens next */
export function nextDeed(plan: Plan): Deed {
  return deedOf(plan, plan.random.weighed(weights));
}

/** @returns a deed of this kind */
export const deedOf = (plan: Plan, what: Deed['do']): Deed =>
  orderDeed(plan, what) ?? otherDeed(plan, what);

/** @returns a deed that calls this function */
export function deedCalling(plan: Plan, name: FunctionName): Deed {
  const kinds = callers[name];
  return kinds ? deedOf(plan, plan.random.pick(kinds)) : { do: 'timer', name };
}

/** Timers call the others. */
const callers: Readonly<Partial<Record<FunctionName, readonly Deed['do'][]>>> = {
  login: ['login'],
  collectCredits: ['tap', 'accept'],
  createOrder: ['order'],
  payOrder: ['pay'],
  payCallback: ['callback'],
  sendTemplatePaySuccess: ['notice'],
  shipOrder: ['ship'],
  refundOrder: ['refund'],
  confirmReceipt: ['confirm'],
  cancelOrder: ['cancel'],
  backOffice: ['redrive', 'redrive', 'giveUp', 'switch'],
  messageEvents: ['accept'],
  dispatchShard: ['shards'],
};

function orderDeed(plan: Plan, what: Deed['do']): Deed | undefined {
  const { random, paid } = plan;
  switch (what) {
    case 'order':
      return { do: what, order: anyOrder(plan) };
    case 'pay': {
      const order = anyOrder(plan);
      paid.push(order);
      return { do: what, order, outcome: random.weighed(outcomes) };
    }
    case 'notice':
      return { do: what, order: paidOrder(plan), withForm: random.chance(0.7) };
    case 'cancel':
      return { do: what, order: anyOrder(plan) };
    case 'callback': {
      const order = anyOrder(plan);
      paid.push(order);
      return { do: what, order };
    }
    case 'confirm':
    case 'ship':
    case 'refund':
      return { do: what, order: paidOrder(plan) };
    default:
      return undefined;
  }
}

/** A new order while there is room, or one of those that were made before. */
function anyOrder(plan: Plan): number {
  const { random, size } = plan;
  const isNew = plan.orders < size.orders && (plan.orders === 0 || random.chance(0.4));
  if (isNew) plan.orders += 1;
  return isNew ? plan.orders - 1 : random.int(0, plan.orders - 1);
}

const paidOrder = (plan: Plan): number =>
  plan.paid.length > 0 && plan.random.chance(0.9) ? plan.random.pick(plan.paid) : anyOrder(plan);

function otherDeed(plan: Plan, what: Deed['do']): Deed {
  const { random, size } = plan;
  const user = random.int(0, size.users - 1);
  const template = random.pick(templates);
  switch (what) {
    case 'login':
      return { do: what, user };
    case 'tap':
      return { do: what, user, count: random.int(1, 10) };
    case 'accept': {
      const sheet = random.chance(0.8)
        ? Array.from({ length: random.int(1, 5) }, () => random.pick(templates))
        : longTemplates;
      const always = random.chance(0.1);
      return { do: what, user, sheet: [...new Set(sheet)], always, tells: random.chance(0.8) };
    }
    case 'reject':
      return { do: what, user, template };
    case 'batch':
      return batchDeed(plan);
    case 'redrive':
    case 'giveUp':
      return { do: what, message: random.int(0, 99) };
    case 'switch': {
      const action = random.pick(['switchOff', 'switchOn', 'switchOn'] as const);
      return { do: what, action, kind: random.pick(creditKinds) };
    }
    case 'timer':
      return { do: what, name: random.weighed(timers) as FunctionName };
    case 'shards':
      return { do: what, shards: all.filter(() => random.chance(0.6)).concat(0) };
    case 'settings':
      return { do: what, change: { era: 'current' } };
    default:
      return passing(random);
  }
}

function batchDeed(plan: Plan): Deed {
  const { random, size } = plan;
  const count = random.int(1, size.batch);
  plan.batches += count;
  return { do: 'batch', scene: random.pick(batchScenes), first: plan.batches - count, count };
}

const passes = { 1: 5, 3: 8, 20: 2, 31: 3, 140: 1, 700: 1, 1500: 0.5, 7300: 0.3 };

/** Time passes: a timer's beat, a lease, the look at what waits, a night, five days. */
function passing(random: Random): Deed {
  if (random.chance(0.2)) return { do: 'wait', minutes: random.int(1, 3), ticks: 'all' };
  return wait(Number(random.weighed(passes)));
}

export const wait = (minutes: number): Deed => ({ do: 'wait', minutes, ticks: 'last' });
