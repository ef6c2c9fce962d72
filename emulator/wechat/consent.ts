import { LocalCloudError } from '../errors';
import type {
  AccountDefinition,
  Choice,
  ConsentQuestion,
  SubscriptionSettings,
  TemplateDefinition,
} from '../services';
import type { Bans } from '../settings';

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

/** What decides on a consent sheet besides the question itself. */
export interface ConsentRules {
  account: AccountDefinition;
  settings: SubscriptionSettings;
  bans: Bans;
}

const isMixed = (templates: TemplateDefinition[]): boolean =>
  new Set(templates.map(({ type = 'oneTime' }) => type)).size > 1;

/**
 * What `wx.requestSubscribeMessage` has to ask: templates that the user has settled for good are
 * answered without asking, and of equal titles the first is shown (WeChat docs of that name).
 */
export function askConsent(
  { account, settings: { mainSwitch, itemSettings }, bans }: ConsentRules,
  ids: string[],
): ConsentQuestion {
  const templates = templatesOf(account, ids);
  if ('errCode' in templates) return templates;
  if (isMixed(templates)) return failure(20002, 'one-time and long-term templates are mixed');
  if (bans.subscribe) return failure(20005, 'the mini program is banned from subscribe messages');
  if (!mainSwitch) return failure(20004, 'the user has switched messages off');
  const ask: TemplateDefinition[] = [];
  const answers: Record<string, Choice | 'filter'> = {};
  templates.forEach((template, i) => {
    const { templateId } = template;
    const settled = bans.templates.includes(templateId) ? 'ban' : itemSettings[templateId];
    if (!isShown(template, i, templates)) answers[templateId] = 'filter';
    else if (settled) answers[templateId] = settled;
    else ask.push(template);
  });
  return { ask, answers };
}

/** What `wx.requestSubscribeMessage` gives, and what of it the user was asked. */
export interface Consent {
  given: Record<string, string>;
  asked: string[];
}

/**
 * Checks the answers of a consent sheet. What needs no asking is answered as `askConsent` says,
 * whatever is here.
 * @param answers by template id: `accept`, `acceptWith…`, `reject`, `ban`, `filter`
 * @throws LocalCloudError BAD_REQUEST with the client's code: that of a sheet that does not open, or
 *   10004 for an answer that is none of the above
 */
export function readConsent(rules: ConsentRules, answers: Record<string, string>): Consent {
  const question = askConsent(rules, Object.keys(answers));
  if ('errCode' in question) throw refused(question);
  const asked = question.ask.map(({ templateId }) => templateId);
  const said = asked.map((id): [string, string] => [id, checkAnswer(answers[id] ?? '')]);
  return { given: { ...question.answers, ...Object.fromEntries(said) }, asked };
}

function checkAnswer(answer: string): string {
  if (isChoice(answer)) return answer;
  const why = `"${answer}" is no answer: expected accept, reject, ban or filter`;
  throw refused(failure(10004, why));
}

const refused = ({ errCode, errMsg }: SheetFailure): LocalCloudError =>
  new LocalCloudError(
    'BAD_REQUEST',
    `${errMsg} (errCode ${errCode}, as wx.requestSubscribeMessage fails with)`,
  );
