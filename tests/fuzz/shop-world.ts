/** A small shop with everything in it, on ports in memory. */
import { hash } from '../../cloudfunctions/core/hash';
import { blankCredit, paymentCredits } from '../../cloudfunctions/core/credits/collect';
import { messageFor } from '../../cloudfunctions/core/messages/enqueue';
import { blankOrder } from '../../cloudfunctions/core/orders/order';
import { paymentPlan } from '../../cloudfunctions/core/scenes/scenes';
import {
  accept,
  type Bench,
  createBench,
  paySuccess,
  shipped,
  START,
  tap,
} from '../../cloudfunctions/core/testing/bench';
import { DAY, FAR, HOUR, messageStates, NONE, orderStates } from '../../cloudfunctions/core/words';
import type { Attempt, Collections, Credit, Message, Order } from '../../cloudfunctions/core/words';
import database from '../../database.json';
import type { Pool } from './requests';

export const WANG = 'oWang-00000000000000000000000';
export const LI = 'oLi-0000000000000000000000000';
/** Works in the shop. */
export const KEEPER = 'oKeeper-000000000000000000000';
/** Their openids by the name that begins the numbers of their orders. */
const buyers = { WANG, LI };

export const PRICE = 6800;
/** WeChat's number of a send. */
const MSGID = '1234567890123456789';

/** Every collection that the shop has. */
export const collections = Object.keys(database.collections) as (keyof Collections)[];

const each = (states: readonly string[], idOf: (name: string, state: string) => string): string[] =>
  Object.keys(buyers).flatMap((name) => states.map((state) => idOf(name, state)));
const numbers = each([...orderStates, 'lost'], (name, state) => `${name}-${state}`);

/** @returns the numbers of this user's orders; none of who has bought nothing */
export function ordersOf(openid: string): string[] {
  const [name] = Object.entries(buyers).find(([, buyer]) => buyer === openid) ?? [];
  return name ? numbers.filter((sn) => sn.startsWith(`${name}-`)) : [];
}

/** Values that mean something to the functions, by field. */
export const pool: Pool = {
  sn: numbers,
  outTradeNo: numbers,
  id: ['sheet-1', ...each(messageStates, (name, state) => `paySuccess:${name}-${state}`)],
  scene: ['paySuccess', 'orderShipped', '*'],
  formId: ['form-0123456789-new', `form-${WANG}-0-0123456789`],
  answers: ['sub-pay-success', 'sub-order-shipped', 'long-course-reminder', 'accept', 'reject'],
  requestId: ['request-0001'],
  goodsId: ['tea', 'cup'],
  at: [START],
  totalFee: [PRICE],
  timeEnd: ['20260304100000'],
  FromUserName: [WANG, LI],
  subOpenid: [WANG, LI],
  CreateTime: [START / 1000],
  TemplateId: ['sub-pay-success'],
  SubscribeStatusString: ['accept', 'reject'],
  MsgID: [MSGID],
};

/** @returns a shop with orders, credits and messages of two buyers in every state */
export async function openShop(): Promise<Bench> {
  const bench = createBench();
  const { db } = bench;
  await db.insert('goods', [
    { _id: 'tea', title: '红茶', price: PRICE, picture: '' },
    { _id: 'cup', title: '杯子', price: 4500, picture: '' },
  ]);
  await db.insert('staff', [{ _id: KEEPER, name: '店长' }]);
  await db.insert('channelStops', [
    {
      _id: 'longTerm:*',
      kind: 'longTerm',
      scene: '*',
      errCode: 0,
      reason: 'staff-stop',
      at: START,
    },
  ]);
  for (const [name, openid] of Object.entries(buyers)) await moveIn(bench, name, openid);
  return bench;
}

async function moveIn(bench: Bench, name: string, openid: string): Promise<void> {
  await bench.db.insert('users', [{ _id: openid, createdAt: START, seenAt: START }]);
  await tap(bench, openid, 2);
  await accept(bench, openid, 'sub-pay-success', 'sub-order-shipped');
  const orders = orderStates.map((state) => orderOf(name, openid, state));
  await bench.db.insert('orders', [
    ...orders,
    { ...orderOf(name, openid, 'unpaid'), _id: `${name}-lost` },
  ]);
  bench.payments.set(`${name}-lost`, {
    state: 'paid',
    totalFee: PRICE,
    transactionId: '4200',
    paidAt: START,
  });
  const paid = paymentCredits(
    { openid, sn: `${name}-paid`, prepayId: `wx20260304100000${hash(name)}` },
    paymentPlan,
    START,
  );
  await bench.db.insert(
    'credits',
    paid.map((credit) => ({ ...credit, state: 'open' })),
  );
  const messages = messageStates.map((state) => messageIn(state, name, openid));
  const shippedNotice = messageFor(shipped(`${name}-paid`, openid), START);
  await bench.db.insert('messages', [...messages, shippedNotice]);
  await bench.db.insert('credits', [usedBy(`paySuccess:${name}-unknown`, openid)]);
  await bench.db.insert('attempts', messages.flatMap(attemptsOf));
}

function orderOf(name: string, openid: string, state: Order['state']): Order {
  const isPaid = state !== 'unpaid' && state !== 'cancelled';
  return {
    ...blankOrder,
    _id: `${name}-${state}`,
    openid,
    items: [{ goodsId: 'tea', title: '红茶', price: PRICE, quantity: 1 }],
    totalFee: PRICE,
    state,
    createdAt: START,
    paidAt: isPaid ? START : 0,
    dueAt: START + DAY,
  };
}

const messageIn = (state: Message['state'], name: string, openid: string): Message => ({
  ...messageFor(paySuccess(`${name}-${state}`, openid), START),
  state,
  attempts: 1,
  creditId: usedBy(`paySuccess:${name}-${state}`, openid)._id,
  leaseUntil: START + HOUR,
});

/** The consent that a message has perhaps been sent with. */
const usedBy = (id: string, openid: string): Credit => ({
  ...blankCredit,
  _id: `subscription:${hash(id)}:1`,
  kind: 'subscription',
  openid,
  templateId: 'sub-pay-success',
  state: 'inDoubt',
  openedAt: START,
  expiresAt: FAR,
});

/** It has begun; of a message that is sent WeChat has told the number. */
function attemptsOf({ _id, creditId, state }: Message): Attempt[] {
  const begun: Attempt = {
    _id: `${_id}#1`,
    messageId: _id,
    creditId,
    claim: 'claim-0',
    at: START,
    result: 'started',
    errCode: 0,
    msgid: NONE,
  };
  const answered = { ...begun, _id: `${_id}#1=`, result: 'answered' as const, msgid: MSGID };
  return state === 'sent' ? [begun, answered] : [begun];
}
