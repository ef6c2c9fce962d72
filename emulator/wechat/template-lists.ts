import * as v from 'valibot';
import type { AccountDefinition, TemplateDefinition } from '../services';
import { type Answer, answerOf } from './codes';
import type { Random } from './random';
import type { Parameters } from './sending';

/** A template as WeChat writes it: one keyword on a line, `Order:{{thing1.DATA}}`. */
const contentOf = ({ keywords }: TemplateDefinition): string =>
  keywords.map(({ key, label }) => `${label}:{{${key}.DATA}}\n`).join('');

const exampleOf = ({ keywords }: TemplateDefinition): string =>
  keywords.map(({ label, example }) => `${label}:${example}\n`).join('');

const enumValuesOf = ({ keywords }: TemplateDefinition) =>
  keywords.flatMap(({ key, values }) =>
    values ? [{ keywordCode: `${key}.DATA`, enumValueList: values }] : [],
  );

/**
 * `subscribeMessage.getTemplateList`: all private templates, with names that begin small on the wire
 * too (WeChat docs of that name). `type` is 2 for one-time, 3 for long-term templates.
 */
export const listSubscribeTemplates = (
  { subscribeTemplates }: AccountDefinition,
  random: Random,
): Answer => ({
  ...answerOf(0, random),
  data: subscribeTemplates.map((template) => {
    const keywordEnumValueList = enumValuesOf(template);
    return {
      priTmplId: template.templateId,
      title: template.title,
      content: contentOf(template),
      example: exampleOf(template),
      type: template.type === 'longTerm' ? 3 : 2,
      ...(keywordEnumValueList.length > 0 ? { keywordEnumValueList } : {}),
    };
  }),
});

/** At most 20 templates in one answer (WeChat docs, `templateMessage.getTemplateList`). */
const MOST = 20;
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Page = v.object({ offset: count, count: v.pipe(count, v.maxValue(MOST)) });

/** `templateMessage.getTemplateList`: the private templates from `offset` on. */
export const listTemplates = (
  { templates }: AccountDefinition,
  parameters: Parameters,
  random: Random,
): Answer => {
  const page = v.safeParse(Page, parameters);
  if (!page.success) return answerOf(40097, random);
  const { offset } = page.output;
  return {
    ...answerOf(0, random),
    list: templates.slice(offset, offset + page.output.count).map((template) => ({
      template_id: template.templateId,
      title: template.title,
      content: contentOf(template),
      example: exampleOf(template),
    })),
  };
};
