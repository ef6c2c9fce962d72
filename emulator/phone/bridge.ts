import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { readBody } from '../hub/input';
import { invocationBody } from '../hub/invocation';
import { HubProblem } from '../hub/problem';
import type { Services } from '../hub/services';
import type { TemplateDefinition } from '../services';
import { type Bridge, CLOCK_OFFSET_HEADER, type ConsentTemplate } from './protocol';

const Nothing = v.strictObject({});
const plain = v.record(v.string(), v.unknown());
const consent = v.picklist(['accept', 'reject', 'ban', 'filter']);

const requests = {
  start: Nothing,
  tap: Nothing,
  call: v.strictObject({ name: v.string(), data: v.optional(v.unknown(), {}) }),
  database: v.strictObject({ action: v.string(), fields: plain }),
  login: Nothing,
  payment: v.strictObject({ payment: plain }),
  pay: v.strictObject({
    payment: plain,
    outcome: v.picklist(['success', 'cancel', 'fail', 'paidNoCallback']),
  }),
  consent: v.strictObject({ tmplIds: v.array(v.string()) }),
  subscribe: v.strictObject({ answers: v.record(v.string(), consent), always: v.boolean() }),
  settings: Nothing,
  changeSettings: v.strictObject({
    mainSwitch: v.exactOptional(v.boolean()),
    itemSettings: v.exactOptional(v.record(v.string(), v.picklist(['accept', 'reject']))),
  }),
  storage: v.union([
    v.strictObject({ key: v.string(), value: v.exactOptional(v.string()) }),
    v.strictObject({ clear: v.literal(true) }),
  ]),
  log: v.strictObject({
    level: v.picklist(['log', 'warn', 'error', 'unsupported']),
    text: v.string(),
    page: v.string(),
  }),
} satisfies { [Name in keyof Bridge]: v.GenericSchema<unknown, Bridge[Name]['request']> };

type Answer<Name extends keyof Bridge> = Bridge[Name]['answer'];
/** Answers the calls of one name; the user comes from the phone's address, never from the request. */
type Answers = {
  [Name in keyof Bridge]: (
    openid: string,
    request: Bridge[Name]['request'],
  ) => Answer<Name> | Promise<Answer<Name>>;
};

/** The bridge of a phone to the local cloud, `POST /<name>`; see `protocol.ts`. */
export function bridgeRoutes(services: Services, consoleOrigins: string[]): Hono {
  const answers = createAnswers(services, consoleOrigins);
  const call = async <Name extends keyof Bridge>(c: Context, name: Name): Promise<Answer<Name>> => {
    const openid = userOf(services, c);
    const request: Bridge[Name]['request'] = await readBody(c, requests[name]);
    return answers[name](openid, request);
  };
  const routes = new Hono();
  for (const name of Object.keys(requests) as (keyof Bridge)[]) {
    routes.post(`/${name}`, async (c) => {
      const answer = await call(c, name);
      return c.json(answer, 200, { [CLOCK_OFFSET_HEADER]: String(services.clock.offset()) });
    });
  }
  return routes;
}

/** @throws HubProblem if the phone's user is gone, for example after a reset */
function userOf({ phones, wechat }: Services, c: Context): string {
  const openid = phones.userOf(c.req.param('key') ?? '');
  if (openid !== undefined && wechat.users().some((user) => user.openid === openid)) return openid;
  const text = 'This phone belongs to nobody any more. Open one from the console.';
  throw new HubProblem(404, 'NOT_FOUND', text);
}

function createAnswers(services: Services, consoleOrigins: string[]): Answers {
  const { account, wechat, functions, gateway, phones, events } = services;
  const titles = Object.fromEntries(
    account.subscribeTemplates.map(({ templateId, title }) => [templateId, title]),
  );
  return {
    start: (openid) => ({
      appid: account.appid,
      env: account.env,
      storage: phones.storageOf(openid),
      consoleOrigins,
    }),
    tap: (openid) => wechat.tap(openid),
    call: async (openid, { name, data }) =>
      invocationBody(await functions.invoke(name, data, { source: 'wx_client', openid })),
    database: (openid, { action, fields }) => gateway.handleFor(openid, action, fields),
    login: () => ({ code: `local-${phones.newCode()}` }),
    payment: (openid, { payment }) => wechat.paymentSheet(openid, payment),
    pay: (openid, { payment, outcome }) => payAt(services, openid, payment, outcome),
    consent: (openid, { tmplIds }) => {
      const question = wechat.askConsent(openid, tmplIds);
      if ('errCode' in question) return question;
      return { ask: question.ask.map(shownOnSheet), answers: question.answers };
    },
    subscribe: (openid, { answers, always }) => wechat.subscribe(openid, answers, always),
    settings: (openid) => ({
      ...wechat.subscriptionSettings(openid),
      accepted: acceptedBy(services, openid),
      titles,
    }),
    changeSettings: (openid, change) => {
      wechat.changeSubscriptionSettings(openid, change);
      return {};
    },
    storage: (openid, change) => {
      if ('clear' in change) phones.clear(openid);
      else phones.store(openid, change.key, change.value);
      return {};
    },
    log: (openid, line) => {
      events.emit({ type: 'phone.log', openid, ...line });
      return {};
    },
  };
}

/** What the user has allowed on a sheet without keeping it, as far as it is not used up. */
function acceptedBy({ account, wechat }: Services, openid: string): string[] {
  const { itemSettings } = wechat.subscriptionSettings(openid);
  const usable = wechat
    .tokens()
    .filter((row) => row.openid === openid && row.state === 'usable')
    .map(({ token }) => token);
  return account.subscribeTemplates
    .map(({ templateId }) => templateId)
    .filter((id) => usable.includes(id) && itemSettings[id] === undefined);
}

/** A phone learns of its payment without waiting for the merchant's callback. */
function payAt(
  { wechat }: Services,
  openid: string,
  payment: Record<string, unknown>,
  outcome: Bridge['pay']['request']['outcome'],
): Answer<'pay'> | Promise<Answer<'pay'>> {
  const sheet = wechat.paymentSheet(openid, payment);
  const paid = wechat.userPays(openid, payment, outcome);
  if ('fault' in sheet || outcome !== 'success') return paid;
  return { errMsg: 'requestPayment:ok' };
}

const shownOnSheet = ({ templateId, title, keywords }: TemplateDefinition): ConsentTemplate => ({
  templateId,
  title,
  keywords: keywords.map(({ label, example }) => ({ label, example })),
});
