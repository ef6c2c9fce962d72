import { templateIdOf } from '../../cloudfunctions/core/scenes/letter';
import type { Attempt, ChannelStop, Credit, Message, Order } from '../../cloudfunctions/core/words';
import { cardsIn } from '../cards';
import { brokenPromises, type Delivered, type Evidence, type Moment } from '../promise';
import { untold, waitingForNothing } from '../promise-shop';
import { wasAskedInVain } from '../promise-sends';
import type { Stage } from './stage';

/** Everything that the verdict looks at, as it is now. */
export interface Findings extends Evidence {
  messages: Message[];
  cards: Delivered[];
  orders: Order[];
  stops: ChannelStop[];
}

/** Reads our ledger, WeChat's books and every inbox. */
export function findings({ cloud, asked, redriven, undelivered }: Stage): Findings {
  const all = <T>(collection: string) => cloud.database.find(collection) as unknown as T[];
  const messages = all<Message>('messages');
  const credits = all<Credit>('credits');
  const attempts = all<Attempt>('attempts');
  const isUndelivered = ({ openid, scene }: Message): boolean =>
    (['subscription', 'longTerm'] as const).some((kind) =>
      undelivered.has(`${openid} ${templateIdOf(cloud.account.env, scene, kind)}`),
    );
  const { failedSendSpends } = cloud.settings.current().switches;
  return {
    tokens: cloud.wechat.tokens(),
    messages,
    credits,
    attempts,
    cards: cardsIn(cloud.wechat, messages),
    orders: all<Order>('orders'),
    stops: all<ChannelStop>('channelStops'),
    asked,
    redriven,
    mayLackCard: (message) =>
      isUndelivered(message) || (failedSendSpends && wasAskedInVain(attempts, message)),
  };
}

/** @returns the ways in which the promise is broken now */
export function verdict(stage: Stage, found: Findings, moment: Moment): string[] {
  const broken = brokenPromises(found, moment);
  return moment === 'over' ? [...broken, ...forgotten(stage, found)] : broken;
}

/** Orders that are not where they belong although all time has passed. */
function forgotten({ orders: numbers, paid }: Stage, { orders, messages }: Findings): string[] {
  const bySn = new Map(orders.map((order) => [order._id, order]));
  const unpaid = [...paid.keys()].flatMap((number) => {
    const order = bySn.get(numbers.get(number) ?? '');
    const isForgotten = !order || order.state === 'unpaid' || order.state === 'cancelled';
    return isForgotten
      ? [`WeChat has the money for order ${number}, which is ${order?.state}`]
      : [];
  });
  const refunding = orders.filter(({ state }) => state === 'refunding');
  return [
    ...unpaid,
    ...refunding.map(({ _id }) => `the refund of ${_id} never ends`),
    ...untold(orders, messages, 'over'),
  ];
}

/** @returns messages that wait for nothing now, in words */
export function oversleepers({ cloud, asleep, struckAt }: Stage, found: Findings): string[] {
  if (asleep.length > 0 || cloud.settings.current().switches.staleReads) return [];
  const stops = new Set(found.stops.map(({ _id }) => _id));
  const ways = { env: cloud.account.env, stops };
  return waitingForNothing(found.messages, found.credits, {
    ways,
    now: cloud.clock.now(),
    struckAt,
  });
}
