import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { LocalCloudError } from '../errors';
import type { FunctionInfo } from '../services';

/** A function of the project and where it is. */
export interface Definition {
  info: FunctionInfo;
  folder: string;
  /** Path of `index.js`. */
  file: string;
  /** Changes when a file of the function changes; a process that was started before is stale. */
  stamp: string;
}

/** `timeout` (seconds) and `memorySize` (MB) are ours; the cloud has them in its console. */
const Config = v.object({
  permissions: v.optional(v.object({ openapi: v.optional(v.array(v.string()), []) }), {}),
  triggers: v.optional(
    v.array(v.object({ name: v.string(), type: v.literal('timer'), config: v.string() })),
    [],
  ),
  timeout: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(900)), 3),
  memorySize: v.optional(v.pipe(v.number(), v.minValue(64), v.maxValue(3072)), 256),
});

/** Also keeps names such as `../other` out. */
const NAME = /^[A-Za-z][\w-]{0,59}$/;

const invalid = (file: string, why: string): LocalCloudError =>
  new LocalCloudError('FUNCTION_INVALID', `${file} is not valid: ${why}. Mend it and call again.`);

function readConfig(file: string): v.InferOutput<typeof Config> {
  if (!existsSync(file)) return v.parse(Config, {});
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : String(error));
  }
  const checked = v.safeParse(Config, value);
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  throw invalid(file, `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
}

/** The files of a function without its installed packages, which are too many to look at. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

function stampOf(folder: string): string {
  const stats = filesOf(folder).map((file) => statSync(file, { throwIfNoEntry: false }));
  return stats.map((stat) => `${stat?.mtimeMs}:${stat?.size}`).join();
}

/**
 * Reads one function of a project from its folder `<root>/<name>`.
 * @returns `undefined` if there is no `index.js`
 * @throws LocalCloudError `FUNCTION_INVALID` if `config.json` is not valid
 */
export function findFunction(root: string, name: string): Definition | undefined {
  const folder = join(root, name);
  const file = join(folder, 'index.js');
  if (!NAME.test(name) || !existsSync(file)) return undefined;
  const { permissions, triggers, timeout, memorySize } = readConfig(join(folder, 'config.json'));
  const info: FunctionInfo = {
    name,
    timeout,
    memorySize,
    openapi: permissions.openapi,
    triggers: triggers.map((trigger) => ({ name: trigger.name, config: trigger.config })),
  };
  return { info, folder, file, stamp: stampOf(folder) };
}

/**
 * All functions of a project by name; folders without an `index.js` are none.
 * @throws LocalCloudError `FUNCTION_INVALID` if a `config.json` is not valid
 */
export function listFunctions(root: string): FunctionInfo[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .sort()
    .flatMap((name) => findFunction(root, name)?.info ?? []);
}
