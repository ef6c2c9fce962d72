import { templateIdOf } from '../../cloudfunctions/core/scenes/letter';
import { sceneOf } from '../../cloudfunctions/core/scenes/scenes';
import type { Attempt, ChannelStop, Credit, Message, Order } from '../../cloudfunctions/core/words';
import type { Card } from '../../emulator/services';
import { brokenPromises, type Delivered, type Evidence, type Moment } from '../promise';
import { untold, waitingForNothing } from '../promise-shop';
import type { Stage } from './stage';

/** Everything that the verdict looks at, as it is now. */
export interface Findings extends Evidence {
  messages: Message[];
  cards: Delivered[];
  orders: Order[];
  stops: ChannelStop[];
}

/** Reads our ledger, WeChat's books and every inbox. */
export function findings({ cloud, queued, redriven, undelivered }: Stage): Findings {
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
    cards: cardsIn(cloud, messages),
    orders: all<Order>('orders'),
    stops: all<ChannelStop>('channelStops'),
    asked: queued,
    redriven,
    mayLackCard: (message) =>
      isUndelivered(message) || (failedSendSpends && wasAskedInVain(message, attempts)),
  };
}

/** Assumption 3: an answered failure has spent the token, and that answer is lost. */
function wasAskedInVain({ _id, maybeSent }: Message, attempts: readonly Attempt[]): boolean {
  const own = attempts.filter(({ messageId, result }) => messageId === _id && result === 'started');
  return maybeSent && own.length > 1;
}

/** Each card with the message that it shows, known by its title and the key on it. */
function cardsIn({ wechat }: Stage['cloud'], messages: readonly Message[]): Delivered[] {
  const shown = new Map<string, Message[]>();
  for (const message of messages) {
    const name = `${sceneOf(message.scene)?.title} ${keyOn(message)}`;
    shown.set(name, [...(shown.get(name) ?? []), message]);
  }
  const find = (openid: string, { title, rows }: Card): string => {
    const candidates = rows.flatMap(({ value }) => shown.get(`${title} ${value}`) ?? []);
    const own = candidates.find((message) => message.openid === openid) ?? candidates[0];
    return own?._id ?? `${title} ${rows.map(({ value }) => value).join(', ')}`;
  };
  return wechat
    .users()
    .flatMap(({ openid }) =>
      wechat.inbox(openid).map((card) => ({ openid, messageId: find(openid, card) })),
    );
}

/** The field that tells a message's card from the others of its scene. */
const keyFields: Readonly<Record<string, string>> = {
  registrationSuccess: 'department',
  courseReminder: 'course',
  auditResult: 'item',
  rechargeSuccess: 'account',
};

const keyOn = ({ scene, fields }: Message): string => String(fields[keyFields[scene] ?? 'sn']);

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
