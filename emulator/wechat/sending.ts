import type { AccountDefinition, Card, Emit, Scheduler, TemplateDefinition } from '../services';
import type { DailyQuota, Settings, Switches } from '../settings';
import type { Books, Entry } from './books';
import type { Inboxes } from './cards';
import { type Answer, answerOf, type Refusal } from './codes';
import type { Choices } from './choices';
import type { QuotaMeter } from './quota';
import type { Random } from './random';
import type { Users } from './users';

/** What both kinds of messages need to be sent. */
export interface SendingTools {
  account: AccountDefinition;
  scheduler: Scheduler;
  settings: () => Settings;
  switches: () => Switches;
  emit: Emit;
  random: Random;
  users: Users;
  choices: Choices;
  books: Books;
  inboxes: Inboxes;
  quota: QuotaMeter;
}

/** Parameters as they come over the wire, snake_case. */
export type Parameters = Record<string, unknown>;

/** What a look at the parameters found; nothing is spent yet. */
export interface Examination {
  /** The first rule that is broken: by the message first, then by the credential. */
  refusal: Refusal | undefined;
  /** What the send is paid with, if it can be used, even when the message breaks a rule. */
  entry: Entry | undefined;
  /** The card that would be delivered; there is one unless the template or `data` is refused. */
  card: Card | undefined;
  /** formId, prepay_id or template id, for the event. */
  token: unknown;
}

/** Looks at a send without changing anything. */
export type Examine = (parameters: Parameters) => Examination;

/** A text parameter; anything else is taken as absent. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A plain object, not null and not an array. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads `data`, an object of `{value: text}`; other fields beside `value` are ignored.
 * @returns the values by keyword, nothing if `data` is absent; undefined if it has another shape
 */
export const valuesOf = (data: unknown): Record<string, string> | undefined => {
  if (data === undefined) return {};
  if (!isRecord(data)) return undefined;
  const values: [string, string][] = [];
  for (const [key, field] of Object.entries(data)) {
    if (!isRecord(field) || typeof field.value !== 'string') return undefined;
    values.push([key, field.value]);
  }
  return Object.fromEntries(values);
};

/** The rules that both kinds of messages have for the receiver, the template and the page. */
export const examineAddress = (
  { account, users }: Pick<SendingTools, 'account' | 'users'>,
  parameters: Parameters,
  template: TemplateDefinition | undefined,
): Refusal | undefined => {
  if (Object.keys(parameters).length === 0) return { code: 44002 };
  if (!users.has(parameters.touser)) return { code: 40003 };
  if (!template) return { code: 40037 };
  const { page } = parameters;
  if (page === undefined || page === '') return undefined;
  const path = textOf(page).split('?', 1)[0] ?? '';
  return account.pages.includes(path) && !path.startsWith('/') ? undefined : { code: 41030 };
};

/** What injected faults want of a send. */
export interface SendFaults {
  /** Answer with this code whatever the message is; 0 is no fault. */
  forced?: number | undefined;
  /** Answer that all is well, and fail to deliver with this code afterwards. */
  failsLater?: number | undefined;
}

/** What became of a send. */
export interface Sent {
  answer: Answer;
  delivered: boolean;
}

/**
 * Sends one message: examines it, spends the credential and delivers the card in one step, so that
 * no two sends ever share a credential. The switches say what a failing send leaves behind; a send
 * that fails only afterwards has spent it.
 */
export const send = (
  tools: SendingTools,
  api: keyof DailyQuota,
  examine: Examine,
  parameters: Parameters,
  { forced = 0, failsLater = 0 }: SendFaults = {},
): Sent => {
  const { switches, inboxes, books, emit, random } = tools;
  const withinQuota = tools.quota.count(api);
  const { entry, card, token, ...examined } = examine(parameters);
  const refusal: Refusal | undefined = withinQuota ? examined.refusal : { code: 45009 };
  const errcode = forced || (refusal?.code ?? 0);
  const openid = textOf(parameters.touser);
  const answeredOrLost = forced === 0 || (forced === -1 && switches().busyDelivers);
  const accepted = card !== undefined && !refusal && answeredOrLost;
  const delivered = accepted && failsLater === 0;
  if (delivered) inboxes.put(openid, card);
  if (entry && (accepted || switches().failedSendSpends)) books.spend(entry);
  const templateId = textOf(parameters.template_id);
  emit({ type: 'wechat.send', api, openid, templateId, token: textOf(token), errcode, delivered });
  const answer = answerOf(errcode, random, forced ? undefined : refusal?.errmsg);
  return { answer, delivered };
};

/** A send through an API that WeChat has taken away: nothing is looked at, counted or spent. */
export const sendInVain = (
  { emit, random }: SendingTools,
  api: keyof DailyQuota,
  parameters: Parameters,
  forced: number | undefined,
): Answer => {
  const errcode = forced || 45103;
  const openid = textOf(parameters.touser);
  const templateId = textOf(parameters.template_id);
  emit({ type: 'wechat.send', api, openid, templateId, token: '', errcode, delivered: false });
  return answerOf(errcode, random);
};
