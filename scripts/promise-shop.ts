import { chooseCredits, type Ways } from '../cloudfunctions/core/credits/choose';
import { WAITING_LOOK } from '../cloudfunctions/core/limits';
import type { SceneName } from '../cloudfunctions/core/scenes/scenes';
import { type Credit, type Message, NONE, type Order } from '../cloudfunctions/core/words';

/** What a buyer must have been told of, by the state in which an order stays. */
const scenes: Readonly<Partial<Record<Order['state'], readonly string[]>>> = {
  paid: ['paySuccess'],
  shipped: ['paySuccess', 'orderShipped', 'receiptReminder'],
  received: ['paySuccess'], // nobody waits for a parcel any more
  refunded: ['refundSuccess'],
};

/**
 * @param moment `at rest` it is too early to ask for the receipt
 * @returns orders whose buyer nobody has asked to tell, in words
 */
export function untold(
  orders: readonly Order[],
  messages: readonly Message[],
  moment: 'at rest' | 'over',
): string[] {
  const ids = new Set(messages.map(({ _id }) => _id));
  return orders.flatMap(({ _id, state }) =>
    (scenes[state] ?? [])
      .filter((scene) => moment === 'over' || scene !== 'receiptReminder')
      .filter((scene) => !ids.has(`${scene}:${_id}`))
      .map((scene) => `order ${_id} is ${state}, and there is no ${scene}`),
  );
}

/** The notice of an order that these functions have stored when they answer `ok`. */
const notices: Readonly<Record<string, SceneName>> = {
  sendTemplatePaySuccess: 'paySuccess',
  shipOrder: 'orderShipped',
  refundOrder: 'refundSuccess',
};

/**
 * @param answer of the cloud to a page's call of the function `name` for the order `sn`
 * @returns ids of the messages that are stored if this answer is true
 */
export function askedBy(name: string, sn: string, answer: unknown): string[] {
  const { result } = (answer ?? {}) as { result?: { ok?: boolean } };
  return result?.ok && notices[name] ? [`${notices[name]}:${sn}`] : [];
}

/** What decides whether a message waits for nothing. */
export interface Quiet {
  ways: Ways;
  now: number;
  /** When something was last struck that might have woken somebody, or staff switched a way on. */
  struckAt: number;
}

/**
 * Messages that wait although a credit is there, and nothing was struck that would have woken them, in
 * words. Nobody can promise that while a run is under way or frozen, nor where a read may lag.
 */
export function waitingForNothing(
  messages: readonly Message[],
  credits: readonly Credit[],
  { ways, now, struckAt }: Quiet,
): string[] {
  const open = credits.filter(({ state }) => state === 'open');
  const unbound = messages.filter(({ creditId }) => creditId === NONE);
  const queued = unbound.filter(({ state }) => state === 'queued');
  const waiting = unbound.filter(
    ({ state, notAfter, nextAttemptAt }) =>
      state === 'waiting' &&
      notAfter > now &&
      nextAttemptAt > Math.max(now, struckAt + WAITING_LOOK),
  );
  return chooseCredits([...queued, ...waiting], open, ways, now)
    .filter(({ message }) => message.state === 'waiting')
    .map(({ message, credit }) => `${message._id} waits although ${credit._id} is open`);
}
