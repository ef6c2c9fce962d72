import * as v from 'valibot';
import { LocalCloudError } from '../errors';

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
    v.strictObject({ action: v.literal('subscribe'), user: name, answers: plain, as: stored }),
    v.strictObject({
      action: v.literal('advance'),
      by: filled('a time such as "5d"'),
      ticks: v.exactOptional(v.picklist(['all', 'last'], 'must be "all" or "last"')),
    }),
    v.strictObject({ action: v.literal('morning') }),
    v.strictObject({ action: v.literal('fault'), match: plain, effect: v.unknown() }),
  ],
  'must be one of user, insert, tap, call, pay, subscribe, advance, morning, fault',
);

const Step = v.strictObject({ title: words, text: words, do: v.array(Action, 'must be a list') });

const StoryFile = v.strictObject({
  title: words,
  /**
   * Collections of which the page shows the selected user's documents (those with this `openid`):
   * the field `name`, `state` and `reason`.
   */
  watch: v.optional(
    v.array(
      v.strictObject({
        collection: filled('a collection'),
        title: words,
        name: v.optional(filled('a field'), '_id'),
      }),
    ),
    [],
  ),
  /** What the project's own words mean: states, reasons, kinds. */
  words: v.optional(v.record(v.string(), words), {}),
  steps: v.array(Step, 'must be a list'),
});

/** `story.json` of a project: what the page at `/` can play, step by step. */
export type Story = v.InferOutput<typeof StoryFile>;
type Action = v.InferOutput<typeof Action>;

/** The story of a project that has none. */
export const NO_STORY: Story = { title: { en: '', zh: '' }, watch: [], words: {}, steps: [] };

/**
 * Checks the content of a `story.json`, also that every name is given before it is used.
 * @throws LocalCloudError `PROJECT_INVALID` that names the field
 */
export function readStory(content: unknown): Story {
  const checked = v.safeParse(StoryFile, content);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw invalid(v.getDotPath(issue) ?? 'the file', explain(issue));
  }
  checkNames(checked.output);
  return checked.output;
}

const invalid = (where: string, what: string): LocalCloudError =>
  new LocalCloudError('PROJECT_INVALID', `story.json: ${where}: ${what}. Mend it and start again.`);

function explain(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  if (issue.expected === 'never') return 'there is no such field';
  return issue.received === 'undefined' ? 'is missing' : 'must be an object';
}

function checkNames(story: Story): void {
  const users = new Set<string>();
  const names = new Set(['now']);
  story.steps.forEach((step, s) => {
    step.do.forEach((action, a) => {
      const where = `steps.${s}.do.${a}`;
      if ('user' in action && !users.has(action.user)) {
        throw invalid(`${where}.user`, `no action before it creates a user "${action.user}"`);
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
