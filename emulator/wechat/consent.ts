import { LocalCloudError } from '../errors';
import type {
  AccountDefinition,
  Choice,
  ConsentQuestion,
  SubscriptionSettings,
  TemplateDefinition,
} from '../services';

/** `wx.requestSubscribeMessage` takes five templates at most (WeChat docs of that name). */
const MOST_PER_SHEET = 5;

/** Why a sheet does not open, in the words of `wx.requestSubscribeMessage` (its docs, error codes). */
interface SheetFailure {
  errCode: number;
  errMsg: string;
}

const failure = (errCode: number, why: string): SheetFailure => ({
  errCode,
  errMsg: `requestSubscribeMessage:fail ${why}`,
});

const isChoice = (answer: string): boolean =>
  answer.startsWith('accept') || ['reject', 'ban', 'filter'].includes(answer);

/**
 * The templates with these ids, in their order.
 * @returns the client's code otherwise: 10001 none, 20001 unknown template, 20003 too many
 */
function templatesOf(
  { subscribeTemplates }: AccountDefinition,
  ids: string[],
): TemplateDefinition[] | SheetFailure {
  if (ids.length === 0) return failure(10001, 'the list of templates is empty');
  if (ids.length > MOST_PER_SHEET) {
    return failure(20003, `${ids.length} templates, ${MOST_PER_SHEET} at most`);
  }
  const found: TemplateDefinition[] = [];
  for (const id of new Set(ids)) {
    const template = subscribeTemplates.find(({ templateId }) => templateId === id);
    if (!template) return failure(20001, `the account has no subscribe template "${id}"`);
    found.push(template);
  }
  return found;
}

/** WeChat shows the first template of each title only. */
const isShown = ({ title }: TemplateDefinition, i: number, all: TemplateDefinition[]): boolean =>
  all.findIndex((other) => other.title === title) === i;

/**
 * What `wx.requestSubscribeMessage` has to ask: templates that the user has settled for good are
 * answered without asking, and of equal titles the first is shown (WeChat docs of that name).
 */
export function askConsent(
  account: AccountDefinition,
  { mainSwitch, itemSettings }: SubscriptionSettings,
  ids: string[],
): ConsentQuestion {
  const templates = templatesOf(account, ids);
  if ('errCode' in templates) return templates;
  if (!mainSwitch) return failure(20004, 'the user has switched messages off');
  const ask: TemplateDefinition[] = [];
  const answers: Record<string, Choice | 'filter'> = {};
  templates.forEach((template, i) => {
    const settled = itemSettings[template.templateId];
    if (!isShown(template, i, templates)) answers[template.templateId] = 'filter';
    else if (settled) answers[template.templateId] = settled;
    else ask.push(template);
  });
  return { ask, answers };
}

/**
 * Checks the answers of a consent sheet and drops templates of equal title, of which WeChat shows
 * the first only (WeChat docs, `wx.requestSubscribeMessage`).
 * @param answers by template id: `accept`, `acceptWith…`, `reject`, `ban`, `filter`
 * @returns the answers with `filter` for the templates that were not shown
 * @throws LocalCloudError BAD_REQUEST with the client's code: 10001 none, 20001 unknown template,
 *   20003 too many, 10004 an answer that is none of the above
 */
export function readConsent(
  account: AccountDefinition,
  answers: Record<string, string>,
): Record<string, string> {
  const templates = templatesOf(account, Object.keys(answers));
  if ('errCode' in templates) throw refused(templates);
  const given = templates.map((template, i): [string, string] => {
    const { templateId } = template;
    const answer = answers[templateId] ?? '';
    if (isChoice(answer)) return [templateId, isShown(template, i, templates) ? answer : 'filter'];
    const why = `"${answer}" is no answer: expected accept, reject, ban or filter`;
    throw refused(failure(10004, why));
  });
  return Object.fromEntries(given);
}

const refused = ({ errCode, errMsg }: SheetFailure): LocalCloudError =>
  new LocalCloudError(
    'BAD_REQUEST',
    `${errMsg} (errCode ${errCode}, as wx.requestSubscribeMessage fails with)`,
  );
