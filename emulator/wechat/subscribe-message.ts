import type { TemplateDefinition } from '../services';
import { renderCard } from './cards';
import type { Answer, Refusal } from './codes';
import { isKeywordValue } from './keyword-values';
import type { Random } from './random';
import {
  type Examine,
  examineAddress,
  type Parameters,
  type SendingTools,
  textOf,
  valuesOf,
} from './sending';

const choices = new Map([
  ['miniprogram_state', ['developer', 'trial', 'formal']],
  ['lang', ['zh_CN', 'en_US', 'zh_HK', 'zh_TW']],
]);

const invalid = (what: string): Refusal => ({ code: 47003, errmsg: `argument invalid! ${what}` });

const examineValues = (
  { keywords }: TemplateDefinition,
  values: Record<string, string>,
): Refusal | undefined => {
  for (const { key } of keywords) {
    const value = Object.hasOwn(values, key) ? (values[key] ?? '') : '';
    if (value.trim() === '') return invalid(`data.${key}.value is empty`);
    if (!isKeywordValue(key, value)) return invalid(`data.${key}.value invalid`);
  }
  return undefined;
};

const examineChoices = (parameters: Parameters): Refusal | undefined => {
  for (const [name, allowed] of choices) {
    const chosen = parameters[name];
    if (chosen !== undefined && !allowed.includes(textOf(chosen)))
      return invalid(`${name} invalid`);
  }
  return undefined;
};

/**
 * The rules of `subscribeMessage.send` (WeChat docs of that name): `touser`, `template_id`, `page`,
 * `data`, `miniprogram_state`, `lang`. Every keyword of the template needs a value that fits its
 * type; values that the template does not name are ignored.
 */
export const examineSubscribeMessage =
  (tools: SendingTools): Examine =>
  (parameters) => {
    const { account, books, scheduler } = tools;
    const { touser, template_id: templateId, data, page } = parameters;
    const template = account.subscribeTemplates.find((known) => known.templateId === templateId);
    const values = valuesOf(data);
    const found = books.findSubscription(textOf(touser), textOf(templateId));
    const entry = found && books.stateOf(found) === 'usable' ? found : undefined;
    const examineMessage = (): Refusal | undefined => {
      const refusal = examineAddress(tools, parameters, template);
      if (refusal || !template) return refusal;
      return values ? examineValues(template, values) : { code: 47001 };
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
 * Adds `msgid` to the answer of a send that went well: 19 digits, beyond what a JSON number can
 * hold exactly, as in the real answer. It is a `bigint`: whoever writes the answer as JSON must
 * write its bare digits, because `JSON.stringify` throws on it.
 */
export const withMessageId = (answer: Answer, random: Random): Answer & { msgid?: bigint } =>
  answer.errcode === 0 ? { ...answer, msgid: BigInt(`1${random.digits(18)}`) } : answer;
