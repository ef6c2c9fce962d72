import type { CompileProblem } from '../protocol';
import { type Complain, MiniProgramProblems } from './problems';
import { bundleScripts } from './scripts';
import { readSource, type Source, type SourceUnit } from './source';
import { compileStyle, cssName } from './styles';
import { compileTemplates } from './templates';

/**
 * Compiles a mini-program for the phone.
 * @param root folder with `app.json`
 * @returns the script `app.js`: it starts the phone, or shows the mistakes if there are any
 */
export async function compileMiniProgram(root: string): Promise<string> {
  const problems: CompileProblem[] = [];
  try {
    const script = await compile(root, (problem) => problems.push(problem));
    if (problems.length === 0) return script;
  } catch (error) {
    if (!(error instanceof MiniProgramProblems)) throw error;
    problems.push(...error.problems);
  }
  return `showCompileProblems(${JSON.stringify(problems)});`;
}

async function compile(root: string, complain: Complain): Promise<string> {
  const source = readSource(root, complain);
  const templates = compileTemplates(source, complain);
  const appStyle = compileStyle(root, { path: 'app', kind: 'app', scope: '' }, complain);
  const units = source.units.map((unit) => unitCode(root, unit, complain));
  const fields = [
    `app: ${JSON.stringify(source.app)}`,
    `appStyle: ${JSON.stringify(appStyle)}`,
    `templates: ${templates}`,
    `units: {${units.join(',\n')}}`,
    ...loadApp(source),
  ];
  const script = await bundleScripts(root, `startPhone({${fields.join(',\n')}});`);
  return /\bdatabase\b/.test(script) ? `needDatabase();\n${script}` : script;
}

const loadApp = ({ appScript }: Source): string[] =>
  appScript ? [`loadApp: ${requireCode(appScript)}`] : [];

function unitCode(root: string, unit: SourceUnit, complain: Complain): string {
  const { path, kind, config, script } = unit;
  const scope = scopeOf(unit);
  const style = compileStyle(root, { path, kind, scope }, complain);
  const data = JSON.stringify({ kind, config, style, scope });
  return `${JSON.stringify(path)}: {...${data}, load: ${requireCode(script)}}`;
}

/** Styles of a component are its own unless it shares them (WeChat docs, "styleIsolation"). */
const scopeOf = ({ path, kind, config }: SourceUnit): string =>
  kind === 'page' || config['styleIsolation'] === 'shared' ? '' : cssName(path);

const requireCode = (script: string): string => `() => require(${JSON.stringify(`./${script}`)})`;
