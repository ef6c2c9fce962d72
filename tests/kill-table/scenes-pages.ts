import type { Hub } from '../../scripts/hub-client';
import { paidOrder } from '../../scripts/shopper';
import { hired, insist, parcelOf, queue, unpaid } from './deeds';
import type { Scene } from './strike';

/** What pages ask for and no notice leaves with, struck where it changes something. */
export const pageScenes: Record<string, Scene> = {
  'a user logs in twice': {
    function: 'login',
    briefly: 'one setting',
    prepare: async (hub) => ({ openid: await hub.createUser() }),
    async run(hub, { openid = '' }) {
      await insist(hub, openid, 'login', {});
      await hub.advance('1s');
      await insist(hub, openid, 'login', {});
    },
    async wrongs(hub) {
      const users = await hub.find('users');
      const isRemembered =
        users.length === 1 && Number(users[0]?.seenAt) > Number(users[0]?.createdAt);
      return isRemembered ? [] : [`users are ${JSON.stringify(users)}`];
    },
  },
  'an order is cancelled': {
    function: 'cancelOrder',
    briefly: 'one setting',
    async prepare(hub) {
      const { openid = '', sn = '' } = await unpaid(hub);
      await queue(hub, 'payUnfinished', openid, sn);
      return { openid, sn };
    },
    run: (hub, { openid = '', sn }) => insist(hub, openid, 'cancelOrder', { sn }),
    wrongs: (hub) => notEnded(hub, 'cancelled', 'payUnfinished'),
  },
  'a receipt is confirmed': {
    function: 'confirmReceipt',
    briefly: 'one setting',
    async prepare(hub) {
      const [staff, openid] = [await hired(hub), await hub.createUser()];
      const { sn } = await paidOrder(hub, openid);
      await insist(hub, staff, 'shipOrder', parcelOf(sn));
      await queue(hub, 'receiptReminder', openid, sn);
      return { openid, sn };
    },
    run: (hub, { openid = '', sn }) => insist(hub, openid, 'confirmReceipt', { sn }),
    wrongs: (hub) => notEnded(hub, 'received', 'receiptReminder'),
  },
  'a payment is offered anew': {
    function: 'payOrder',
    briefly: 'one setting',
    async prepare(hub) {
      const { openid = '', sn = '' } = await unpaid(hub);
      await hub.advance('121m', 'last'); // a prepay_id can be paid for two hours
      return { openid, sn };
    },
    async run(hub, { openid = '', sn }) {
      const { payment } = await insist(hub, openid, 'payOrder', { sn });
      await hub.pay(openid, payment as Record<string, unknown>, 'success');
    },
    async wrongs(hub) {
      const [order] = await hub.find('orders');
      const uses = await hub.find('credits', { token: order?.prepayId });
      const all = await hub.find('credits', { kind: 'payment' });
      const isWhole = order?.state === 'paid' && uses.length === 3 && all.length === 6;
      return isWhole ? [] : [`${String(order?.state)}, ${uses.length} uses of ${all.length}`];
    },
  },
};

/** The only order has to be in a state, and nobody reminds of it any more. */
async function notEnded(hub: Hub, state: string, scene: string): Promise<string[]> {
  const [order] = await hub.find('orders');
  const [reminder] = await hub.find('messages', { scene });
  const wrongs = [
    order?.state !== state && `the order is ${String(order?.state)}`,
    reminder?.state !== 'cancelled' && `${scene} is ${String(reminder?.state)}`,
  ];
  return wrongs.filter((wrong) => wrong !== false);
}
