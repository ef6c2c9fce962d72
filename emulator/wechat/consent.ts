import { LocalCloudError } from '../errors';
import type { AccountDefinition } from '../services';

/** `wx.requestSubscribeMessage` takes five templates at most (WeChat docs of that name). */
const MOST_PER_SHEET = 5;

const sheetFailure = (errCode: number, why: string): LocalCloudError =>
  new LocalCloudError(
    'BAD_REQUEST',
    `requestSubscribeMessage:fail ${why} (errCode ${errCode}, as wx.requestSubscribeMessage fails with)`,
  );

const isChoice = (answer: string): boolean =>
  answer.startsWith('accept') || ['reject', 'ban', 'filter'].includes(answer);

/**
 * Checks the answers of a consent sheet and drops templates of equal title, of which WeChat shows
 * the first only (WeChat docs, `wx.requestSubscribeMessage`).
 * @param answers by template id: `accept`, `acceptWith…`, `reject`, `ban`, `filter`
 * @returns the answers with `filter` for the templates that were not shown
 * @throws LocalCloudError BAD_REQUEST with the client's code: 10001 none, 20001 unknown template,
 *   20003 too many, 10004 an answer that is none of the above
 */
export const readConsent = (
  { subscribeTemplates }: AccountDefinition,
  answers: Record<string, string>,
): Record<string, string> => {
  const entries = Object.entries(answers);
  if (entries.length === 0) throw sheetFailure(10001, 'the list of templates is empty');
  if (entries.length > MOST_PER_SHEET) {
    throw sheetFailure(20003, `${entries.length} templates, ${MOST_PER_SHEET} at most`);
  }
  const shown = new Set<string>();
  const read = ([id, answer]: [string, string]): [string, string] => {
    const template = subscribeTemplates.find(({ templateId }) => templateId === id);
    if (!template) throw sheetFailure(20001, `the account has no subscribe template "${id}"`);
    if (!isChoice(answer)) {
      throw sheetFailure(10004, `"${answer}" is no answer: expected accept, reject, ban or filter`);
    }
    if (shown.has(template.title)) return [id, 'filter'];
    shown.add(template.title);
    return [id, answer];
  };
  return Object.fromEntries(entries.map(read));
};
