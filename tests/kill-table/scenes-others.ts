import { paidOrder } from '../../scripts/shopper';
import { accepted, hired, insist, killed, queue, tapped, unpaid } from './deeds';
import type { Scene } from './strike';

/** What every other function does, struck where it changes something, under the likely setting. */
export const otherScenes: Record<string, Scene> = {
  'credits are collected': {
    function: 'collectCredits',
    briefly: 'one setting',
    async prepare(hub) {
      const openid = await hub.createUser();
      await queue(hub, 'paySuccess', openid, openid);
      await hub.runTimer('dispatchMessages'); // it waits for a credit
      return { openid, formId: await hub.tap(openid), at: String(await hub.now()) };
    },
    async run(hub, { openid = '', formId, at }) {
      const answers = { 'sub-order-shipped': 'accept' };
      await hub.subscribe(openid, answers);
      const taps = [{ formId, at: Number(at) }];
      await insist(hub, openid, 'collectCredits', { taps, consents: [{ id: 'sheet', answers }] });
    },
  },
  'an order is made': {
    function: 'createOrder',
    briefly: 'one setting',
    prepare: async (hub) => ({ openid: await hub.createUser() }),
    async run(hub, { openid = '' }) {
      const request = { requestId: 'request-1', items: [{ goodsId: 'tea', quantity: 1 }] };
      const { payment } = await insist(hub, openid, 'createOrder', request);
      await hub.pay(openid, payment as Record<string, unknown>, 'success');
    },
  },
  'a payment is called back': {
    function: 'payCallback',
    briefly: 'one setting',
    prepare: unpaid,
    run: (hub, { openid = '', payment = '' }) =>
      hub.pay(openid, JSON.parse(payment) as Record<string, unknown>, 'success'),
  },
  'a payment whose callback never comes': {
    function: 'reconcileOrders',
    briefly: 'one setting',
    async prepare(hub) {
      const { openid = '', payment = '' } = await unpaid(hub);
      await hub.pay(openid, JSON.parse(payment) as Record<string, unknown>, 'paidNoCallback');
      return {};
    },
    run: (hub) => hub.advance('21m', 'last'), // it asks after a quarter of an hour
  },
  'a refund': {
    function: 'refundOrder',
    briefly: 'one setting',
    async prepare(hub) {
      const [staff, openid] = [await hired(hub), await hub.createUser()];
      return { staff, sn: (await paidOrder(hub, openid)).sn };
    },
    run: (hub, { staff = '', sn }) => insist(hub, staff, 'refundOrder', { sn, reason: '缺货' }),
  },
  'pushes of a consent and a reject': {
    function: 'messageEvents',
    briefly: 'one setting',
    async prepare(hub) {
      const openid = await hub.createUser();
      await queue(hub, 'paySuccess', openid, openid);
      await accepted(hub, openid, 'sub-refund-success');
      await hub.runTimer('dispatchMessages'); // the notice waits
      return { openid };
    },
    async run(hub, { openid = '' }) {
      await hub.subscribe(openid, { 'sub-pay-success': 'accept' }); // nobody but the push tells of it
      await hub.settle(openid, { itemSettings: { 'sub-refund-success': 'reject' } });
      await hub.advance('20s');
    },
  },
  'an access token is fetched': {
    function: 'refreshAccessToken',
    briefly: 'one setting',
    prepare: async () => ({}),
    run: (hub) => hub.runTimer('refreshAccessToken'),
    async wrongs(hub) {
      await hub.advance('12m', 'last'); // the timer ticks once more
      const [token] = await hub.find('accessTokens');
      const isValid = token?.token !== 'none' && Number(token?.expiresAt) > (await hub.now());
      return isValid ? [] : ['there is no access token'];
    },
  },
  'what a dead run has left': {
    function: 'dispatchMessages',
    briefly: 'one setting',
    async prepare(hub) {
      const users = [await hub.createUser(), await hub.createUser(), await hub.createUser()];
      const [sender = '', payer = '', late = ''] = users;
      await tapped(hub, sender);
      await tapped(hub, late);
      await paidOrder(hub, payer);
      await queue(hub, 'payUnfinished', sender, sender);
      await queue(hub, 'registrationSuccess', payer, payer); // at least once
      await killed(hub, { apiName: 'templateMessage.send', nth: 2 }); // delivered, not known
      await queue(hub, 'payUnfinished', late, late);
      await killed(hub, { action: 'database.modifyDocument', nth: 1 }); // claimed
      return {};
    },
    run: (hub) => hub.advance('3m', 'last'), // their leases end, and the next run begins with them
  },
  'a batch that WeChat refuses': {
    function: 'dispatchMessages',
    briefly: 'one setting',
    async prepare(hub) {
      const [fickle, banned] = [await hub.createUser(), await hub.createUser()];
      await accepted(hub, fickle, 'sub-pay-success');
      await accepted(hub, banned, 'sub-pay-unfinished');
      await hub.settle(fickle, { itemSettings: { 'sub-pay-success': 'reject' } }); // 43101
      await hub.settings({ bans: { templates: ['sub-pay-unfinished'] } }); // 43107
      await queue(hub, 'paySuccess', fickle, fickle);
      await queue(hub, 'payUnfinished', banned, banned);
      return {};
    },
    run: (hub) => hub.runTimer('dispatchMessages'),
  },
};
