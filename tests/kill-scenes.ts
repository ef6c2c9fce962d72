import { messageFor } from '../cloudfunctions/core/messages/enqueue';
import { type SceneName, sceneOf } from '../cloudfunctions/core/scenes/scenes';
import type { Hub } from '../scripts/hub-client';
import type { Scene } from './kill-table';

/** @returns the title on the card of a scene */
export const titleOf = (scene: string): string => sceneOf(scene)?.title ?? scene;

async function paidOrder(hub: Hub, openid: string): Promise<string> {
  const items = [{ goodsId: 'tea', quantity: 1 }];
  const made = await hub.call(openid, 'createOrder', { requestId: `request-${openid}`, items });
  if (!made.ok) throw new Error(made.error.message);
  await hub.pay(openid, made.data.payment, 'success');
  return made.data.sn;
}

async function tapped(hub: Hub, openid: string, count: number): Promise<void> {
  const taps = [];
  for (let i = 0; i < count; i++) taps.push({ formId: await hub.tap(openid), at: await hub.now() });
  await hub.call(openid, 'collectCredits', { taps });
}

/** What is struck: two immediate sends and a batch. */
export const scenes: Record<string, Scene> = {
  'an immediate send with a formId': {
    function: 'sendTemplatePaySuccess',
    async prepare(hub) {
      const openid = await hub.createUser();
      return { openid, sn: await paidOrder(hub, openid), formId: await hub.tap(openid) };
    },
    run: (hub, { openid = '', sn, formId }) =>
      hub.rawCall(openid, 'sendTemplatePaySuccess', { sn, formId }),
  },
  'an immediate send with a use of a prepay_id': {
    function: 'shipOrder',
    async prepare(hub) {
      const [staff, openid] = [await hub.createUser(), await hub.createUser()];
      await hub.insert('staff', { _id: staff, name: '店长' });
      return { staff, sn: await paidOrder(hub, openid) };
    },
    run: (hub, { staff = '', sn }) =>
      hub.rawCall(staff, 'shipOrder', { sn, carrier: '顺丰速运', trackingNo: 'SF1234567890' }),
  },
  'a batch': {
    function: 'dispatchMessages',
    async prepare(hub) {
      for (const credits of [0, 2]) {
        const openid = await hub.createUser();
        await tapped(hub, openid, credits);
        await queue(hub, 'paySuccess', openid, openid);
        await queue(hub, 'payUnfinished', openid, openid);
      }
      const payer = await hub.createUser();
      await queue(hub, 'orderShipped', payer, await paidOrder(hub, payer));
      return {};
    },
    run: (hub) => hub.runTimer('dispatchMessages'),
  },
};

/** A notice that is due now. */
async function queue(hub: Hub, scene: SceneName, openid: string, sn: string): Promise<void> {
  const now = await hub.now();
  const fields = {
    goods: '红茶',
    amount: 6800,
    sn,
    paidAt: now,
    createdAt: now,
    shippedAt: now,
    carrier: '顺丰速运',
    trackingNo: 'SF1234567890',
  };
  const message = messageFor({ scene, key: sn, sn, openid, fields }, now);
  await hub.insert('messages', message as unknown as Record<string, unknown>);
}
