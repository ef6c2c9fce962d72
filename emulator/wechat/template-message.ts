import type { BookedToken } from '../services';
import type { Switches } from '../settings';
import { renderCard } from './cards';
import type { Refusal } from './codes';
import { type Examine, examineAddress, type SendingTools, textOf, valuesOf } from './sending';

type TokenState = BookedToken['state'];

/** An unpaid prepay_id is as unknown as one that never existed (WeChat docs, "Template message"). */
const refusalFor = (state: TokenState | undefined, switches: Switches): Refusal | undefined => {
  if (state === 'usable') return undefined;
  if (state === 'used') return { code: switches.usedAnswer };
  if (state === 'expired') return { code: switches.expiredAnswer };
  return { code: 41028 };
};

// `keyword1.DATA` names keyword1; anything else enlarges nothing.
const emphasisOf = (parameter: unknown): string | undefined =>
  /^(\w+)\.DATA$/.exec(textOf(parameter))?.[1];

/**
 * The rules of `templateMessage.send` (WeChat docs of that name): `touser`, `template_id`, `page`,
 * `form_id`, `data`, `emphasis_keyword`. Keywords without a value are shown empty, values that the
 * template does not name are ignored. `form_id` is the bare formId or prepay_id, of this user only.
 */
export const examineTemplateMessage =
  (tools: SendingTools): Examine =>
  (parameters) => {
    const { account, books, scheduler, switches } = tools;
    const { touser, template_id: templateId, form_id: formId, data, page } = parameters;
    const template = account.templates.find((known) => known.templateId === templateId);
    const values = valuesOf(data);
    const found = books.findToken(textOf(formId));
    const own = found?.openid === touser ? found : undefined;
    const state = own && books.stateOf(own);
    return {
      refusal:
        examineAddress(tools, parameters, template) ??
        (values ? refusalFor(state, switches()) : { code: 47001 }),
      entry: state === 'usable' ? own : undefined,
      token: formId,
      card:
        template && values
          ? renderCard({
              channel: 'template',
              template,
              values,
              page: textOf(page),
              at: scheduler.now(),
              emphasis: emphasisOf(parameters.emphasis_keyword),
            })
          : undefined,
    };
  };
