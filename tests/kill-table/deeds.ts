import { messageFor } from '../../cloudfunctions/core/messages/enqueue';
import type { SceneName } from '../../cloudfunctions/core/scenes/scenes';
import type { Hub } from '../../scripts/hub-client';

/** The user taps a button, and the page reports the formId. */
export async function tapped(hub: Hub, openid: string): Promise<void> {
  const taps = [{ formId: await hub.tap(openid), at: await hub.now() }];
  await hub.call(openid, 'collectCredits', { taps });
}

/** The user accepts one message of a template, and the page reports it. */
export async function accepted(hub: Hub, openid: string, templateId: string): Promise<void> {
  const answers = { [templateId]: 'accept' };
  await hub.subscribe(openid, answers);
  await hub.call(openid, 'collectCredits', { taps: [], consents: [{ id: openid, answers }] });
}

/** @returns the openid of a user who works in the shop */
export async function hired(hub: Hub): Promise<string> {
  const staff = await hub.createUser();
  await hub.insert('staff', { _id: staff, name: '店长' });
  return staff;
}

/** What staff say of an order's parcel. */
export const parcelOf = (sn: string | undefined) => ({
  sn,
  carrier: '顺丰速运',
  trackingNo: 'SF1234567890',
});

/** A notice that is due now. */
export async function queue(hub: Hub, scene: SceneName, openid: string, sn: string): Promise<void> {
  const now = await hub.now();
  const fields = {
    goods: '红茶',
    amount: 6800,
    sn,
    paidAt: now,
    shippedAt: now,
    createdAt: now,
    patient: '张小明',
    department: '儿科',
    doctor: '李医生',
    at: now,
    members: '王芳等 3 人',
  };
  const message = messageFor({ scene, key: sn, sn, openid, fields }, now);
  await hub.insert('messages', message as unknown as Record<string, unknown>);
}

/** A page asks with the same request until it is answered. */
export async function insist(
  hub: Hub,
  openid: string,
  name: string,
  data: unknown,
): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 3; tries++) {
    const { result } = (await hub.rawCall(openid, name, data)) as { result?: Result };
    if (result?.ok) return result.data;
  }
  throw new Error(`${name} was not answered three times.`);
}

interface Result {
  ok: boolean;
  data: Record<string, unknown>;
}

/** A user's order that he has not paid yet, and the argument of `wx.requestPayment` as JSON. */
export async function unpaid(hub: Hub): Promise<Record<string, string>> {
  const openid = await hub.createUser();
  const items = [{ goodsId: 'tea', quantity: 1 }];
  const { sn, payment } = await insist(hub, openid, 'createOrder', {
    requestId: 'request-1',
    items,
  });
  return { openid, sn: String(sn), payment: JSON.stringify(payment) };
}

/** A run of the dispatcher dies after the work of this call. */
export async function killed(hub: Hub, call: { apiName?: string; action?: string; nth: number }) {
  await hub.fault({ match: { function: 'dispatchMessages', ...call }, effect: 'killAfter' });
  await hub.runTimer('dispatchMessages');
  await hub.clearFaults();
}
