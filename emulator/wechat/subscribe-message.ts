import type { TemplateDefinition } from '../services';
import { renderCard } from './cards';
import type { Refusal } from './codes';
import { isKeywordValue } from './keyword-values';
import type { Entry } from './books';
import type { Pushes } from './pushes';
import type { Random } from './random';
import {
  type Examine,
  examineAddress,
  type Parameters,
  send,
  type SendFaults,
  type SendingTools,
  textOf,
  valuesOf,
} from './sending';

const allowedOf = new Map([
  ['miniprogram_state', ['developer', 'trial', 'formal']],
  ['lang', ['zh_CN', 'en_US', 'zh_HK', 'zh_TW']],
]);

const invalid = (what: string): Refusal => ({ code: 47003, errmsg: `argument invalid! ${what}` });

const examineValues = (
  { keywords }: TemplateDefinition,
  values: Record<string, string>,
  sensitiveWords: string[],
): Refusal | undefined => {
  for (const { key, values: allowed } of keywords) {
    const value = Object.hasOwn(values, key) ? (values[key] ?? '') : '';
    if (value.trim() === '') return invalid(`data.${key}.value is empty`);
    if (!isKeywordValue(key, value, allowed)) return invalid(`data.${key}.value invalid`);
  }
  const isSensitive = Object.values(values).some((value) =>
    sensitiveWords.some((word) => value.includes(word)),
  );
  return isSensitive ? { code: 45168 } : undefined;
};

/** What the account may not send, as a punishment. */
const examineBans = ({ settings }: SendingTools, templateId: string): Refusal | undefined => {
  const { subscribe, templates } = settings().bans;
  return subscribe || templates.includes(templateId) ? { code: 43107 } : undefined;
};

/** What the user has allowed and not switched off since. */
const findPermission = (
  { books, choices }: SendingTools,
  openid: string,
  templateId: string,
): Entry | undefined => {
  const { mainSwitch } = choices.of(openid);
  const found = mainSwitch ? books.findSubscription(openid, templateId) : undefined;
  return found && books.stateOf(found) === 'usable' ? found : undefined;
};

const examineChoices = (parameters: Parameters): Refusal | undefined => {
  for (const [name, allowed] of allowedOf) {
    const chosen = parameters[name];
    if (chosen !== undefined && !allowed.includes(textOf(chosen)))
      return invalid(`${name} invalid`);
  }
  return undefined;
};

/**
 * The rules of `subscribeMessage.send` (WeChat docs of that name): `touser`, `template_id`, `page`,
 * `data`, `miniprogram_state`, `lang`. Every keyword of the template needs a value that fits its
 * type; values that the template does not name are ignored, but for sensitive words.
 */
export const examineSubscribeMessage =
  (tools: SendingTools): Examine =>
  (parameters) => {
    const { account, scheduler } = tools;
    const { touser, template_id: templateId, data, page } = parameters;
    const template = account.subscribeTemplates.find((known) => known.templateId === templateId);
    const values = valuesOf(data);
    const entry = findPermission(tools, textOf(touser), textOf(templateId));
    const examineMessage = (): Refusal | undefined => {
      const refusal = examineAddress(tools, parameters, template);
      if (refusal || !template) return refusal;
      const banned = examineBans(tools, template.templateId);
      if (banned || !values) return banned ?? { code: 47001 };
      return examineValues(template, values, account.sensitiveWords);
    };
    return {
      refusal:
        examineMessage() ?? examineChoices(parameters) ?? (entry ? undefined : { code: 43101 }),
      entry,
      token: templateId,
      card:
        template && values
          ? renderCard({
              channel: 'subscribe',
              template,
              values,
              page: textOf(page),
              at: scheduler.now(),
            })
          : undefined,
    };
  };

/**
 * 19 digits, beyond what a JSON number can hold exactly, as in the real answer. It is a `bigint`:
 * whoever writes it as JSON must write its bare digits, because `JSON.stringify` throws on it.
 */
const newMessageId = (random: Random): bigint => BigInt(`1${random.digits(18)}`);

/**
 * Makes `subscribeMessage.send`. A send that went well has a `msgid`, and the result of its delivery
 * is pushed with the same id.
 */
export const createSubscribeSend = (tools: SendingTools, pushes: Pushes) => {
  const examine = examineSubscribeMessage(tools);
  return (parameters: Parameters, faults: SendFaults): Record<string, unknown> => {
    const { answer, delivered } = send(tools, 'subscribeMessage.send', examine, parameters, faults);
    const msgid = newMessageId(tools.random);
    const isAccepted = answer.errcode === 0;
    if (delivered || isAccepted) {
      const { touser, template_id: templateId } = parameters;
      const errorCode = delivered ? 0 : (faults.failsLater ?? 0);
      pushes.sent(textOf(touser), textOf(templateId), msgid, errorCode);
    }
    return isAccepted ? { ...answer, msgid } : answer;
  };
};
