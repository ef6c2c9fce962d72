import * as v from 'valibot';
import { LocalCloudError } from '../errors';
import type { AccountDefinition, Emit, Scheduler, Stateful, WeChat } from '../services';
import type { Switches } from '../settings';
import { createBooks, entrySchema } from './books';
import { cardSchema, createInboxes } from './cards';
import { choicesSchema, createChoices } from './choices';
import { askConsent, readConsent } from './consent';
import { createNotifier, noticeSchema, type NotifyPayment } from './notify';
import { createOrders, orderSchema } from './orders';
import { createPayAnswers } from './pay-answer';
import { createPay, createPaymentSheet, createUserPays } from './payment';
import { createSheet } from './payment-sheet';
import { countsSchema, createQuotaMeter, type DailyQuota, defaultQuota } from './quota';
import { createRandom, type RandomBytes } from './random';
import { send, type SendingTools } from './sending';
import { examineSubscribeMessage, withMessageId } from './subscribe-message';
import { examineTemplateMessage } from './template-message';
import { createUsers, userSchema } from './users';

/** What WeChat's side of the local cloud is made from. */
export interface WeChatOptions {
  scheduler: Scheduler;
  account: AccountDefinition;
  /** Asked at every send, so that a switch can be changed while the local cloud runs. */
  switches: () => Switches;
  emit: Emit;
  notifyPayment: NotifyPayment;
  /** `node:crypto` if absent. */
  randomBytes?: RandomBytes;
  /** Calls a day for each API; see `defaultQuota` for what is absent. */
  dailyQuota?: Partial<DailyQuota>;
}

const stateSchema = v.object({
  users: v.array(userSchema),
  choices: choicesSchema,
  books: v.array(entrySchema),
  inboxes: v.record(v.string(), v.array(cardSchema)),
  quota: countsSchema,
  orders: v.array(orderSchema),
  notices: v.array(noticeSchema),
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
const createParts = ({ scheduler, account, notifyPayment, ...options }: WeChatOptions) => {
  const random = createRandom(options.randomBytes);
  const books = createBooks(scheduler);
  return {
    random,
    books,
    users: createUsers(random),
    choices: createChoices(),
    inboxes: createInboxes(),
    quota: createQuotaMeter(scheduler, { ...defaultQuota(), ...options.dailyQuota }),
    orders: createOrders(scheduler, books, random),
    answers: createPayAnswers(account, random),
    sheet: createSheet(account.appid, scheduler, random),
    notifier: createNotifier(scheduler, notifyPayment),
  };
};

type Parts = ReturnType<typeof createParts>;

const createState = (parts: Parts): Stateful => {
  const { users, choices, books, inboxes, quota, orders, notifier } = parts;
  const restore = (saved: State): void => {
    users.restore(saved.users);
    choices.restore(saved.choices);
    books.restore(saved.books);
    inboxes.restore(saved.inboxes);
    quota.restore(saved.quota);
    orders.restore(saved.orders);
    notifier.restore(saved.notices);
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
    }),
    restore: (state) => restore(readState(state)),
    reset: () => restore(emptyState()),
  };
};

/** What happens on the phone. */
const createPhone = (
  { emit }: WeChatOptions,
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
    const formId = random.hex(32);
    books.writeForm(openid, formId);
    emit({ type: 'wechat.tap', openid, formId });
    return { formId };
  },
  inbox: (openid) => {
    users.expect(openid);
    return inboxes.of(openid);
  },
});

/** What the user allows: the consent sheet and the settings page. */
const createConsent = (
  { account, emit }: WeChatOptions,
  { users, choices, books }: Parts,
): Pick<
  WeChat,
  'askConsent' | 'subscribe' | 'subscriptionSettings' | 'changeSubscriptionSettings'
> => ({
  askConsent: (openid, templateIds) => {
    users.expect(openid);
    return askConsent(account, choices.of(openid), templateIds);
  },
  subscribe: (openid, answers, always = false) => {
    users.expect(openid);
    const given = readConsent(account, answers);
    for (const [templateId, answer] of Object.entries(given)) {
      if (answer.startsWith('accept')) books.writeSubscription(openid, templateId);
    }
    if (always) choices.remember(openid, given);
    emit({ type: 'wechat.subscribed', openid, answers: given });
    return { errMsg: 'requestSubscribeMessage:ok', ...given };
  },
  subscriptionSettings: (openid) => {
    users.expect(openid);
    return choices.of(openid);
  },
  changeSubscriptionSettings: (openid, change) => {
    users.expect(openid);
    choices.change(openid, change);
    for (const [templateId, choice] of Object.entries(change.itemSettings ?? {})) {
      if (choice !== 'accept') books.endSubscription(openid, templateId);
    }
    emit({ type: 'wechat.settings', openid, ...change });
  },
});

const createOpenApi = (tools: SendingTools): WeChat['openApi'] => {
  const examineTemplate = examineTemplateMessage(tools);
  const examineSubscribe = examineSubscribeMessage(tools);
  return (apiName, parameters, forced) => {
    switch (apiName) {
      case 'templateMessage.send':
        return send(tools, apiName, examineTemplate, parameters, forced);
      case 'subscribeMessage.send': {
        const answer = send(tools, apiName, examineSubscribe, parameters, forced);
        return withMessageId(answer, tools.random);
      }
      default:
        return null;
    }
  };
};

/**
 * Makes WeChat as it was in the classic era, when template messages could be sent. Its books are
 * its own: nothing here knows the product. A send is one synchronous step. Methods that take an
 * openid throw LocalCloudError NOT_FOUND for a user that was never created. `inbox` gives the
 * oldest card first; `pay` wants the caller's openid in the parameter `_caller` (`createPay`); the
 * `msgid` of a subscribe message is a `bigint` (`withMessageId`).
 */
export const createWeChat = (options: WeChatOptions): WeChat => {
  const parts = createParts(options);
  const tools = { ...options, ...parts };
  return {
    tokens: () => parts.books.list(),
    ...createPhone(options, parts),
    ...createConsent(options, parts),
    openApi: createOpenApi(tools),
    pay: createPay(tools, parts.random),
    paymentSheet: createPaymentSheet(tools),
    userPays: createUserPays(tools, parts.notifier, options.emit, parts.random),
    ...createState(parts),
  };
};
