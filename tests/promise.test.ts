import { paymentCredits } from '../cloudfunctions/core/credits/collect';
import { messageFor } from '../cloudfunctions/core/messages/enqueue';
import { createBench, paySuccess, shipped } from '../cloudfunctions/core/testing/bench';
import type { Attempt, Credit, Message } from '../cloudfunctions/core/words';
import { brokenPromises, type Evidence } from '../scripts/promise';

const { now } = createBench();
const plan = ['none', 'none', 'orderShipped'];
const uses: Credit[] = paymentCredits(
  { openid: 'wang', sn: 'SN1', prepayId: 'wx-1' },
  plan,
  now(),
).map((credit) => ({ ...credit, state: 'open' }));
const id = 'paySuccess:SN1';

const message = (change: Partial<Message> = {}): Message => ({
  ...messageFor(paySuccess('SN1', 'wang'), now()),
  state: 'sent',
  attempts: 1,
  ...change,
});
const attempt = (credit: Credit | undefined, change: Partial<Attempt> = {}): Attempt => ({
  _id: `${id}#1`,
  messageId: id,
  creditId: credit?._id ?? '',
  claim: 'claim-1',
  at: now(),
  result: 'started',
  errCode: 0,
  msgid: 'none',
  ...change,
});

/** A notice that was sent with the first use of a prepay_id. */
const kept: Evidence = {
  tokens: [{ kind: 'payment', token: 'wx-1', openid: 'wang', used: 1 }],
  credits: uses.map((credit, i) => ({ ...credit, state: i === 0 ? 'spent' : 'open' })),
  attempts: [attempt(uses[0])],
  messages: [message()],
  cards: [{ openid: 'wang', messageId: id }],
  asked: [id],
};
const card = { openid: 'wang', messageId: id };
const reserved: Partial<Evidence> = { attempts: [attempt(uses[2])] };
/** Two sends of one message; the answer of the first was lost. */
const twice: Partial<Evidence> = {
  attempts: [
    attempt(uses[0]),
    attempt(uses[0], { _id: `${id}#1=`, result: 'lost' }),
    attempt(uses[0], { _id: `${id}#2` }),
  ],
  cards: [card, card],
};
const refused = attempt(uses[0], { _id: `${id}#1=`, result: 'answered', errCode: 40_037 });
const notice = (change: Partial<Message>): Message => ({
  ...messageFor(shipped('SN1', 'wang'), now()),
  ...change,
});

test.each<[string, Partial<Evidence>]>([
  ['as it is', {}],
  ['perhaps delivered', { messages: [message({ state: 'unknown', maybeSent: true })] }],
  [
    'sent again by staff',
    { ...twice, messages: [message({ maybeSent: true })], redriven: new Set([id]) },
  ],
  [
    'arrived although it is not sent, and nobody answered',
    { messages: [message({ state: 'expired', maybeSent: true })] },
  ],
  ['excused', { cards: [], mayLackCard: () => true }],
  [
    'a kept use after the shipping notice',
    { ...reserved, messages: [message(), notice({ state: 'failed' })] },
  ],
  ['a kept use of a refunded order', { ...reserved, orders: [{ _id: 'SN1', state: 'refunded' }] }],
])('the promise is kept: %s', (_, change) => {
  expect(brokenPromises({ ...kept, ...change }, 'over')).toEqual([]);
});

test.each<[string, Partial<Evidence>]>([
  ['WeChat counts 2 uses', { tokens: kept.tokens.map((token) => ({ ...token, used: 2 })) }],
  ['more than once', { cards: [card, card] }],
  ['more than once', { cards: [card, card], messages: [message({ maybeSent: true })] }],
  [
    'more than once', // one send, whatever the message says
    { cards: [card, card], messages: [message({ maybeSent: true })], redriven: new Set([id]) },
  ],
  ['more than once', { ...twice, messages: [message({ maybeSent: true })] }],
  ['did not arrive', { cards: [] }],
  [
    'arrived all the same', // WeChat has refused the only send
    {
      attempts: [attempt(uses[0]), refused],
      messages: [message({ state: 'expired', maybeSent: true })],
    },
  ],
  ['arrived all the same', { messages: [message({ state: 'expired' })] }],
  ['nothing moves any more', { messages: [message({ state: 'claimed' })] }],
  ['its time is over', { messages: [message({ state: 'waiting' })], cards: [] }],
  ['which is no message', { cards: [card, { openid: 'wang', messageId: 'paySuccess:SN2' }] }],
  [
    'to another user',
    {
      ...twice,
      cards: [card, { openid: 'li', messageId: id }],
      messages: [message({ maybeSent: true })],
      redriven: new Set([id]),
    },
  ],
  ['is lost', { asked: [id, 'orderShipped:SN1'] }],
  [
    'bound to 2 messages',
    {
      messages: [message({ creditId: 'form:1' }), notice({ creditId: 'form:1', state: 'failed' })],
    },
  ],
  [
    'was tried for paySuccess:SN1 and refundSuccess:SN1',
    {
      attempts: [
        attempt(uses[0]),
        attempt(uses[0], { _id: 'refundSuccess:SN1#1', messageId: 'refundSuccess:SN1' }),
      ],
    },
  ],
  [
    'of another user',
    { messages: [message({ openid: 'li' })], cards: [{ ...card, openid: 'li' }] },
  ],
  ['kept for orderShipped:SN1', reserved],
  [
    'kept for orderShipped:SN1',
    { ...reserved, messages: [message(), notice({ state: 'waiting' })] },
  ],
  [
    'kept for orderShipped:SN1',
    { ...reserved, messages: [message(), notice({ state: 'sent', sentAt: now() + 1 })] },
  ],
  [
    'leased to nobody',
    {
      credits: kept.credits.map((one, i) => (i === 1 ? { ...one, state: 'leased' as const } : one)),
    },
  ],
])('the promise is broken: %s', (wrong, change) => {
  expect(brokenPromises({ ...kept, ...change }, 'over').join('\n')).toContain(wrong);
});
