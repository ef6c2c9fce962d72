import * as v from 'valibot';
import { LocalCloudError } from '../errors';
import type { AccountDefinition, Emit, Functions, Scheduler, Stateful, WeChat } from '../services';
import type { PhoneSettings, Settings } from '../settings';
import { createBooks, entrySchema } from './books';
import { cardSchema, createInboxes } from './cards';
import { choicesSchema, createChoices } from './choices';
import { type Answer, answerOf } from './codes';
import { askConsent, type ConsentRules, readConsent } from './consent';
import { createDelayedTasks } from './delayed-tasks';
import { createFlights } from './flights';
import { createNotifier, noticeSchema, paymentCallback } from './notify';
import { createOrders, orderSchema } from './orders';
import { createPayAnswers } from './pay-answer';
import { createPay, createPaymentSheet, createUserPays } from './payment';
import { createSheet } from './payment-sheet';
import { createPushes } from './pushes';
import { countsSchema, createQuotaMeter } from './quota';
import { createRandom, type RandomBytes } from './random';
import { type Parameters, send, type SendingTools, sendInVain } from './sending';
import { createSubscribeSend } from './subscribe-message';
import { listSubscribeTemplates, listTemplates } from './template-lists';
import { examineTemplateMessage } from './template-message';
import { createUsers, userSchema } from './users';

/** What WeChat's side of the local cloud is made from. */
export interface WeChatOptions {
  scheduler: Scheduler;
  account: AccountDefinition;
  /** Asked at every call, so that a setting can be changed while the local cloud runs. */
  settings: () => Settings;
  emit: Emit;
  /** Runs the project's functions: payment callbacks, event pushes, delayed tasks. */
  invoke: Functions['invoke'];
  /** `node:crypto` if absent. */
  randomBytes?: RandomBytes;
}

const stateSchema = v.object({
  users: v.array(userSchema),
  choices: choicesSchema,
  books: v.array(entrySchema),
  inboxes: v.record(v.string(), v.array(cardSchema)),
  quota: countsSchema,
  orders: v.array(orderSchema),
  notices: v.array(noticeSchema),
  // Absent in snapshots of an earlier version: nothing of the kind was due.
  pushes: v.optional(v.array(noticeSchema), []),
  tasks: v.optional(v.array(noticeSchema), []),
});
type State = v.InferOutput<typeof stateSchema>;

const emptyState = (): State => ({
  users: [],
  choices: {},
  books: [],
  inboxes: {},
  quota: { day: '', calls: {} },
  orders: [],
  notices: [],
  pushes: [],
  tasks: [],
});

const readState = (state: unknown): State => {
  const { success, output, issues } = v.safeParse(stateSchema, state);
  if (success) return output;
  const [issue] = issues;
  throw new LocalCloudError(
    'BAD_REQUEST',
    `This is no saved state of WeChat: ${v.getDotPath(issue) ?? 'state'}: ${issue.message}. ` +
      'Restore only what was saved by the same version.',
  );
};

/** Users, books and money, each with its own state. */
const createParts = ({ scheduler, account, invoke, settings, randomBytes }: WeChatOptions) => {
  const random = createRandom(randomBytes);
  const books = createBooks(scheduler);
  return {
    random,
    books,
    users: createUsers(random),
    choices: createChoices(),
    inboxes: createInboxes(),
    quota: createQuotaMeter(scheduler, () => settings().quota),
    orders: createOrders(scheduler, books, random),
    answers: createPayAnswers(account, random),
    sheet: createSheet(account.appid, scheduler, random),
    notifier: createNotifier(scheduler, invoke, paymentCallback),
    pushes: createPushes(scheduler, account, () => settings().push, invoke),
    tasks: createDelayedTasks(scheduler, account, random, invoke),
    flights: createFlights(),
  };
};

type Parts = ReturnType<typeof createParts>;

const createState = (parts: Parts): Stateful => {
  const { users, choices, books, inboxes, quota, orders, notifier, pushes, tasks } = parts;
  const restore = (saved: State): void => {
    users.restore(saved.users);
    choices.restore(saved.choices);
    books.restore(saved.books);
    inboxes.restore(saved.inboxes);
    quota.restore(saved.quota);
    orders.restore(saved.orders);
    notifier.restore(saved.notices);
    pushes.restore(saved.pushes);
    tasks.restore(saved.tasks);
    parts.flights.clear();
  };
  return {
    save: (): State => ({
      users: users.save(),
      choices: choices.save(),
      books: books.save(),
      inboxes: inboxes.save(),
      quota: quota.save(),
      orders: orders.save(),
      notices: notifier.save(),
      pushes: pushes.save(),
      tasks: tasks.save(),
    }),
    restore: (state) => restore(readState(state)),
    reset: () => restore(emptyState()),
  };
};

/** What a submitted form gives when it gives no formId (WeChat reference, section 1.1). */
const NO_FORM_ID: Record<Exclude<PhoneSettings['formIds'], 'real'>, string> = {
  mock: 'the formId is a mock one',
  unavailable: 'the formId is no longer available in develop or trial version of this mini program',
  deprecated: 'requestFormId:fail deprecated',
};

/** What happens on the phone. */
const createPhone = (
  { emit, settings }: WeChatOptions,
  { random, users, books, inboxes }: Parts,
): Pick<WeChat, 'createUser' | 'users' | 'tap' | 'inbox'> => ({
  createUser: (profile) => {
    const user = users.create(profile);
    emit({ type: 'wechat.user', openid: user.openid });
    return user;
  },
  users: () => users.list(),
  tap: (openid) => {
    users.expect(openid);
    const { formIds } = settings().phone;
    const isReal = formIds === 'real';
    const formId = isReal ? random.hex(32) : NO_FORM_ID[formIds];
    if (isReal) books.writeForm(openid, formId);
    emit({ type: 'wechat.tap', openid, formId, ...(isReal ? {} : { junk: true }) });
    return { formId };
  },
  inbox: (openid) => {
    users.expect(openid);
    return inboxes.of(openid);
  },
});

/** What the user allows: the consent sheet and the settings page. */
const createConsent = (
  { account, emit, settings }: WeChatOptions,
  { users, choices, books, pushes }: Parts,
): Pick<
  WeChat,
  'askConsent' | 'subscribe' | 'subscriptionSettings' | 'changeSubscriptionSettings'
> => {
  const templateWith = (id: string) =>
    account.subscribeTemplates.find(({ templateId }) => templateId === id);
  const rulesFor = (openid: string): ConsentRules => {
    users.expect(openid);
    return { account, settings: choices.of(openid), bans: settings().bans };
  };
  const accept = (openid: string, templateId: string): void => {
    const isLongTerm = templateWith(templateId)?.type === 'longTerm';
    books.writeSubscription(openid, templateId, isLongTerm ? 'longTerm' : 'subscription');
  };
  return {
    askConsent: (openid, templateIds) => askConsent(rulesFor(openid), templateIds),
    subscribe: (openid, answers, always = false) => {
      const { given, asked } = readConsent(rulesFor(openid), answers);
      for (const [templateId, answer] of Object.entries(given)) {
        if (answer.startsWith('accept')) accept(openid, templateId);
      }
      const said = Object.fromEntries(asked.map((id) => [id, given[id] ?? '']));
      if (always) choices.remember(openid, said);
      pushes.popup(openid, said);
      emit({ type: 'wechat.subscribed', openid, answers: given });
      return { errMsg: 'requestSubscribeMessage:ok', ...given };
    },
    subscriptionSettings: (openid) => rulesFor(openid).settings,
    changeSubscriptionSettings: (openid, change) => {
      users.expect(openid);
      const items = Object.entries(change.itemSettings ?? {});
      for (const [id] of items) if (!templateWith(id)) throw noTemplate(id);
      choices.change(openid, change);
      const rejected = items.filter(([, choice]) => choice !== 'accept').map(([id]) => id);
      for (const id of rejected) books.endSubscription(openid, id);
      pushes.change(openid, rejected);
      emit({ type: 'wechat.settings', openid, ...change });
    },
  };
};

const noTemplate = (id: string): LocalCloudError =>
  new LocalCloudError(
    'BAD_REQUEST',
    `The account has no subscribe template "${id}". local-cloud.json lists them.`,
  );

const createOpenApi = (tools: SendingTools, { pushes, tasks }: Parts): WeChat['openApi'] => {
  const { account, random, settings } = tools;
  const examineTemplate = examineTemplateMessage(tools);
  const sendSubscribe = createSubscribeSend(tools, pushes);
  const sendTemplate = (parameters: Parameters, forced: number | undefined): Answer => {
    const api = 'templateMessage.send';
    if (settings().era === 'current') return sendInVain(tools, api, parameters, forced);
    return send(tools, api, examineTemplate, parameters, { forced }).answer;
  };
  return (apiName, parameters, forced, failsLater) => {
    if (apiName === 'templateMessage.send') return sendTemplate(parameters, forced);
    if (apiName === 'subscribeMessage.send') {
      return sendSubscribe(parameters, { forced, failsLater });
    }
    const others: Record<string, () => Answer> = {
      'templateMessage.getTemplateList': () => listTemplates(account, parameters, random),
      'subscribeMessage.getTemplateList': () => listSubscribeTemplates(account, random),
      'cloudbase.addDelayedFunctionTask': () => tasks.add(parameters),
    };
    const call = Object.hasOwn(others, apiName) ? others[apiName] : undefined;
    if (!call) return null;
    return forced ? answerOf(forced, random) : call();
  };
};

/**
 * Makes WeChat, in the era that the settings name. Its books are its own: nothing here knows the
 * product. A send is one synchronous step. Methods that take an openid throw LocalCloudError
 * NOT_FOUND for a user that was never created. `inbox` gives the oldest card first; `pay` wants the
 * caller's openid in the parameter `_caller` (`createPay`); the `msgid` of a subscribe message is a
 * `bigint`.
 */
export const createWeChat = (options: WeChatOptions): WeChat => {
  const parts = createParts(options);
  const tools = { ...options, ...parts, switches: () => options.settings().switches };
  return {
    tokens: () => parts.books.list(),
    ...createPhone(options, parts),
    ...createConsent(options, parts),
    openApi: createOpenApi(tools, parts),
    takeOff: parts.flights.takeOff,
    pay: createPay(tools, parts.random),
    paymentSheet: createPaymentSheet(tools),
    userPays: createUserPays(tools, parts.notifier, options.emit, parts.random),
    ...createState(parts),
  };
};
