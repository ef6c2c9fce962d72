import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { checkDefinition } from './database/definition';
import { LocalCloudError } from './errors';
import { readAccount } from './project/account';
import { readJson } from './project/json';
import { NO_STORY, readStory, type Story } from './project/story';
import type { AccountDefinition, DatabaseDefinition } from './services';
import type { Era } from './settings';

/** A cloud-function project as the local cloud needs it. */
export interface Project {
  folder: string;
  /** The folder with one folder per deployed function. */
  functionsRoot: string;
  /** The folder with `app.json`; absent without a mini-program. */
  miniprogramRoot?: string;
  account: AccountDefinition;
  database: DatabaseDefinition;
  /** What the console can play in each era. */
  stories: Record<Era, Story>;
}

const ProjectConfig = v.object({
  appid: v.optional(v.string()),
  cloudfunctionRoot: v.string('project.config.json: expected "cloudfunctionRoot" to be a folder'),
  miniprogramRoot: v.optional(v.string(), ''),
});

const AppJson = v.object({
  pages: v.optional(v.array(v.string()), []),
  subPackages: v.optional(v.array(v.object({ root: v.string(), pages: v.array(v.string()) })), []),
  subpackages: v.optional(v.array(v.object({ root: v.string(), pages: v.array(v.string()) })), []),
});

/**
 * Loads a project folder: `project.config.json`, and if they are there `database.json`,
 * `local-cloud.json`, `story.json` and `story.current.json`. Looks at every function, so that a mistake shows at the start.
 * @throws LocalCloudError `PROJECT_MISSING`, `PROJECT_INVALID` or `FUNCTION_INVALID`
 */
export function loadProject(path: string): Project {
  const folder = resolve(path);
  if (!isFolder(folder)) {
    throw missing(`There is no folder ${folder}. Give the project's folder with --project.`);
  }
  const configFile = join(folder, 'project.config.json');
  if (!existsSync(configFile)) {
    throw missing(
      `${folder} is no mini-program project: it has no project.config.json. ` +
        "Give the folder that WeChat DevTools opens, or create the file with 'appid' and 'cloudfunctionRoot'.",
    );
  }
  const config = check(ProjectConfig, configFile);
  const functionsRoot = join(folder, config.cloudfunctionRoot);
  checkFunctions(functionsRoot);
  const miniprogramRoot = join(folder, config.miniprogramRoot);
  const account = readAccount(readOptional(join(folder, 'local-cloud.json'), {}), {
    folder,
    appid: config.appid,
    pages: () => pagesOf(join(miniprogramRoot, 'app.json')),
  });
  checkPushes(account, functionsRoot);
  const database = readOptional(join(folder, 'database.json'), { collections: {} });
  const storyIn = (file: string): Story => {
    const content = readOptional(join(folder, file), undefined);
    return content === undefined ? NO_STORY : readStory(content, account.users, file);
  };
  const classic = storyIn('story.json');
  const current = withBooks(storyIn('story.current.json'), classic);
  return {
    folder,
    functionsRoot,
    ...(existsSync(join(miniprogramRoot, 'app.json')) ? { miniprogramRoot } : {}),
    account,
    database: checkDefinition(database),
    stories: { classic, current },
  };
}

/** A story watches what the other one watches unless it says otherwise, and knows its words. */
const withBooks = (story: Story, other: Story): Story => ({
  ...story,
  watch: story.watch.length > 0 ? story.watch : other.watch,
  words: { ...other.words, ...story.words },
});

const missing = (message: string): LocalCloudError =>
  new LocalCloudError('PROJECT_MISSING', message);

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const readOptional = (file: string, otherwise: unknown): unknown =>
  existsSync(file) ? readJson(file) : otherwise;

function check<T extends v.GenericSchema>(schema: T, file: string): v.InferOutput<T> {
  const checked = v.safeParse(schema, readJson(file));
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  const where = v.getDotPath(issue) ?? 'the file';
  throw new LocalCloudError('PROJECT_INVALID', `${file}: ${where}: ${issue.message}. Mend it.`);
}

/** The pages of a mini-program with those of its packages; none without an `app.json`. */
function pagesOf(file: string): string[] {
  if (!existsSync(file)) return [];
  const { pages, subPackages, subpackages } = check(AppJson, file);
  const packages = [...subPackages, ...subpackages];
  const inner = packages.flatMap(({ root, pages: own }) =>
    own.map((page) => `${root.replace(/\/$/, '')}/${page}`),
  );
  return [...pages, ...inner];
}

/** What makes a folder a function in the eyes of its author. */
const SIGNS = ['config.json', 'package.json', 'index.ts', 'main.ts'];

function checkFunctions(root: string): void {
  if (!isFolder(root)) {
    throw missing(
      `There is no folder ${root}, which project.config.json names as "cloudfunctionRoot". ` +
        'Build the functions, or correct the path.',
    );
  }
  for (const name of readdirSync(root)) {
    const files = new Set(isFolder(join(root, name)) ? readdirSync(join(root, name)) : []);
    if (!files.has('index.js') && SIGNS.some((sign) => files.has(sign))) {
      throw new LocalCloudError(
        'FUNCTION_INVALID',
        `Function "${name}" has no index.js in ${join(root, name)}, and the cloud runs nothing else. ` +
          'Build the function (TypeScript is not compiled for you), or remove the folder.',
      );
    }
    if (files.has('config.json')) readJson(join(root, name, 'config.json'));
  }
}

/** A push that no function takes is lost, as in the cloud; here the mistake shows before. */
function checkPushes({ pushes }: AccountDefinition, root: string): void {
  for (const [event, name] of Object.entries(pushes)) {
    if (existsSync(join(root, name, 'index.js'))) continue;
    throw new LocalCloudError(
      'PROJECT_INVALID',
      `local-cloud.json: pushes.${event}: there is no function "${name}" in ${root}. ` +
        'Correct the name, or build the function.',
    );
  }
}
