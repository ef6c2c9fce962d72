import * as v from 'valibot';
import { LocalCloudError } from '../errors';
import type { DeclaredUser } from '../services';
import { explain } from './explain';

const filled = (what: string) =>
  v.pipe(v.string(`must be ${what}`), v.nonEmpty('must not be empty'));
const words = v.strictObject({ en: filled('a text'), zh: filled('a text') });
/** Names of users and results; a placeholder `{{name.path}}` begins with one. */
const name = v.pipe(
  v.string('must be a name'),
  v.regex(/^[A-Za-z]\w*$/, 'must be a name: a letter, then letters, digits or "_"'),
);
const anything = v.optional(v.unknown());
const plain = v.record(v.string(), v.unknown(), 'must be an object');
const stored = v.exactOptional(name);

/** What a step can do; each is one request of the hub API (docs/local-cloud.md, "Story"). */
const Action = v.variant(
  'action',
  [
    v.strictObject({ action: v.literal('user'), as: name, label: words }),
    v.strictObject({
      action: v.literal('insert'),
      collection: filled('a collection'),
      document: plain,
    }),
    v.strictObject({ action: v.literal('tap'), user: name, as: name }),
    v.strictObject({
      action: v.literal('call'),
      user: name,
      name: filled('the name of a function'),
      data: anything,
      as: stored,
      expect: anything,
    }),
    v.strictObject({
      action: v.literal('pay'),
      user: name,
      payment: v.unknown(),
      outcome: v.picklist(
        ['success', 'cancel', 'fail', 'paidNoCallback'],
        'must be "success", "cancel", "fail" or "paidNoCallback"',
      ),
    }),
    v.strictObject({
      action: v.literal('subscribe'),
      user: name,
      answers: plain,
      always: v.exactOptional(v.boolean()),
      as: stored,
    }),
    v.strictObject({
      action: v.literal('settle'),
      user: name,
      mainSwitch: v.exactOptional(v.boolean()),
      itemSettings: v.exactOptional(
        v.record(v.string(), v.picklist(['accept', 'reject'], 'must be "accept" or "reject"')),
      ),
    }),
    v.strictObject({
      action: v.literal('advance'),
      by: filled('a time such as "5d"'),
      ticks: v.exactOptional(v.picklist(['all', 'last'], 'must be "all" or "last"')),
    }),
    v.strictObject({ action: v.literal('morning') }),
    v.strictObject({ action: v.literal('fault'), match: plain, effect: v.unknown() }),
    v.strictObject({ action: v.literal('open'), user: name, page: filled('a page') }),
  ],
  'must be one of user, insert, tap, call, pay, subscribe, settle, advance, morning, fault, open',
);

const Step = v.strictObject({ title: words, text: words, do: v.array(Action, 'must be a list') });

const field = (otherwise: string) => v.optional(filled('a field'), otherwise);

/** A collection of which the console shows documents: by default the selected user's (`openid`). */
const Watch = v.strictObject({
  collection: filled('a collection'),
  title: words,
  of: v.optional(v.picklist(['user', 'all'], 'must be "user" or "all"'), 'user'),
  /** `tokens`: as a row of coins, each with the life that is left. */
  show: v.optional(v.picklist(['list', 'tokens'], 'must be "list" or "tokens"'), 'list'),
  name: field('_id'),
  state: field('state'),
  reason: field('reason'),
  /** When it ends, in ms. */
  until: v.exactOptional(filled('a field')),
  details: v.optional(
    v.array(
      v.strictObject({
        field: filled('a field'),
        title: words,
        as: v.optional(
          v.picklist(['text', 'time', 'money'], 'must be "text", "time" (ms) or "money" (fen)'),
          'text',
        ),
      }),
    ),
    [],
  ),
});

const Word = v.strictObject({
  ...words.entries,
  tone: v.exactOptional(
    v.picklist(
      ['good', 'busy', 'bad', 'doubt', 'quiet'],
      'must be "good", "busy", "bad", "doubt" or "quiet"',
    ),
  ),
});

const StoryFile = v.strictObject({
  title: words,
  watch: v.optional(v.array(Watch), []),
  /** What the project's own words mean: states, reasons, kinds; `tone` gives them a colour. */
  words: v.optional(v.record(v.string(), Word), {}),
  steps: v.array(Step, 'must be a list'),
});

/** A story of a project, one for each era: what the page at `/` can play, step by step. */
export type Story = v.InferOutput<typeof StoryFile>;
type Action = v.InferOutput<typeof Action>;

/** The story of a project that has none. */
export const NO_STORY: Story = { title: { en: '', zh: '' }, watch: [], words: {}, steps: [] };

/**
 * Checks the content of a `story.json`, also that every name is given before it is used.
 * @param declared users that are there from the start; the story knows them by name
 * @param file for the message if something is wrong
 * @throws LocalCloudError `PROJECT_INVALID` that names the field
 */
export function readStory(
  content: unknown,
  declared: readonly DeclaredUser[] = [],
  file = 'story.json',
): Story {
  const invalid = (where: string, what: string): LocalCloudError =>
    new LocalCloudError('PROJECT_INVALID', `${file}: ${where}: ${what}. Mend it and start again.`);
  const checked = v.safeParse(StoryFile, content);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw invalid(v.getDotPath(issue) ?? 'the file', explain(issue));
  }
  checkNames(
    checked.output,
    declared.map(({ as }) => as),
    invalid,
  );
  return checked.output;
}

function checkNames(
  story: Story,
  declared: readonly string[],
  invalid: (where: string, what: string) => LocalCloudError,
): void {
  const users = new Set(declared);
  const names = new Set(['now', ...declared]);
  story.steps.forEach((step, s) => {
    step.do.forEach((action, a) => {
      const where = `steps.${s}.do.${a}`;
      if ('user' in action && !users.has(action.user)) {
        const why = `there is no user "${action.user}" in local-cloud.json, nor created before it`;
        throw invalid(`${where}.user`, why);
      }
      const unknown = placeholdersOf(action).find((placeholder) => !names.has(placeholder));
      if (unknown !== undefined) {
        throw invalid(where, `nothing before it is stored as "${unknown}"`);
      }
      if (action.action === 'user') users.add(action.as);
      if ('as' in action && action.as !== undefined) names.add(action.as);
    });
  });
}

/** The names that an action's placeholders begin with. */
const placeholdersOf = (action: Action): string[] =>
  [...JSON.stringify(action).matchAll(/\{\{(\w+)[^{}]*\}\}/g)].map(([, first = '']) => first);
