import type { LocalCloud } from '../../../emulator/local-cloud';
import { connectHub, type Hub } from '../../hub-client';
import { data } from '../../stage';
import { createRecipients, plain, storeCredits } from '../recipients';
import { messageTo } from '../senders';

/** The shop and whom it deals with. */
interface Shop {
  cloud: LocalCloud;
  hub: Hub;
  staff: string;
  buyer: string;
}

const TEMPLATES = ['sub-pay-success', 'sub-order-shipped', 'sub-refund-success'];
const parcel = { carrier: '顺丰速运', trackingNo: 'SF1234567890' };

/** Calls every function of the shop in each of its ways, also where things go wrong. */
export async function playShop(cloud: LocalCloud): Promise<void> {
  const hub = connectHub(cloud.url);
  const [staff, buyer] = [await hub.createUser(), await hub.createUser()];
  await hub.insert('staff', { _id: staff, name: '店长' });
  const shop = { cloud, hub, staff, buyer };
  await collect(shop);
  await buy(shop);
  await waitForCredit(shop);
  await refusals(shop);
  await doubts(shop);
  await deskWork(shop);
  await helpers(shop);
  await hub.advance('10m');
  await hub.runTimer('refreshAccessToken');
  await hub.runTimer('sweep');
}

let requests = 0;
const order = ({ hub, buyer }: Shop, who = buyer) => {
  requests += 1;
  const items = [{ goodsId: 'tea', quantity: 1 }];
  return data(hub.call(who, 'createOrder', { requestId: `bench-request-${requests}`, items }));
};

async function collect({ hub, buyer }: Shop): Promise<void> {
  await hub.call(buyer, 'login', {});
  await hub.call(buyer, 'login', {});
  await hub.call(buyer, 'listGoods', {});
  const taps = [];
  for (let i = 0; i < 3; i++) taps.push({ formId: await hub.tap(buyer), at: await hub.now() });
  const answers = await hub.subscribe(
    buyer,
    Object.fromEntries(TEMPLATES.map((id) => [id, 'accept'])),
  );
  const consents = [{ id: 'bench-sheet', answers }];
  await hub.call(buyer, 'collectCredits', { taps, consents });
  await hub.call(buyer, 'collectCredits', { taps, consents });
  await hub.advance('1m'); // WeChat tells of the sheet, too
  await hub.call(buyer, 'messageSettings', {});
}

/** Orders on every way: paid, shipped, received, refunded, cancelled, paid without a callback. */
async function buy(shop: Shop): Promise<void> {
  const { hub, staff, buyer } = shop;
  const first = await order(shop);
  await hub.call(buyer, 'payOrder', { sn: first.sn });
  await hub.pay(buyer, first.payment, 'success');
  const formId = await hub.tap(buyer);
  await hub.call(buyer, 'sendTemplatePaySuccess', { sn: first.sn, formId });
  await hub.call(buyer, 'sendTemplatePaySuccess', { sn: first.sn, formId });
  await hub.call(staff, 'shipOrder', { sn: first.sn, ...parcel });
  await hub.call(buyer, 'confirmReceipt', { sn: first.sn });
  const second = await order(shop);
  await hub.pay(buyer, second.payment, 'success');
  await hub.call(staff, 'refundOrder', { sn: second.sn, reason: '七天无理由' });
  const third = await order(shop);
  await hub.call(buyer, 'cancelOrder', { sn: third.sn });
  const fourth = await order(shop);
  await hub.pay(buyer, fourth.payment, 'paidNoCallback');
  await hub.call(buyer, 'sendTemplatePaySuccess', { sn: fourth.sn });
  const fifth = await order(shop);
  await hub.pay(buyer, fifth.payment, 'paidNoCallback');
  await hub.call(buyer, 'listOrders', {});
  await hub.advance('20m');
}

/** Messages that are due now, to new users; each has allowed so many messages. */
async function queue({ cloud }: Shop, count: number, allowed: number): Promise<string[]> {
  const now = cloud.clock.now();
  const recipients = createRecipients(cloud, count, allowed).map((one) => {
    requests += 1;
    return { ...one, sn: `QUEUED${requests}` };
  });
  await storeCredits(cloud, recipients);
  const messages = recipients.map((one) => messageTo(one, now));
  cloud.database.insert('messages', plain(messages));
  return recipients.map(({ openid }) => openid);
}

/** A message waits, and goes out when its user taps. */
async function waitForCredit(shop: Shop): Promise<void> {
  const { hub } = shop;
  const users = await queue(shop, 2, 0);
  await hub.runTimer('dispatchMessages');
  for (const user of users) {
    await hub.call(user, 'messageSettings', {});
    const taps = [{ formId: await hub.tap(user), at: await hub.now() }];
    await hub.call(user, 'collectCredits', { taps });
  }
}

/** WeChat refuses: a dead formId, a consent withdrawn, a channel that is gone, a delivery that fails. */
async function refusals(shop: Shop): Promise<void> {
  const { hub, buyer } = shop;
  for (const effect of [{ errCode: 41028 }, { errCode: 43101 }, { errCode: 45103 }]) {
    const { sn, payment } = await order(shop);
    await hub.pay(buyer, payment, 'success');
    await hub.fault({ match: { action: 'wx.openApi' }, effect });
    await hub.call(buyer, 'sendTemplatePaySuccess', { sn, formId: await hub.tap(buyer) });
    await hub.clearFaults();
  }
  const [user = ''] = await queue(shop, 1, 2);
  await hub.fault({ match: { apiName: 'subscribeMessage.send' }, effect: { failsLater: 40037 } });
  await hub.runTimer('dispatchMessages');
  await hub.settle(user, { itemSettings: { 'sub-pay-success': 'reject' } });
  await hub.advance('2m');
  await hub.clearFaults();
}

/** Answers are lost and a run is killed; recoveries follow when the leases have ended. */
async function doubts(shop: Shop): Promise<void> {
  const { hub } = shop;
  await queue(shop, 24, 1);
  const match = { apiName: 'subscribeMessage.send' };
  await hub.fault({ match, effect: 'dropAnswer', times: 2 });
  await hub.fault({ match: { ...match, nth: 10 }, effect: 'killAfter' });
  await hub.runTimer('dispatchMessages');
  await hub.clearFaults();
  await hub.advance('10m');
}

/** A run that has helpers counts first; a helper sends some shards. */
async function helpers(shop: Shop): Promise<void> {
  const { cloud } = shop;
  await queue(shop, 8, 1);
  const shards = [0, 4, 8, 12];
  await cloud.functions.invoke('dispatchShard', { shards }, { source: 'wx_trigger,scf' });
}

/** Everything that staff can ask and do. */
async function deskWork(shop: Shop): Promise<void> {
  const { hub, staff } = shop;
  const { sn } = await order(shop);
  await queue(shop, 1, 0);
  await hub.runTimer('dispatchMessages');
  const [waiting] = await hub.find('messages', { reason: 'no-credit', sn: 'none' });
  const [unknown] = await hub.find('messages', { state: 'unknown', reason: 'no-answer' });
  const ids = [waiting, unknown].map((message) => String(message?._id));
  for (const action of ['status', 'orders', 'messages', 'channels'] as const) {
    await data(hub.call(staff, 'backOffice', { action }));
  }
  await hub.call(staff, 'backOffice', { action: 'orders', state: 'received' });
  await hub.call(staff, 'backOffice', { action: 'messages', state: 'unknown' });
  await hub.call(staff, 'backOffice', { action: 'credits', sn });
  for (const id of ids) await hub.call(staff, 'backOffice', { action: 'message', id });
  await hub.call(staff, 'backOffice', { action: 'redrive', id: ids[1] ?? '' });
  await hub.call(staff, 'backOffice', { action: 'cancel', id: ids[0] ?? '' });
  await hub.call(staff, 'backOffice', { action: 'switchOff', kind: 'form', scene: '*' });
  await hub.call(staff, 'backOffice', { action: 'switchOn', kind: 'form', scene: '*' });
}
