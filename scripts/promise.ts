import { paymentPlan, sceneOf } from '../cloudfunctions/core/scenes/scenes';
import type { Message, MessageState, Order } from '../cloudfunctions/core/words';
import type { BookedToken } from '../emulator/services';
import { audit, type Ledger } from './audit';
import { mayHaveArrived } from './promise-sends';

/** A card in a user's inbox, and the message that it shows. */
export interface Delivered {
  openid: string;
  /** `scene:key`; the id of no message if nobody asked for such a card. */
  messageId: string;
}

/** What the promise is measured by: our ledger, WeChat's books and every inbox. */
export interface Evidence extends Ledger {
  tokens: readonly Pick<BookedToken, 'kind' | 'token' | 'openid' | 'used'>[];
  cards: readonly Delivered[];
  /** Refunded orders need no notice of the shipping; without orders none is refunded. */
  orders?: readonly Pick<Order, '_id' | 'state'>[];
  /** Ids of the messages that somebody has asked for and was told that they are stored. */
  asked?: Iterable<string>;
  /** Ids of the messages that staff have sent again, at their own risk. */
  redriven?: ReadonlySet<string>;
  /** Whether a `sent` message may have no card all the same (docs/delivery.md, assumption 3). */
  mayLackCard?: (message: Message) => boolean;
}

/**
 * How far the world has come. `meanwhile`: at any moment. `at rest`: the timers have run until nothing
 * moves. `over`: every message is past its useful time.
 */
export type Moment = 'meanwhile' | 'at rest' | 'over';

/**
 * The promise of docs/delivery.md, checked against the evidence.
 * @returns a sentence for every way in which it is broken; empty if it holds
 */
export function brokenPromises(evidence: Evidence, moment: Moment): string[] {
  const { messages, cards } = evidence;
  const received = countBy(cards, (card) => card.messageId);
  return [
    ...books(evidence),
    ...messages.flatMap((message) => {
      const count = received.get(message._id) ?? 0;
      const wrongs = [...cardsOf(message, count, evidence), ...restless(message, moment)];
      const { _id, state, reason } = message;
      return wrongs.map((wrong) => `${_id} is ${state} (${reason}) with ${count} cards: ${wrong}`);
    }),
    ...strangers(evidence),
    ...lost(evidence),
    ...sharedBonds(messages),
    ...sharedSends(evidence),
    ...foreignSends(evidence),
    ...spentReservations(evidence),
    ...(moment === 'meanwhile' ? [] : leases(evidence)),
  ];
}

function books({ tokens, ...ledger }: Evidence): string[] {
  return audit(tokens, ledger)
    .filter((row) => !row.agrees)
    .map(
      ({ kind, token, used, settled, inDoubt }) =>
        `${kind} ${token}: WeChat counts ${used} uses, we ${settled} and ${inDoubt} in doubt`,
    );
}

/** What a message says about itself, and its attempts about it, against what arrived. */
function cardsOf(message: Message, count: number, evidence: Evidence): string[] {
  const { _id, scene, state, maybeSent } = message;
  const { attempts, redriven, mayLackCard } = evidence;
  const atLeastOnce = sceneOf(scene)?.delivery === 'atLeastOnce';
  const isInDoubt = maybeSent && count <= mayHaveArrived(attempts, message);
  const mayRepeat = isInDoubt && (atLeastOnce || redriven?.has(_id));
  const found: string[] = [];
  if (count > 1 && !mayRepeat) found.push('it arrived more than once');
  if (count === 0 && state === 'sent' && !mayLackCard?.(message)) found.push('it did not arrive');
  if (count > 0 && undelivered.has(state) && !isInDoubt) found.push('it arrived all the same');
  return found;
}

/** `claimed` and `sending` say nothing yet, `unknown` says that nobody knows. */
const undelivered = new Set<MessageState>(['queued', 'waiting', 'failed', 'cancelled', 'expired']);

function restless({ state }: Message, moment: Moment): string[] {
  const isBetween = state === 'queued' || state === 'claimed' || state === 'sending';
  if (moment === 'meanwhile') return [];
  if (isBetween) return ['nothing moves any more, and it has not ended'];
  return moment === 'over' && state === 'waiting' ? ['its time is over, and it has not ended'] : [];
}

function strangers({ messages, cards }: Evidence): string[] {
  const owners = new Map(messages.map((message) => [message._id, message.openid]));
  return cards.flatMap(({ openid, messageId }) => {
    const owner = owners.get(messageId);
    if (owner === openid) return [];
    return owner === undefined
      ? [`a card shows ${messageId}, which is no message`]
      : [`a card with ${messageId} went to another user`];
  });
}

function lost({ messages, asked = [] }: Evidence): string[] {
  const stored = new Set(messages.map((message) => message._id));
  return [...asked].filter((id) => !stored.has(id)).map((id) => `${id} was asked for and is lost`);
}

function sharedBonds(messages: readonly Message[]): string[] {
  const bonds = messages.map((message) => message.creditId).filter(isForOne);
  const counts = countBy(bonds, (id) => id);
  const shared = [...counts].filter(([, count]) => count > 1);
  return shared.map(([id, count]) => `${id} is bound to ${count} messages`);
}

/** A credit is one send: whatever has perhaps left with it belongs to one message. */
function sharedSends({ attempts }: Evidence): string[] {
  const voided = new Set(attempts.filter(({ result }) => result === 'void').map(({ _id }) => _id));
  const users = new Map<string, Set<string>>();
  for (const { _id, result, creditId, messageId } of attempts) {
    if (result !== 'started' || voided.has(`${_id}=`) || !isForOne(creditId)) continue;
    users.set(creditId, (users.get(creditId) ?? new Set()).add(messageId));
  }
  const shared = [...users].filter(([, messages]) => messages.size > 1);
  return shared.map(([id, messages]) => `${id} was tried for ${[...messages].join(' and ')}`);
}

/** Nobody's permission pays for another user's message. */
function foreignSends({ credits, messages, attempts }: Evidence): string[] {
  const owners = new Map([...credits, ...messages].map(({ _id, openid }) => [_id, openid]));
  return attempts
    .filter(({ result, creditId, messageId }) => {
      const [giver, receiver] = [owners.get(creditId), owners.get(messageId)];
      return result === 'started' && giver && receiver && giver !== receiver;
    })
    .map(({ creditId, messageId }) => `${messageId} took ${creditId} of another user`);
}

/** A long-term permission goes from message to message. */
const isForOne = (id: string): boolean => id !== 'none' && !id.startsWith('longTerm');

/** The use of a prepay_id that is kept for a notice of its order, until that notice has ended. */
function spentReservations({ credits, attempts, messages, orders, redriven }: Evidence): string[] {
  const kept = credits.filter(
    ({ kind, use }) => kind === 'payment' && (paymentPlan[use - 1] ?? 'none') !== 'none',
  );
  const byId = new Map(messages.map((message) => [message._id, message]));
  const refunds = new Set(orders?.filter(({ state }) => isRefund(state)).map(({ _id }) => _id));
  return kept.flatMap(({ _id, use, sn }) => {
    const own = `${paymentPlan[use - 1]}:${sn}`;
    const notice = byId.get(own);
    const hasEndedBy = (time: number): boolean =>
      refunds.has(sn) ||
      redriven?.has(own) === true ||
      (notice !== undefined && (notice.state === 'sent' ? notice.sentAt <= time : isEnd(notice)));
    return attempts
      .filter(({ creditId, result }) => creditId === _id && result === 'started')
      .filter(({ messageId, at }) => messageId !== own && !hasEndedBy(at))
      .map(({ messageId }) => `${messageId} took ${_id}, which is kept for ${own}`);
  });
}

/** @returns whether the money of an order in this state goes back, or has gone */
export const isRefund = (state: Order['state']): boolean =>
  state === 'refunding' || state === 'refunded';

const isEnd = ({ state }: Message): boolean =>
  state === 'failed' || state === 'unknown' || state === 'cancelled' || state === 'expired';

const leases = ({ credits }: Evidence): string[] =>
  credits.filter(({ state }) => state === 'leased').map(({ _id }) => `${_id} is leased to nobody`);

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
