import { Hono } from 'hono';
import * as v from 'valibot';
import { invocationBody } from '../invocation';
import { readBody } from '../input';
import { HubProblem } from '../problem';
import type { PhoneAddress, Services } from '../services';

const words = v.strictObject({ en: v.string(), zh: v.string() });
const NewUser = v.strictObject({ label: v.exactOptional(words) });
const Call = v.strictObject({ name: v.string(), data: v.optional(v.unknown(), {}) });
const DatabaseCall = v.strictObject({
  action: v.string(),
  fields: v.record(v.string(), v.unknown()),
});
const Pay = v.strictObject({
  payment: v.record(v.string(), v.unknown()),
  outcome: v.picklist(['success', 'cancel', 'fail', 'paidNoCallback']),
});
const Subscribe = v.strictObject({
  answers: v.record(v.string(), v.string()),
  always: v.optional(v.boolean(), false),
});
const ChangedSettings = v.strictObject({
  mainSwitch: v.exactOptional(v.boolean()),
  itemSettings: v.exactOptional(v.record(v.string(), v.picklist(['accept', 'reject']))),
});

/** What a user does on the phone: tap, call a function, ask the database, pay, answer the consent sheet, settle, read. */
export function userRoutes({ wechat, functions, gateway }: Services, phones: PhoneAddress): Hono {
  /** @throws HubProblem 404 if there is no such user */
  const known = (openid: string): string => {
    if (wechat.users().some((user) => user.openid === openid)) return openid;
    const text = `There is no user "${openid}". Create one with POST /_local/users.`;
    throw new HubProblem(404, 'NOT_FOUND', text);
  };
  return new Hono()
    .get('/', (c) => c.json({ users: wechat.users() }))
    .post('/', async (c) => {
      return c.json(wechat.createUser(await readBody(c, NewUser)));
    })
    .get('/:openid/phone', (c) => {
      const path = phones.pathOf(known(c.req.param('openid')));
      if (path === undefined) {
        const text =
          'This project has no mini-program: project.config.json names no "miniprogramRoot" with an app.json.';
        throw new HubProblem(404, 'NO_MINIPROGRAM', text);
      }
      const { hostname } = new URL(`http://${c.req.header('host')}`);
      return c.json({ url: `http://${hostname}:${phones.port}${path}` });
    })
    .post('/:openid/tap', (c) => c.json(wechat.tap(c.req.param('openid'))))
    .get('/:openid/inbox', (c) => c.json({ cards: wechat.inbox(c.req.param('openid')) }))
    .post('/:openid/call', async (c) => {
      const openid = known(c.req.param('openid'));
      const { name, data } = await readBody(c, Call);
      const caller = { source: 'wx_client', openid };
      return c.json(invocationBody(await functions.invoke(name, data, caller)));
    })
    .post('/:openid/database', async (c) => {
      const openid = known(c.req.param('openid'));
      const { action, fields } = await readBody(c, DatabaseCall);
      return c.json(await gateway.handleFor(openid, action, fields));
    })
    .post('/:openid/pay', async (c) => {
      const openid = known(c.req.param('openid'));
      const { payment, outcome } = await readBody(c, Pay);
      return c.json(await wechat.userPays(openid, payment, outcome));
    })
    .post('/:openid/subscribe', async (c) => {
      const openid = known(c.req.param('openid'));
      const { answers, always } = await readBody(c, Subscribe);
      return c.json(wechat.subscribe(openid, answers, always));
    })
    .get('/:openid/settings', (c) =>
      c.json(wechat.subscriptionSettings(known(c.req.param('openid')))),
    )
    .post('/:openid/settings', async (c) => {
      const openid = known(c.req.param('openid'));
      wechat.changeSubscriptionSettings(openid, await readBody(c, ChangedSettings));
      return c.json(wechat.subscriptionSettings(openid));
    });
}
