import type { Hub } from '../../scripts/hub-client';
import { paidOrder } from '../../scripts/shopper';
import { accepted, hired, insist, parcelOf, queue, tapped, unpaid } from './deeds';
import type { Scene } from './strike';

/** What staff and the slow timers do, struck where it changes something. */
export const deskScenes: Record<string, Scene> = {
  'a message is given up': {
    function: 'backOffice',
    briefly: 'one setting',
    prepare: async (hub) => ({ staff: await hired(hub), id: await waiting(hub) }),
    run: (hub, { staff = '', id }) => hub.rawCall(staff, 'backOffice', { action: 'cancel', id }),
    wrongs: (hub) => not('cancelled', hub),
  },
  'a message is sent again': {
    function: 'backOffice',
    briefly: 'one setting',
    async prepare(hub) {
      const [staff, id] = [await hired(hub), await waiting(hub)];
      await insist(hub, staff, 'backOffice', { action: 'cancel', id });
      await tapped(hub, id.split(':')[1] ?? '');
      return { staff, id };
    },
    run: (hub, { staff = '', id }) => hub.rawCall(staff, 'backOffice', { action: 'redrive', id }),
    wrongs: (hub) => not('sent', hub),
  },
  'ways are switched off and on': {
    function: 'backOffice',
    briefly: 'one setting',
    async prepare(hub) {
      const staff = await hired(hub);
      await insist(hub, staff, 'backOffice', { action: 'switchOff', kind: 'form', scene: '*' });
      const id = await waiting(hub);
      await tapped(hub, id.split(':')[1] ?? '');
      return { staff };
    },
    async run(hub, { staff = '' }) {
      const scene = '*';
      await insist(hub, staff, 'backOffice', { action: 'switchOff', kind: 'payment', scene });
      await insist(hub, staff, 'backOffice', { action: 'switchOn', kind: 'form', scene });
    },
    async wrongs(hub) {
      const stops = (await hub.find('channelStops')).map(({ _id }) => String(_id));
      const isRight = stops.join() === 'payment:*';
      return [...(isRight ? [] : [`off is ${stops.join()}`]), ...(await not('sent', hub))];
    },
  },
  'orders are due for a reminder': {
    function: 'remindShipping',
    briefly: 'one setting',
    async prepare(hub) {
      const [staff, late, parcel] = [
        await hired(hub),
        await hub.createUser(),
        await hub.createUser(),
      ];
      await accepted(hub, staff, 'sub-ship-overdue');
      await paidOrder(hub, late);
      const { sn } = await paidOrder(hub, parcel);
      await insist(hub, staff, 'shipOrder', parcelOf(sn));
      return { staff };
    },
    async run(hub) {
      await hub.advance('120h', 'last'); // one is to be shipped within a day, one arrives in five
      await hub.advance('10m', 'last');
    },
    async wrongs(hub, { staff: openid }) {
      const overdue = await not('sent', hub, { openid, scene: 'shipOverdue' });
      return [...overdue, ...(await not('sent', hub, { scene: 'receiptReminder' }))];
    },
  },
  'everything is old': {
    function: 'sweep',
    briefly: 'one setting',
    async prepare(hub) {
      const { openid = '' } = await unpaid(hub);
      await tapped(hub, openid);
      await waiting(hub);
      return {};
    },
    async run(hub) {
      await hub.advance('2184h', 'last'); // records are kept for 90 days
      await hub.advance('24h', 'last');
      await hub.advance('24h', 'last');
    },
    async wrongs(hub) {
      const names = ['messages', 'credits', 'orders', 'reports', 'orderPlaces'];
      const counts = await Promise.all(
        names.map(async (name) => [name, (await hub.find(name)).length] as const),
      );
      return counts.flatMap(([name, count]) => (count > 0 ? [`${count} ${name} are left`] : []));
    },
  },
};

/** @returns the id of a message that waits for a credit, which ends in its user's openid */
async function waiting(hub: Hub): Promise<string> {
  const openid = await hub.createUser();
  await queue(hub, 'paySuccess', openid, openid);
  await hub.runTimer('dispatchMessages');
  return `paySuccess:${openid}`;
}

/** The messages, or those that match, are not in this state; there has to be one. */
async function not(state: string, hub: Hub, which = {}): Promise<string[]> {
  const messages = await hub.find('messages', which);
  const wrong = messages.filter((message) => message.state !== state);
  if (messages.length === 0) return [`no message is ${state}`];
  return wrong.map((message) => `${String(message._id)} is ${String(message.state)}`);
}
