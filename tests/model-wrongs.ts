import { chooseCredits } from '../cloudfunctions/core/credits/choose';
import { WAITING_LOOK } from '../cloudfunctions/core/limits';
import { NONE, type Order } from '../cloudfunctions/core/words';
import { brokenPromises, type Moment } from '../scripts/promise';
import type { Play } from './model-play';
import { ENV } from './model-world';

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
  const ids = new Set(evidence.messages.map(({ _id }) => _id));
  return [
    ...brokenPromises(evidence, moment),
    ...orders.flatMap((order) => moneyOf(play, order, moment)),
    ...(moment === 'over' ? orders.flatMap((order) => untold(order, ids)) : []),
    ...waitingForNothing(play),
  ];
}

const paidStates = new Set<Order['state']>(['paid', 'shipped', 'received']);
const isRefund = ({ state }: Order): boolean => state === 'refunding' || state === 'refunded';

/** WeChat's books of the money against our order. */
function moneyOf({ world }: Play, order: Order, moment: Moment): string[] {
  const booking = world.booking(order._id) ?? { state: 'unpaid', totalFee: 0, givenBack: 0 };
  const { state, totalFee, givenBack } = booking;
  const found: string[] = [];
  if (state !== 'paid' && (paidStates.has(order.state) || isRefund(order)))
    found.push('nobody has paid');
  if (order.state === 'refunded' && givenBack !== totalFee) found.push('no money came back');
  if (moment === 'over' && state === 'paid') {
    if (order.state === 'refunding') found.push('the refund has not ended');
    if (givenBack === 0 && !paidStates.has(order.state)) found.push('the money is lost');
  }
  return found.map((wrong) => `order ${order._id} is ${order.state}: ${wrong}`);
}

/** In the end the buyer was told of everything that became of the order, or will never be. */
function untold({ _id, state }: Order, messages: ReadonlySet<string>): string[] {
  const scenes: Partial<Record<Order['state'], string[]>> = {
    paid: ['paySuccess'],
    shipped: ['paySuccess', 'orderShipped', 'receiptReminder'],
    received: ['paySuccess'], // nobody waits for a parcel any more
    refunded: ['refundSuccess'],
  };
  return (scenes[state] ?? [])
    .filter((scene) => !messages.has(`${scene}:${_id}`))
    .map((scene) => `order ${_id} is ${state}, and there is no ${scene}`);
}

/**
 * Messages that wait although a credit is there, and nothing was struck that would have woken them.
 * While a run is frozen, or where a read may lag, nobody can promise that.
 */
function waitingForNothing({ world, asleep, ...play }: Play): string[] {
  if (asleep.length > 0 || world.hasStaleReads) return [];
  const now = world.ports.now();
  const quietSince = Math.max(play.struckAt, play.startedAt) + WAITING_LOOK;
  const open = world.stored('credits').filter(({ state }) => state === 'open');
  const stops = new Set(world.stored('channelStops').map(({ _id }) => _id));
  const unbound = world.stored('messages').filter(({ creditId }) => creditId === NONE);
  const queued = unbound.filter(({ state }) => state === 'queued');
  const waiting = unbound.filter(
    ({ state, notAfter, nextAttemptAt }) =>
      state === 'waiting' && notAfter > now && nextAttemptAt > Math.max(now, quietSince),
  );
  const served = chooseCredits([...queued, ...waiting], open, { env: ENV, stops }, now);
  return served
    .filter(({ message }) => message.state === 'waiting')
    .map(({ message, credit }) => `${message._id} waits although ${credit._id} is open`);
}
