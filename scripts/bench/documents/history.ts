import { blankCredit } from '../../../cloudfunctions/core/credits/collect';
import { messageFor } from '../../../cloudfunctions/core/messages/enqueue';
import {
  type Attempt,
  type Credit,
  type CreditState,
  DAY,
  FAR,
  type Message,
  type MessageState,
  NONE,
  type Order,
  type OrderState,
  type User,
} from '../../../cloudfunctions/core/words';
import type { LocalCloud } from '../../../emulator/local-cloud';
import { plain } from '../recipients';

/** Documents of one collection, by its name. */
type Shelf = {
  credits: Credit[];
  messages: Message[];
  attempts: Attempt[];
  orders: Order[];
  users: User[];
};

/** An order brings ten credits: three uses of its prepay_id, four formIds, three consents. */
const CREDITS_PER_ORDER = 10;
/** Documents that go into the database at a time, in orders. */
const PAGE = 500;
/** Nothing of the history comes up while the bench plays. */
const LATER = 2 * DAY;

/**
 * Stores what a shop has behind it when it keeps so many credits: two months of orders with their
 * messages, attempts and users. Most of it has ended; a tenth of the credits is open, a tenth of the
 * messages waits or is queued for later, some orders are on their way.
 * @returns how many orders
 */
export function storeHistory({ database, clock }: LocalCloud, credits: number): number {
  const now = clock.now();
  const orders = credits / CREDITS_PER_ORDER;
  for (let from = 0; from < orders; from += PAGE) {
    const shelf: Shelf = { credits: [], messages: [], attempts: [], orders: [], users: [] };
    for (let i = from; i < Math.min(from + PAGE, orders); i++) addOrder(shelf, i, orders, now);
    for (const [name, documents] of Object.entries(shelf)) database.insert(name, plain(documents));
  }
  return orders;
}

// in order, because trees take in what ascends three times as fast
const numbered = (kind: string, i: number): string => `${kind}${String(i).padStart(8, '0')}`;

function addOrder(shelf: Shelf, i: number, orders: number, now: number): void {
  const openid = numbered('history-user-', Math.floor(i / 2));
  const at = now - 60 * DAY + Math.floor((i / orders) * 58 * DAY);
  const order = pastOrder(numbered('HISTORY', i), openid, at, orderStates[i % 20] ?? 'received');
  shelf.orders.push({ ...order, ...(onTheWay.has(order.state) && { dueAt: now + LATER + i }) });
  if (i % 2 === 0) shelf.users.push({ _id: openid, createdAt: at, seenAt: at });
  shelf.credits.push(...pastCredits(order, i, at, now));
  const [paid, shipped] = pastMessages(order, at);
  const state = messageStates[i % 20] ?? 'sent';
  const isLive = state === 'queued' || state === 'waiting';
  const times = isLive ? { nextAttemptAt: now + LATER + i, notAfter: now + 2 * LATER + i } : {};
  shelf.messages.push(paid, { ...shipped, state, reason: reasonOf(state), ...times });
  shelf.attempts.push(...pastAttempts(paid, shipped, at));
}

const orderStates: OrderState[] = ['cancelled', 'refunded', 'shipped', 'paid', 'unpaid'];
const onTheWay = new Set<OrderState>(['shipped', 'paid', 'unpaid']);
const messageStates: MessageState[] = [
  'waiting',
  'queued',
  'failed',
  'unknown',
  'expired',
  'cancelled',
];
const reasonOf = (state: MessageState): string => (state === 'waiting' ? 'no-credit' : state);

/** @returns an order of one tin of tea that no timer will ever look at */
export const pastOrder = (sn: string, openid: string, at: number, state: OrderState): Order => ({
  _id: sn,
  openid,
  items: [{ goodsId: 'tea', title: '武夷山红茶 250g', price: 6800, quantity: 1 }],
  totalFee: 6800,
  state,
  formCredit: NONE,
  asks: 1,
  prepayId: NONE,
  payment: '{}',
  prepayUntil: at,
  transactionId: `42${sn}`,
  carrier: '顺丰速运',
  trackingNo: 'SF1234567890',
  refundReason: '',
  createdAt: at,
  paidAt: at,
  shippedAt: at,
  dueAt: FAR,
});

const creditStates: [Credit['kind'], CreditState][] = [
  ['payment', 'spent'],
  ['payment', 'spent'],
  ['payment', 'expired'],
  ['form', 'spent'],
  ['form', 'spent'],
  ['form', 'expired'],
  ['form', 'refused'],
  ['subscription', 'spent'],
  ['subscription', 'inDoubt'],
  ['subscription', 'open'],
];

const pastCredits = (order: Order, i: number, at: number, now: number): Credit[] =>
  creditStates.map(([kind, state], n): Credit => {
    const isOpen = state === 'open';
    const token = numbered(`${kind}-token-`, i * CREDITS_PER_ORDER + n);
    return {
      ...blankCredit,
      _id: `${numbered('history-', i * CREDITS_PER_ORDER + n)}:1`,
      kind,
      openid: order.openid,
      token: kind === 'subscription' ? NONE : token,
      templateId: kind === 'subscription' ? 'sub-pay-success' : NONE,
      toldBy: kind === 'subscription' ? 'both' : NONE,
      sn: kind === 'payment' ? order._id : NONE,
      use: n < 3 ? n + 1 : 1,
      state,
      claim: isOpen ? NONE : numbered('history-claim-', i),
      leaseUntil: isOpen ? FAR : at,
      openedAt: at,
      expiresAt: isOpen ? now + LATER + i : at + 7 * DAY,
    };
  });

function pastMessages({ _id: sn, openid }: Order, at: number): [Message, Message] {
  const about = { key: sn, sn, openid };
  const goods = '武夷山红茶 250g ×1';
  const paid = { goods, amount: 6800, sn, paidAt: at };
  const sent = { goods, carrier: '顺丰速运', trackingNo: 'SF1234567890', shippedAt: at, sn };
  const claim = `claim-${sn}`;
  const done = {
    state: 'sent',
    reason: 'sent',
    claim,
    leaseUntil: at,
    attempts: 1,
    sentAt: at,
  } as const;
  return [
    { ...messageFor({ scene: 'paySuccess', ...about, fields: paid }, at), ...done },
    { ...messageFor({ scene: 'orderShipped', ...about, fields: sent }, at), ...done },
  ];
}

/** The start of both, and of one the result with WeChat's msgid. */
function pastAttempts(paid: Message, shipped: Message, at: number): Attempt[] {
  const about = (message: Message) => ({
    messageId: message._id,
    creditId: `history-credit-of-${message._id}`,
    claim: message.claim,
    at,
    errCode: 0,
    msgid: NONE,
  });
  return [
    { ...about(paid), _id: `${paid._id}#1`, result: 'started' },
    { ...about(paid), _id: `${paid._id}#1=`, result: 'answered', msgid: `17${paid._id}` },
    { ...about(shipped), _id: `${shipped._id}#1`, result: 'started' },
  ];
}
