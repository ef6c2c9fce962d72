import { paidOrder } from '../../scripts/shopper';
import { accepted, hired, parcelOf, queue, tapped } from './deeds';
import type { Scene } from './strike';

/** What is struck in the classic era: two immediate sends and a batch. */
export const classicScenes: Record<string, Scene> = {
  'an immediate send with a formId': {
    function: 'sendTemplatePaySuccess',
    async prepare(hub) {
      const openid = await hub.createUser();
      return { openid, sn: (await paidOrder(hub, openid)).sn, formId: await hub.tap(openid) };
    },
    run: (hub, { openid = '', sn, formId }) =>
      hub.rawCall(openid, 'sendTemplatePaySuccess', { sn, formId }),
  },
  'an immediate send with a use of a prepay_id': {
    function: 'shipOrder',
    async prepare(hub) {
      const [staff, openid] = [await hired(hub), await hub.createUser()];
      return { staff, sn: (await paidOrder(hub, openid)).sn };
    },
    run: (hub, { staff = '', sn }) => hub.rawCall(staff, 'shipOrder', parcelOf(sn)),
  },
  'a batch': {
    function: 'dispatchMessages',
    async prepare(hub) {
      const [poor, rich, payer] = [
        await hub.createUser(),
        await hub.createUser(),
        await hub.createUser(),
      ];
      await tapped(hub, rich);
      await accepted(hub, rich, 'sub-pay-unfinished');
      for (const openid of [poor, rich]) {
        await queue(hub, 'paySuccess', openid, openid);
        await queue(hub, 'payUnfinished', openid, openid);
      }
      await paidOrder(hub, payer);
      await queue(hub, 'registrationSuccess', payer, payer); // at least once
      return {};
    },
    run: (hub) => hub.runTimer('dispatchMessages'),
  },
};

/** The same in today's WeChat, where the first send over the old channel finds it gone. */
export const currentScenes: Record<string, Scene> = {
  'an immediate send with a consent': {
    function: 'sendTemplatePaySuccess',
    async prepare(hub) {
      const openid = await hub.createUser();
      await accepted(hub, openid, 'sub-pay-success');
      return { openid, sn: (await paidOrder(hub, openid)).sn };
    },
    run: (hub, { openid = '', sn }) => hub.rawCall(openid, 'sendTemplatePaySuccess', { sn }),
  },
  'an immediate send that finds the old channel gone': {
    function: 'shipOrder',
    briefly: true,
    async prepare(hub) {
      const [staff, openid] = [await hired(hub), await hub.createUser()];
      await accepted(hub, openid, 'sub-order-shipped');
      return { staff, sn: (await paidOrder(hub, openid)).sn };
    },
    run: (hub, { staff = '', sn }) => hub.rawCall(staff, 'shipOrder', parcelOf(sn)),
  },
  'a batch of today': {
    function: 'dispatchMessages',
    briefly: true,
    async prepare(hub) {
      const [poor, rich, patient, payer] = [
        await hub.createUser(),
        await hub.createUser(),
        await hub.createUser(),
        await hub.createUser(),
      ];
      await accepted(hub, rich, 'sub-pay-success');
      await accepted(hub, patient, 'long-registration-success');
      await paidOrder(hub, payer); // its uses meet the dead channel
      for (const openid of [poor, rich]) await queue(hub, 'paySuccess', openid, openid);
      await queue(hub, 'registrationSuccess', patient, patient); // at least once
      await queue(hub, 'groupBuySuccess', payer, payer);
      return {};
    },
    run: (hub) => hub.runTimer('dispatchMessages'),
  },
};
