import { collectAndWake } from '../../cloudfunctions/core/credits/collect-and-wake';
import { messageEvents } from '../../cloudfunctions/core/events/message-events';
import { redrive } from '../../cloudfunctions/core/messages/manage';
import { notify } from '../../cloudfunctions/core/messages/notify';
import { createOrder, serialNumber } from '../../cloudfunctions/core/orders/create';
import { noticePaid } from '../../cloudfunctions/core/orders/notice-paid';
import { anyOrder } from '../../cloudfunctions/core/orders/order';
import { markPaid } from '../../cloudfunctions/core/orders/paid';
import { paymentOf } from '../../cloudfunctions/core/orders/pay';
import { refundOrder } from '../../cloudfunctions/core/orders/refund';
import { shipOrder } from '../../cloudfunctions/core/orders/ship';
import type { Ports } from '../../cloudfunctions/core/ports';
import { type Goods, SECOND } from '../../cloudfunctions/core/words';
import type { Play } from './play';
import { keyOf, type Which } from './world';

/** Scenes of notices that are about no order. */
export const freeScenes = ['courseReminder', 'groupBuySuccess', 'rechargeSuccess'] as const;

const requestOf = (number: number): string => `request-${number}`;
export const snOf = ({ openid, number }: Which): string => serialNumber(openid, requestOf(number));

/** All that the shop sells. */
export const TEA: Goods = { _id: 'model-tea', title: '红茶', price: 6800, picture: '' };

/** @returns the id of a message about an order, or about nothing but itself */
export function messageOf(scene: string, which: Which): string {
  const isFree = freeScenes.some((one) => one === scene);
  return `${scene}:${isFree ? keyOf(which) : snOf(which)}`;
}

/** The shop collects a tap of a real phone. */
export async function tap({ world }: Play, ports: Ports, openid: string): Promise<void> {
  const taps = [{ formId: world.tap(openid), at: ports.now() }];
  await collectAndWake(ports, openid, { taps, toldBy: 'page' });
}

/** A consent; the page, WeChat's push or both tell of it. */
export async function accept(
  { world }: Play,
  ports: Ports,
  { openid, templateId }: { openid: string; templateId: string },
  tellers: readonly string[],
): Promise<void> {
  world.accept(openid, templateId);
  const at = Math.floor(ports.now() / SECOND) * SECOND;
  const consents = [{ id: ports.newId(), answers: { [templateId]: 'accept' }, at }];
  for (const teller of tellers) {
    if (teller === 'page') await collectAndWake(ports, openid, { consents, toldBy: 'page' });
    else await messageEvents(ports, pushOf('popup', { openid, templateId, at }), '');
  }
}

/** The user rejects a template in the settings, and WeChat tells. */
export async function reject(
  { world }: Play,
  ports: Ports,
  { openid, templateId }: { openid: string; templateId: string },
): Promise<void> {
  world.reject(openid, templateId);
  await messageEvents(ports, pushOf('change', { openid, templateId, at: ports.now() }), '');
}

const pushOf = (
  kind: 'popup' | 'change',
  { openid, templateId, at }: { openid: string; templateId: string; at: number },
) => ({
  FromUserName: openid,
  CreateTime: Math.floor(at / SECOND),
  Event: `subscribe_msg_${kind}_event`,
  List: { TemplateId: templateId, SubscribeStatusString: kind === 'popup' ? 'accept' : 'reject' },
});

export const order = (_play: Play, ports: Ports, { openid, number }: Which) =>
  createOrder(ports, openid, {
    requestId: requestOf(number),
    items: [{ goodsId: TEA._id, quantity: 1 }],
  });

/** Orders, and confirms the sheet. WeChat tells of the payment until somebody has listened. */
export async function pay(play: Play, ports: Ports, which: Which): Promise<void> {
  const unpaid = await order(play, ports, which);
  const payment = await paymentOf(ports, unpaid);
  await play.world.confirmSheet(which.openid, payment);
  const sn = snOf(which);
  if (play.world.booking(sn)?.state === 'paid') play.untold.add(sn);
}

/** WeChat's callback, which may come late and again. */
export async function callBack(play: Play, ports: Ports, sn: string): Promise<void> {
  if (play.world.booking(sn)?.state !== 'paid') return;
  const word = await play.world.ports.pay.queryOrder(sn);
  const paid = await anyOrder(ports, sn);
  await markPaid(ports, paid, word);
  play.untold.delete(sn);
  if (!paid.state.startsWith('refund')) play.asked.add(`paySuccess:${sn}`);
}

/** The page asks for its notice, with the tap on "pay" if the phone gave a formId. */
export async function askFor(play: Play, ports: Ports, which: Which, hasTap: boolean) {
  const { openid } = which;
  const sn = snOf(which);
  await noticePaid(ports, openid, sn, hasTap ? play.world.tap(openid) : undefined);
  play.asked.add(`paySuccess:${sn}`);
}

export async function ship(play: Play, ports: Ports, sn: string): Promise<void> {
  await shipOrder(ports, sn, { carrier: '顺丰', trackingNo: 'SF1234' });
  play.asked.add(`orderShipped:${sn}`);
}

export async function refund(play: Play, ports: Ports, sn: string): Promise<void> {
  await refundOrder(ports, sn, '七天无理由');
  play.asked.add(`refundSuccess:${sn}`);
}

/** Staff send a message again, at their own risk if it had perhaps arrived. */
export async function sendAgain({ world, redriven }: Play, ports: Ports, id: string) {
  const note = (): void => {
    const message = world.stored('messages').find(({ _id }) => _id === id);
    if (message?.maybeSent) redriven.add(id);
  };
  note();
  await redrive(ports, id).finally(note); // it may have been frozen before it looked
}

/** A shop of another kind asks for a notice. */
export async function send(
  play: Play,
  ports: Ports,
  scene: (typeof freeScenes)[number],
  which: Which,
): Promise<void> {
  const { openid } = which;
  const key = keyOf(which);
  const at = ports.now();
  const fields = {
    courseReminder: { course: key, startsAt: at, place: '教室' },
    groupBuySuccess: { goods: '茶', amount: 100, members: '三人', sn: key },
    rechargeSuccess: { account: key, amount: 100, balance: 200, at },
  }[scene];
  await notify(ports, { scene, key, openid, fields });
  play.asked.add(`${scene}:${key}`);
}
