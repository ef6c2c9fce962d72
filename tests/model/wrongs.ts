import type { Message, Order } from '../../cloudfunctions/core/words';
import { brokenPromises, isRefund, type Moment } from '../../scripts/promise';
import { untold, waitingForNothing } from '../../scripts/promise-shop';
import type { Play } from './play';
import { ENV } from './world';

/** Everything that is wrong at this moment, in words: the promise, the money, who waits for nothing. */
export function wrongs(play: Play, moment: Moment): string[] {
  const { world, asked, redriven } = play;
  const orders = world.stored('orders');
  const evidence = {
    tokens: world.tokens(),
    cards: world.cards(),
    credits: world.stored('credits'),
    messages: world.stored('messages'),
    attempts: world.stored('attempts'),
    orders,
    asked,
    redriven,
  };
  return [
    ...brokenPromises(evidence, moment),
    ...orders.flatMap((order) => moneyOf(play, order, moment)),
    ...(moment === 'over' ? untold(orders, evidence.messages, 'over') : []),
    ...waiting(play),
  ];
}

const paidStates = new Set<Order['state']>(['paid', 'shipped', 'received']);

/** WeChat's books of the money against our order. */
function moneyOf({ world }: Play, order: Order, moment: Moment): string[] {
  const booking = world.booking(order._id) ?? { state: 'unpaid', totalFee: 0, givenBack: 0 };
  const { state, totalFee, givenBack } = booking;
  const found: string[] = [];
  if (state !== 'paid' && (paidStates.has(order.state) || isRefund(order.state)))
    found.push('nobody has paid');
  if (order.state === 'refunded' && givenBack !== totalFee) found.push('no money came back');
  if (moment === 'over' && state === 'paid') {
    if (order.state === 'refunding') found.push('the refund has not ended');
    if (givenBack === 0 && !paidStates.has(order.state)) found.push('the money is lost');
  }
  return found.map((wrong) => `order ${order._id} is ${order.state}: ${wrong}`);
}

/**
 * Who waits although a credit is there. A message that began to wait before something was struck, or
 * has frozen, may have lost its waking; where a read may lag nobody can promise anything.
 */
function waiting(play: Play): string[] {
  const { world, asleep } = play;
  const frozenIn = asleep.map((sleeper) => sleeper.since);
  const disturbedIn = Math.max(play.struckIn, play.startedIn, ...frozenIn);
  const messages = world
    .stored('messages')
    .filter((message) => message.state !== 'waiting' || sinceOf(play, message) > disturbedIn);
  if (world.hasStaleReads) return [];
  const stops = new Set(world.stored('channelStops').map(({ _id }) => _id));
  return waitingForNothing(messages, world.stored('credits'), {
    ways: { env: ENV, stops },
    now: world.ports.now(),
    struckAt: 0,
  });
}

function sinceOf({ waitingSince, step }: Play, { _id, nextAttemptAt }: Message): number {
  const key = `${_id} until ${nextAttemptAt}`;
  const since = waitingSince.get(key) ?? step;
  waitingSince.set(key, since);
  return since;
}
