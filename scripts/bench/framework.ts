import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startProgram } from './processes';
import { root, workshop } from './project';

/** The framework with which CloudBase runs a function on a developer's computer. */
const PACKAGE = '@cloudbase/functions-framework';
const VERSION = '1.18.0';
export const FRAMEWORK = `${PACKAGE}@${VERSION}`;

const folder = join(workshop, 'functions-framework');
const program = join(folder, 'node_modules', PACKAGE, 'bin/tcb-ff.js');
const preload = join(root, 'scripts/bench/loopback-only.cjs');

/**
 * Installs it beside the bench, unless it is there.
 * @throws Error if the registry cannot be reached
 */
export async function installFramework(): Promise<void> {
  if (installedVersion() === VERSION) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=0'];
  await promisify(execFile)('npm', ['install', ...quiet, FRAMEWORK], { cwd: folder });
}

function installedVersion(): string | undefined {
  try {
    const manifest = join(folder, 'node_modules', PACKAGE, 'package.json');
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/**
 * Starts it for the function in a folder, as its documentation says, but on loopback only.
 * @returns ms from spawn to the first answer of the function
 */
export async function startFramework(functionFolder: string): Promise<number> {
  const port = await freePort();
  const args = ['--require', preload, program, `--port=${port}`];
  const running = startProgram(args, functionFolder);
  try {
    while (!(await answers(`http://127.0.0.1:${port}/`))) await sleep(2);
    return Math.round(performance.now() - running.startedAt);
  } finally {
    await running.stop();
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    async (response) => response.ok && (await response.text()).length > 0,
    () => false,
  );

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
