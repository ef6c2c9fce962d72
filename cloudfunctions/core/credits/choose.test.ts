import { DAY, HOUR } from '../words';
import type { Credit, Message } from '../words';
import { messageFor } from '../messages/enqueue';
import { paySuccess, START } from '../testing/bench';
import { chooseCredits, LIFE_MARGIN } from './choose';
import { blankCredit } from './collect';

const now = START;
const ways = { env: 'local-hongyan', stops: new Set<string>() };
let count = 0;
const credit = (more: Partial<Credit>): Credit => ({
  _id: `credit-${(count += 1)}`,
  ...blankCredit,
  kind: 'form',
  openid: 'o',
  token: `token-${count}`,
  openedAt: now,
  expiresAt: now + DAY,
  ...more,
});
const order = { shippedAt: now, carrier: '顺丰', trackingNo: 'SF1234567890' };
const message = (scene = 'paySuccess', sn = 'SN1'): Message => {
  const paid = messageFor(paySuccess(sn, 'o'), now);
  return { ...paid, scene, fields: { ...paid.fields, ...order } };
};
const choose = (credits: Credit[], ...messages: Message[]) =>
  chooseCredits(messages, credits, ways, now).map((pair) => pair.credit);

test('the one that expires first, inside the preferred kind', () => {
  const late = credit({ expiresAt: now + 2 * DAY });
  const soon = credit({ expiresAt: now + HOUR });
  const payment = credit({ kind: 'payment', expiresAt: now + HOUR / 2 });
  expect(choose([late, payment, soon], message())).toEqual([soon]);
});

test("the order's own prepay_id before another order's, even if that expires first", () => {
  const other = credit({ kind: 'payment', sn: 'SN2', expiresAt: now + HOUR });
  const own = credit({ kind: 'payment', sn: 'SN1', expiresAt: now + DAY });
  expect(choose([other, own], message('orderShipped'))).toEqual([own]);
});

test('a reserved use is for its scene only, and goes there first', () => {
  const free = credit({ kind: 'payment', sn: 'SN1', use: 1 });
  const kept = credit({ kind: 'payment', sn: 'SN1', use: 3, reservedFor: 'orderShipped' });
  expect(choose([kept], message('paySuccess'))).toEqual([]);
  expect(choose([free, kept], message('orderShipped'))).toEqual([kept]);
  expect(choose([free, kept], message('paySuccess'))).toEqual([free]);
});

test("a use that is kept for one order's shipping notice does not serve another order", () => {
  const kept = credit({ kind: 'payment', sn: 'SN2', use: 3, reservedFor: 'orderShipped' });
  const free = credit({ kind: 'payment', sn: 'SN2', use: 1 });
  expect(choose([kept], message('orderShipped', 'SN1'))).toEqual([]);
  expect(choose([kept, free], message('orderShipped', 'SN1'))).toEqual([free]);
});

test('a credit that could die during a recovery is left alone', () => {
  expect(choose([credit({ expiresAt: now + LIFE_MARGIN })], message())).toEqual([]);
  expect(choose([credit({ expiresAt: now + LIFE_MARGIN + 1 })], message())).toHaveLength(1);
});

test('a subscription is for its own template only', () => {
  const other = credit({ kind: 'subscription', templateId: 'sub-order-shipped' });
  const own = credit({ kind: 'subscription', templateId: 'sub-pay-success' });
  expect(choose([other], message())).toEqual([]);
  expect(choose([other, own], message())).toEqual([own]);
});

test('no credit is given to two messages, and never to another user', () => {
  const one = credit({});
  expect(choose([one], message('paySuccess', 'A'), message('paySuccess', 'B'))).toEqual([one]);
  expect(choose([credit({ openid: 'somebody' })], message())).toEqual([]);
});

test('a scene without a template in this environment has no credit', () => {
  const pairs = chooseCredits([message()], [credit({})], { ...ways, env: 'unknown-env' }, now);
  expect(pairs).toEqual([]);
});

test('what is switched off is left alone: one scene, or all', () => {
  const form = credit({});
  const own = credit({ kind: 'subscription', templateId: 'sub-pay-success' });
  const chosen = (...stops: string[]) =>
    chooseCredits([message()], [form, own], { ...ways, stops: new Set(stops) }, now)[0]?.credit;
  expect(chosen()).toBe(form);
  expect(chosen('form:*')).toBe(own);
  expect(chosen('form:paySuccess')).toBe(own);
  expect(chosen('form:orderShipped')).toBe(form);
  expect(chosen('form:*', 'subscription:*')).toBeUndefined();
});

test('a kind that the message cannot be written for is left alone', () => {
  const own = credit({ kind: 'subscription', templateId: 'sub-pay-success' });
  const payment = credit({ kind: 'payment', sn: 'SN1' });
  const long = 'S'.repeat(33); // character_string takes 32
  const odd: Message = { ...message(), fields: { goods: '茶', amount: 1, sn: long, paidAt: now } };
  expect(choose([own, payment], odd)).toEqual([payment]);
  expect(choose([own], odd)).toEqual([]);
});

test('a long-term permission is for its own template, and goes first where the scene says so', () => {
  const fields = { patient: '王芳', department: '内科', doctor: '李医生', at: now };
  const visit: Message = { ...message('registrationSuccess'), fields };
  const other = credit({ kind: 'longTerm', templateId: 'long-course-reminder' });
  const own = credit({ kind: 'longTerm', templateId: 'long-registration-success' });
  const form = credit({});
  expect(choose([form, other, own], visit)).toEqual([own]);
  expect(choose([form, other], visit)).toEqual([form]);
});
