import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { AppConfig, Unit } from '../protocol';
import { type Complain, MiniProgramProblems } from './problems';

/** A page or component as it lies in the folder; paths are from the root, without ending. */
export interface SourceUnit {
  path: string;
  kind: Unit['kind'];
  config: Unit['config'];
  /** File of its script, from the root. */
  script: string;
}

/** A mini-program as it lies in its folder. */
export interface Source {
  root: string;
  app: AppConfig;
  /** File of the app's script; absent without one. */
  appScript?: string;
  /** Components stand before those that use them. */
  units: SourceUnit[];
}

interface AppFile extends AppConfig {
  subPackages?: { root: string; pages: string[] }[];
  subpackages?: { root: string; pages: string[] }[];
  usingComponents?: Record<string, string>;
}

/**
 * Reads `app.json` and finds every page and every component that is used.
 * @param root folder with `app.json`
 * @throws MiniProgramProblems if there is no valid `app.json`
 */
export function readSource(root: string, complain: Complain): Source {
  const app = readJson(root, 'app.json', complain) as AppFile | undefined;
  if (!Array.isArray(app?.pages) || app.pages.length === 0) {
    const message = app ? 'Expected "pages" to be a list of pages.' : 'There is no app.json here.';
    throw new MiniProgramProblems([{ file: 'app.json', message }]);
  }
  const pages = pagesOf(app);
  const units = readUnits(root, pages, app.usingComponents ?? {}, complain);
  const appScript = scriptOf(root, 'app');
  return { root, app: { ...app, pages }, units, ...(appScript ? { appScript } : {}) };
}

/** The pages of the main package, then those of the others. */
function pagesOf({ pages, subPackages = [], subpackages = [] }: AppFile): string[] {
  const inner = [...subPackages, ...subpackages].flatMap((one) =>
    one.pages.map((page) => posix.join(one.root, page)),
  );
  return [...pages, ...inner].map((page) => page.replace(/^\//, ''));
}

function readUnits(
  root: string,
  pages: string[],
  global: Record<string, string>,
  complain: Complain,
): SourceUnit[] {
  const units = new Map<string, SourceUnit | undefined>();
  const add = (path: string, kind: Unit['kind']): void => {
    if (units.has(path)) return;
    units.set(path, undefined); // components may use each other in a circle
    const unit = readUnit(root, path, kind, global, complain);
    for (const used of unit ? Object.values(unit.config.usingComponents) : []) {
      add(used, 'component');
    }
    units.delete(path);
    units.set(path, unit);
  };
  for (const page of pages) add(page, 'page');
  return [...units.values()].filter((unit) => unit !== undefined);
}

function readUnit(
  root: string,
  path: string,
  kind: Unit['kind'],
  global: Record<string, string>,
  complain: Complain,
): SourceUnit | undefined {
  const script = scriptOf(root, path);
  if (!script || !existsSync(join(root, `${path}.wxml`))) {
    const missing = script ? `${path}.wxml` : `${path}.ts or ${path}.js`;
    complain({
      file: kind === 'page' ? 'app.json' : path,
      message: `There is no ${missing}. Create it, or remove the ${kind}.`,
    });
    return undefined;
  }
  const json = (readJson(root, `${path}.json`, complain) ?? {}) as Partial<Unit['config']>;
  const own = resolveAll(root, path, json.usingComponents ?? {}, complain);
  const shared = resolveAll(root, 'app', global, complain);
  return { path, kind, script, config: { ...json, usingComponents: { ...shared, ...own } } };
}

function resolveAll(
  root: string,
  user: string,
  components: Record<string, string>,
  complain: Complain,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [tag, wanted] of Object.entries(components)) {
    const path = findComponent(root, user, wanted);
    if (path) found[tag] = path;
    else {
      const why = wanted.startsWith('plugin://')
        ? 'Plugins cannot be loaded here.'
        : 'Correct the path; packages from npm must be built to miniprogram_npm.';
      complain({
        file: `${user}.json`,
        message: `There is no component "${wanted}" for <${tag}>. ${why}`,
      });
    }
  }
  return found;
}

/** Beside the file, from the root, or a package; a folder means its `index`. */
function findComponent(root: string, user: string, wanted: string): string | undefined {
  const places = wanted.startsWith('/')
    ? [wanted.slice(1)]
    : [posix.join(posix.dirname(user), wanted), wanted, posix.join('miniprogram_npm', wanted)];
  return places
    .flatMap((place) => [place, `${place}/index`])
    .find((place) => !place.startsWith('..') && scriptOf(root, place));
}

const scriptOf = (root: string, path: string): string | undefined =>
  [`${path}.ts`, `${path}.js`].find((file) => existsSync(join(root, file)));

/** @returns undefined if there is no such file, or if it is not valid (a problem) */
function readJson(root: string, file: string, complain: Complain): object | undefined {
  if (!existsSync(join(root, file))) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    complain({ file, message: 'Expected a JSON object.' });
  } catch (error) {
    complain({
      file,
      message: `This is not valid JSON: ${error instanceof Error ? error.message : ''}.`,
    });
  }
  return undefined;
}
