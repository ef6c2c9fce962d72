import { messageFor } from '../../cloudfunctions/core/messages/enqueue';
import type { Message, Order } from '../../cloudfunctions/core/words';
import { chinaStamp } from '../../emulator/wechat/china-time';
import type { Deed } from './history';
import { isRefund } from '../promise';
import { askedBy } from '../promise-shop';
import { type Stage, thaw } from './stage';

type Doing<What extends Deed['do']> = Extract<Deed, { do: What }>;

/** Does a deed. Refusals and errors of the cloud are part of the game. */
export async function act(stage: Stage, deed: Deed): Promise<unknown> {
  const { hub, staff } = stage;
  switch (deed.do) {
    case 'login':
      return hub.rawCall(userOf(stage, deed.user), 'login', {});
    case 'tap':
      return tap(stage, deed);
    case 'accept':
      return accept(stage, deed);
    case 'reject':
      return hub.settle(userOf(stage, deed.user), { itemSettings: { [deed.template]: 'reject' } });
    case 'order':
      return order(stage, deed.order);
    case 'pay':
      return pay(stage, deed);
    case 'callback':
      return callBack(stage, deed.order);
    case 'notice':
      return notice(stage, deed);
    case 'cancel':
      return ownCall(stage, 'cancelOrder', deed.order);
    case 'confirm':
      return ownCall(stage, 'confirmReceipt', deed.order);
    case 'ship':
      return staffCall(stage, 'shipOrder', deed.order, {
        carrier: '顺丰速运',
        trackingNo: `SF${deed.order}00000`,
      });
    case 'refund':
      return staffCall(stage, 'refundOrder', deed.order, { reason: '七天无理由退货' });
    case 'batch':
      return batch(stage, deed);
    case 'redrive':
    case 'giveUp':
      return manage(stage, deed);
    case 'switch':
      return hub.rawCall(staff, 'backOffice', { action: deed.action, kind: deed.kind, scene: '*' });
    case 'timer':
      return hub.runTimer(deed.name);
    case 'shards': {
      const event = { shards: deed.shards };
      return stage.cloud.functions.invoke('dispatchShard', event, { source: 'wx_trigger,scf' });
    }
    case 'wait':
      return hub.advance(`${deed.minutes}m`, deed.ticks);
    case 'settings':
      return hub.settings(deed.change);
    default:
      return thaw(stage);
  }
}

function userOf({ users }: Stage, number: number): string {
  const openid = users[number % users.length];
  if (openid === undefined) throw new Error('Expected a round to have users.');
  return openid;
}

/** What a function has answered, if it has; a page cannot do anything with the rest. */
function dataIn(answer: Record<string, unknown>): Record<string, unknown> | undefined {
  const { result } = answer as { result?: { ok: boolean; data?: Record<string, unknown> } };
  return result?.ok ? result.data : undefined;
}

async function tap(stage: Stage, { user, count }: Doing<'tap'>): Promise<void> {
  const openid = userOf(stage, user);
  const at = await stage.hub.now();
  const taps: { formId: string; at: number }[] = [];
  for (let i = 0; i < count; i++) taps.push({ formId: await stage.hub.tap(openid), at });
  await stage.hub.rawCall(openid, 'collectCredits', { taps });
}

async function accept(stage: Stage, deed: Doing<'accept'>): Promise<void> {
  const openid = userOf(stage, deed.user);
  const at = await stage.hub.now();
  const wanted = Object.fromEntries(deed.sheet.map((template) => [template, 'accept']));
  const sheet = stage.hub.subscribe(openid, wanted, deed.always);
  const answers = await sheet.catch(() => undefined); // banned: the sheet does not open
  if (!answers || !deed.tells) return;
  const { errMsg: _, ...told } = answers;
  const consents = [{ id: `sheet-${at}`, answers: told, at }];
  await stage.hub.rawCall(openid, 'collectCredits', { taps: [], consents });
}

/** The page asks with the same request until it knows the number. */
async function order(stage: Stage, number: number): Promise<string | undefined> {
  const goodsId = ['tea', 'cup', 'book'][number % 3];
  const request = { requestId: `order-number-${number}`, items: [{ goodsId, quantity: 1 }] };
  const data = dataIn(await stage.hub.rawCall(userOf(stage, number), 'createOrder', request));
  if (data) stage.orders.set(number, String(data.sn));
  return stage.orders.get(number);
}

/** Everything else that is done with an order begins with having made it. */
const known = async (stage: Stage, number: number): Promise<string | undefined> =>
  stage.orders.get(number) ?? order(stage, number);

async function pay(stage: Stage, { order: number, outcome }: Doing<'pay'>): Promise<void> {
  const { hub, paid } = stage;
  const sn = await known(stage, number);
  const openid = userOf(stage, number);
  const data = sn && dataIn(await hub.rawCall(openid, 'payOrder', { sn }));
  if (!data) return;
  const { errMsg } = await hub.pay(openid, data.payment as Record<string, unknown>, outcome);
  if (errMsg.endsWith(':ok')) paid.set(number, await hub.now());
}

/** WeChat calls back after a payment; once more although it was answered, or late. */
async function callBack(stage: Stage, number: number): Promise<void> {
  const { cloud, orders, paid, asked } = stage;
  const at = paid.get(number);
  if (at === undefined) return pay(stage, { do: 'pay', order: number, outcome: 'success' });
  const query = JSON.stringify({ _id: orders.get(number) });
  const [stored] = cloud.database.find('orders', query) as unknown as Order[];
  if (!stored) return;
  const event = {
    returnCode: 'SUCCESS',
    resultCode: 'SUCCESS',
    outTradeNo: stored._id,
    totalFee: stored.totalFee,
    transactionId: `again-${number}`,
    timeEnd: chinaStamp(at),
    subOpenid: stored.openid,
  };
  const answer = await cloud.functions.invoke('payCallback', event, caller);
  const [now] = cloud.database.find('orders', query) as unknown as Order[];
  const isBelieved = 'result' in answer && (answer.result as { errcode?: number }).errcode === 0;
  if (isBelieved && now && !isRefund(now.state)) asked.add(`paySuccess:${now._id}`);
}

const caller = { source: 'wx_paycallback' };

async function notice(stage: Stage, { order: number, withForm }: Doing<'notice'>): Promise<void> {
  const openid = userOf(stage, number);
  const form = withForm ? { formId: await stage.hub.tap(openid) } : {};
  await ownCall(stage, 'sendTemplatePaySuccess', number, form);
}

const ownCall = (stage: Stage, name: string, number: number, more = {}): Promise<void> =>
  orderCall(stage, userOf(stage, number), name, number, more);

const staffCall = (stage: Stage, name: string, number: number, more = {}): Promise<void> =>
  orderCall(stage, stage.staff, name, number, more);

async function orderCall(
  stage: Stage,
  openid: string,
  name: string,
  number: number,
  more: object,
): Promise<void> {
  const sn = await known(stage, number);
  if (!sn) return;
  const answer = await stage.hub.rawCall(openid, name, { sn, ...more });
  for (const id of askedBy(name, sn, answer)) stage.asked.add(id);
}

/** What the card of a batch's message is known by; each scene takes its own. */
const keyed = (key: string) => ({ sn: key, department: key, course: key, item: key, account: key });

const anyFields = {
  goods: '红茶',
  amount: 6800,
  balance: 100,
  members: '王芳等 3 人',
  place: '教室',
  patient: '张小明',
  doctor: '李医生',
  result: '通过',
  remark: '无',
};

async function batch(stage: Stage, { scene, first, count }: Doing<'batch'>): Promise<void> {
  const now = await stage.hub.now();
  const messages = Array.from({ length: count }, (_, i) => {
    const key = `B${first + i}`;
    const fields = { ...anyFields, ...keyed(key), at: now, startsAt: now };
    return messageFor({ scene, key, openid: userOf(stage, first + i), fields }, now);
  });
  await stage.hub.insert('messages', ...(messages as unknown as Record<string, unknown>[]));
  for (const { _id } of messages) stage.asked.add(_id);
}

const manageable = {
  redrive: ['failed', 'unknown', 'cancelled', 'expired'],
  giveUp: ['queued', 'waiting'],
};

async function manage(stage: Stage, deed: Doing<'redrive' | 'giveUp'>): Promise<void> {
  const query = JSON.stringify({ state: { $in: manageable[deed.do] } });
  const messages = stage.cloud.database.find('messages', query) as unknown as Message[];
  const ids = messages.map((message) => message._id).sort();
  const id = ids[deed.message % ids.length] ?? 'paySuccess:unknown';
  if (deed.do === 'redrive') stage.redriven.add(id);
  const action = deed.do === 'redrive' ? 'redrive' : 'cancel';
  await stage.hub.rawCall(stage.staff, 'backOffice', { action, id });
}
