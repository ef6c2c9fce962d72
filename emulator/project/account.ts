import { basename } from 'node:path';
import * as v from 'valibot';
import { LocalCloudError } from '../errors';
import type { AccountDefinition } from '../services';
import { typeOfKeyword } from '../wechat/keyword-values';
import { PUSHED_EVENTS } from '../wechat/pushes';
import { explain } from './explain';

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'));
const keyword = { key: text, label: text, example: v.string() };
const template = v.strictObject({
  templateId: text,
  title: text,
  keywords: v.array(v.strictObject(keyword)),
});

const subscribeTemplate = v.strictObject({
  templateId: text,
  title: text,
  type: v.exactOptional(
    v.picklist(['oneTime', 'longTerm'], 'must be "oneTime" (the default) or "longTerm"'),
  ),
  keywords: v.array(
    v.pipe(
      v.strictObject({
        ...keyword,
        values: v.exactOptional(v.pipe(v.array(text), v.minLength(1, 'must name a value'))),
      }),
      v.check(
        ({ key, values }) => values === undefined || typeOfKeyword(key) === 'enum',
        'only a keyword of the type enum, for example "enum1", has "values"',
      ),
    ),
  ),
});

/** As the console of Cloud Development takes them; the cloud's own ones cannot be set. */
const variables = v.record(
  v.pipe(
    v.string(),
    v.regex(
      /^(?!(?:WX|TCB|SCF|TENCENTCLOUD)_)[A-Za-z]\w*$/,
      'a name must be a letter, then letters, digits or "_", and not begin with WX_, TCB_, SCF_ or TENCENTCLOUD_',
    ),
  ),
  v.string('must be a text'),
);

/** What WeChat's own list has is not public: enough to see what happens (45168). */
const SENSITIVE_WORDS = ['赌博', '毒品', '代开发票', '刷单返利'];

const pushedEvent = v.picklist(PUSHED_EVENTS, `is none of ${PUSHED_EVENTS.join(', ')}`);

const user = v.strictObject({
  as: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z]\w*$/, 'must be a name: a letter, then letters or digits'),
  ),
  label: v.strictObject({ en: text, zh: text }),
  documents: v.optional(
    v.array(v.strictObject({ collection: text, document: v.record(v.string(), v.unknown()) })),
    [],
  ),
});

const LocalCloudFile = v.strictObject({
  env: v.optional(
    v.pipe(
      text,
      v.regex(
        /^local-[a-z0-9-]{1,30}$/,
        'must be "local-" and then small letters, digits or "-", so that it can never be a real environment',
      ),
    ),
  ),
  appid: v.optional(text),
  subMchIds: v.optional(v.array(text), []),
  pages: v.optional(v.array(text)),
  templates: v.optional(v.array(template), []),
  subscribeTemplates: v.optional(v.array(subscribeTemplate), []),
  users: v.optional(v.array(user), []),
  secret: v.exactOptional(text),
  variables: v.optional(variables, {}),
  pushes: v.optional(v.record(pushedEvent, text), {}),
  sensitiveWords: v.optional(v.array(text), SENSITIVE_WORDS),
});

/** Where the values come from that `local-cloud.json` leaves out. */
export interface AccountDefaults {
  folder: string;
  appid: string | undefined;
  pages: () => string[];
}

/**
 * The account of a project from the content of its `local-cloud.json` (an empty object if there is
 * none).
 * @throws LocalCloudError `PROJECT_INVALID` that names the field
 */
export function readAccount(content: unknown, defaults: AccountDefaults): AccountDefinition {
  const checked = v.safeParse(LocalCloudFile, content);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw invalid(`local-cloud.json: ${v.getDotPath(issue) ?? 'the file'}: ${explain(issue)}`);
  }
  const { env, appid = defaults.appid, pages, ...rest } = checked.output;
  if (appid === undefined) {
    throw invalid('No appid: project.config.json has no "appid", nor has local-cloud.json');
  }
  return {
    ...rest,
    appid,
    env: env ?? defaultEnv(defaults.folder),
    pages: pages ?? defaults.pages(),
  };
}

const invalid = (what: string): LocalCloudError =>
  new LocalCloudError('PROJECT_INVALID', `${what}. Mend it and start again.`);

/** `local-` and the folder's name in what an environment id may hold. */
function defaultEnv(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 30);
  return `local-${name.replace(/^-|-$/g, '') || 'cloud'}`;
}
