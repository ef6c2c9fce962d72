import type { Hub } from './hub-client';
import {
  data,
  lastCard,
  later,
  type Narrator,
  order,
  play,
  showLastCard,
  type Stage,
  type StoryResult,
} from './stage';

const SHEET = ['sub-pay-success', 'sub-order-shipped', 'sub-receipt-reminder'];

/**
 * Plays the main job in today's WeChat: taps give nothing, template messages are gone, and what the
 * user allows on a sheet carries the same notices.
 */
export const playCurrentStory = (
  hub: Hub,
  narrator: Narrator,
  sendBare: Stage['sendBare'],
): Promise<StoryResult> =>
  play({ hub, narrator, sendBare }, async (stage, staff) => {
    const shopper = await hub.createUser();
    await allowed(stage, shopper);
    const sn = await buyAndPay(stage, shopper);
    await ship(stage, { staff, shopper, sn });
    await kept(stage, { staff, shopper, sn });
    await rejected(stage);
    await neverAllowed(stage);
    await reported(stage);
    await overdue(stage, staff);
  });

/** Answers a sheet and tells the shop, as the page does. */
async function allow({ hub }: Stage, openid: string, templates: readonly string[], always = false) {
  const wanted = Object.fromEntries(templates.map((id) => [id, 'accept']));
  const { errMsg: _, ...answers } = await hub.subscribe(openid, wanted, always);
  const consents = [{ id: `sheet-${await hub.now()}`, answers, at: await hub.now() }];
  return data(hub.call(openid, 'collectCredits', { taps: [], consents }));
}

const statusOf = async ({ hub }: Stage, id: string): Promise<unknown[]> => {
  const [message] = await hub.find('messages', { _id: id });
  return [message?.state, message?.reason];
};

async function allowed(stage: Stage, shopper: string): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter('Today a tap gives nothing that can be sent with');
  const formId = await hub.tap(shopper);
  narrator.line(`  the phone says: ${formId}`);
  const taps = [{ formId, at: await hub.now() }];
  expect('it is no credit', await data(hub.call(shopper, 'collectCredits', { taps })), {
    stored: 0,
    duplicates: 0,
    rejected: 1,
  });
  narrator.chapter('The user allows three notices on one sheet: three credits');
  expect('each accept is one send', await allow(stage, shopper, SHEET), {
    stored: 3,
    duplicates: 0,
    rejected: 0,
  });
  await hub.advance('1m');
  const open = await hub.find('credits', { openid: shopper, state: 'open' });
  expect("WeChat's push tells of the same accepts, and mints none", open.length, 3);
}

async function buyAndPay(stage: Stage, shopper: string): Promise<string> {
  const { hub, narrator, expect, sendBare } = stage;
  narrator.chapter('The payment succeeds; its prepay_id carries nothing any more');
  const { sn, payment } = await order(stage, shopper, 'tea');
  await hub.pay(shopper, payment, 'success');
  const token = (payment.package ?? '').replace('prepay_id=', '');
  const bare = { touser: shopper, templateId: 'tpl-pay-success', page: 'pages/shop/index', token };
  expect('the way of the tutorials ends with 45103', await sendBare(bare), 45103);
  const { message } = await data(hub.call(shopper, 'sendTemplatePaySuccess', { sn }));
  expect('the same function sends the notice', message, { state: 'sent', reason: 'sent' });
  expect('as a subscribe message', await channelOf(stage, shopper), ['subscribe', '付款成功通知']);
  return sn;
}

async function channelOf(stage: Stage, openid: string): Promise<unknown[]> {
  await showLastCard(stage, openid);
  const card = await lastCard(stage, openid);
  return [card?.channel, card?.title];
}

interface Sale {
  staff: string;
  shopper: string;
  sn: string;
}

async function ship(stage: Stage, { staff, shopper, sn }: Sale): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter(
    'Staff ship the order: the payment is tried, WeChat says that the channel is gone',
  );
  const parcel = { sn, carrier: '顺丰速运', trackingNo: 'SF1234567890' };
  const { message } = await data(hub.call(staff, 'shipOrder', parcel));
  expect('the notice goes out all the same', message, { state: 'sent', reason: 'sent' });
  expect('over the other channel', await channelOf(stage, shopper), ['subscribe', '订单发货提醒']);
  expect('the dead channel is switched off, and staff see it', await stops(stage, staff), [
    ['form', '*', 45103],
    ['payment', '*', 45103],
  ]);
  narrator.chapter('Five days later the timer asks for the receipt, and asks no dead channel');
  await later(stage, '5d');
  expect('the reminder arrived', await showLastCard(stage, shopper), '确认收货提醒');
  const refused = await hub.find('attempts', { errCode: 45103 });
  expect('WeChat was asked over the dead channel once', refused.length, 1);
}

async function stops({ hub }: Stage, staff: string): Promise<unknown[][]> {
  const answer = await data(hub.call(staff, 'backOffice', { action: 'channels' }));
  if (!('stops' in answer)) return [];
  return answer.stops.map(({ kind, scene, errCode }) => [kind, scene, errCode]);
}

/** "Always keep" hides the sheet; every further call is still one more send. */
async function kept(stage: Stage, { staff, shopper, sn }: Sale): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter('A refund, and nothing is allowed for it: the notice waits and says so');
  const refund = await data(hub.call(staff, 'refundOrder', { sn, reason: '七天无理由退货' }));
  expect('it waits', refund.message, { state: 'waiting', reason: 'no-credit' });
  await allow(stage, shopper, ['sub-refund-success'], true);
  expect('the accept lets it go', await channelOf(stage, shopper), ['subscribe', '退款成功通知']);
  expect(
    'kept for good, the next tap asks nothing and is one more send',
    await allow(stage, shopper, ['sub-refund-success']),
    { stored: 1, duplicates: 0, rejected: 0 },
  );
  const settings = await data(hub.call(shopper, 'messageSettings', {}));
  const open = settings.templates.find(
    ({ templateId }) => templateId === 'sub-refund-success',
  )?.open;
  expect('the shop counts it', open, 1);
}

/** A reject in the settings takes away what was accepted; the push corrects the ledger. */
async function rejected(stage: Stage): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter('A user switches the notice off in the settings: the ledger learns of it');
  const shopper = await hub.createUser();
  await allow(stage, shopper, ['sub-pay-success']);
  await hub.settle(shopper, { itemSettings: { 'sub-pay-success': 'reject' } });
  await hub.advance('1m');
  const open = await hub.find('credits', { openid: shopper, state: 'open' });
  expect('the accept is gone', open.length, 0);
  const { sn, payment } = await order(stage, shopper, 'cup');
  await hub.pay(shopper, payment, 'success');
  const { message } = await data(hub.call(shopper, 'sendTemplatePaySuccess', { sn }));
  expect('the notice waits instead of being refused', message.state, 'waiting');
  await hub.settle(shopper, { itemSettings: { 'sub-pay-success': 'accept' } });
  await allow(stage, shopper, ['sub-pay-success']);
  expect('allowed again, it goes out', await statusOf(stage, `paySuccess:${sn}`), ['sent', 'sent']);
}

/** A page that lies about a consent gains nothing: WeChat's 43101 closes the credit. */
async function neverAllowed(stage: Stage): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter('A page claims a consent that nobody gave: WeChat refuses it, nothing is lost');
  const shopper = await hub.createUser();
  const consents = [{ id: 'sheet-of-a-liar', answers: { 'sub-pay-success': 'accept' } }];
  await data(hub.call(shopper, 'collectCredits', { taps: [], consents }));
  const { sn, payment } = await order(stage, shopper, 'book');
  await hub.pay(shopper, payment, 'success');
  const { message } = await data(hub.call(shopper, 'sendTemplatePaySuccess', { sn }));
  expect('the notice waits', message, { state: 'waiting', reason: 'no-credit' });
  const [credit] = await hub.find('credits', { openid: shopper, kind: 'subscription' });
  expect('the credit is refused for good', [credit?.state, credit?.errCode], ['refused', 43101]);
}

/** A subscribe message cannot be asked again; WeChat's report of the delivery settles it. */
async function reported(stage: Stage): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter(
    "WeChat delivers and its answer is lost: nobody knows, until WeChat's report comes",
  );
  const shopper = await hub.createUser();
  await allow(stage, shopper, ['sub-pay-success']);
  const { sn, payment } = await order(stage, shopper, 'cup');
  await hub.pay(shopper, payment, 'success');
  await hub.fault({ match: { apiName: 'subscribeMessage.send' }, effect: 'dropAnswer' });
  const { message } = await data(hub.call(shopper, 'sendTemplatePaySuccess', { sn }));
  expect('it is unknown, and not sent again', message, { state: 'unknown', reason: 'no-answer' });
  await hub.advance('1m');
  expect('the report settles it', await statusOf(stage, `paySuccess:${sn}`), ['sent', 'sent']);
  expect('one card', (await hub.inbox(shopper)).length, 1);
  const tokens = (await hub.tokens()).filter((one) => one.openid === shopper && one.used > 0);
  expect(
    'WeChat has counted one send',
    tokens.map((one) => one.used),
    [1],
  );
  const spent = await hub.find('credits', { openid: shopper, state: 'spent' });
  expect('and so have we', spent.length, 1);
}

/** Paid and not shipped: the staff are reminded, with what the staff have allowed. */
async function overdue(stage: Stage, staff: string): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter('Paid, and nobody ships: the timer reminds the staff');
  await allow(stage, staff, ['sub-ship-overdue']);
  const shopper = await hub.createUser();
  const { payment } = await order(stage, shopper, 'tea');
  await hub.pay(shopper, payment, 'success');
  await later(stage, '25h');
  await hub.toMorning();
  expect('the staff have a card', await showLastCard(stage, staff), '订单待发货提醒');
}
