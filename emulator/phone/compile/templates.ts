import { TmplGroup } from 'glass-easel-template-compiler';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Complain } from './problems';
import type { Source } from './source';

/** What the compiler says of a place in a template; lines and columns count from 0. */
interface TemplateRemark {
  level: 'Note' | 'Warn' | 'Error' | 'Fatal';
  code: number;
  message: string;
  startLine: number;
  startColumn: number;
}

/** Unknown prefixes and repeated attributes: WeChat's own compiler lets them pass. */
const TOLERATED = new Set([65545, 65549]);

/** WeChat's built-in components are made of a slot or of nothing. */
const BUILTINS = { 'builtin/slot': '<slot/>', 'builtin/empty': '' };

/**
 * Compiles the templates of every unit with what they import and include.
 * @returns JavaScript: an expression whose value is the templates by path
 */
export function compileTemplates({ root, units }: Source, complain: Complain): string {
  const group = new TmplGroup();
  try {
    for (const [path, template] of Object.entries(BUILTINS)) group.addTmpl(path, template);
    group.setExtraRuntimeScript('Q.C = globalThis.__wxsWrap;');
    const add = templateAdder(group, root, complain);
    for (const { path } of units) add(path);
    return group.getTmplGenObjectGroups();
  } finally {
    group.free();
  }
}

/** Adds a template, then the files that it names, each once. */
function templateAdder(group: TmplGroup, root: string, complain: Complain) {
  const seen = new Set<string>();
  const read = (file: string, user: string): string | undefined => {
    if (existsSync(join(root, file))) return readFileSync(join(root, file), 'utf8');
    complain({ file: `${user}.wxml`, message: `It names ${file}, which does not exist.` });
    return undefined;
  };
  const addScript = (path: string, user: string): void => {
    if (seen.has(`${path}.wxs`)) return;
    seen.add(`${path}.wxs`);
    const source = read(`${path}.wxs`, user);
    if (source === undefined) return;
    const script = source.replaceAll(REQUIRE, "require('$1')");
    group.addScript(path, script);
    for (const [, needed = ''] of script.matchAll(REQUIRE)) addScript(fromRoot(path, needed), user);
  };
  const add = (path: string, user = path): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const template = read(`${path}.wxml`, user);
    if (template === undefined) return;
    const remarks = (group.addTmpl(path, template) ?? []) as TemplateRemark[];
    for (const remark of remarks.filter(isMistake)) complain(problemOf(path, remark));
    for (const other of group.getDirectDependencies(path) as string[]) add(other, path);
    for (const script of group.getScriptDependencies(path) as string[]) addScript(script, path);
  };
  return add;
}

const isMistake = ({ level, code }: TemplateRemark): boolean =>
  level !== 'Note' && !TOLERATED.has(code);

const problemOf = (path: string, { message, startLine, startColumn }: TemplateRemark) => ({
  file: `${path}.wxml`,
  line: startLine + 1,
  column: startColumn + 1,
  message: `This template cannot be understood: ${message}.`,
});

/** How a wxs file names another; the compiler knows them without their ending. */
const REQUIRE = /\brequire\(\s*['"]([^'"]+?)(?:\.wxs)?['"]\s*\)/g;

/** A path as a file of the mini-program names it, from the root. */
export const fromRoot = (user: string, wanted: string): string =>
  wanted.startsWith('/') ? wanted.slice(1) : posix.join(posix.dirname(user), wanted);
