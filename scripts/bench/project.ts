import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { type LocalCloud, startLocalCloud } from '../../emulator/local-cloud';
import type { IndexDefinition } from '../../emulator/services';

/** Folder of the repository. */
export const root = resolve(__dirname, '../..');
/** Where the bench writes; nothing of it is kept. */
export const workshop = join(root, 'dist/bench');

/** What WeChat's servers and the cloud's database take, as every comparison assumes, in ms. */
export const LATENCY = { databaseMs: 20, wechatMs: 50 };
export const NO_LATENCY = { databaseMs: 0, wechatMs: 0 };

/** The functions that the dispatcher is compared with; demos differ in how much leaves at once. */
const rivals = [
  { name: 'demoPattern', folder: 'demo-pattern', define: { AT_ONCE: '1000' } },
  { name: 'demoPattern20', folder: 'demo-pattern', define: { AT_ONCE: '20' } },
  { name: 'safeLoop', folder: 'safe-loop', define: {} },
];

const index = (...fields: string[]): IndexDefinition => ({
  name: fields.join('_'),
  keys: fields.map((name) => ({ name, direction: '1' })),
});

const rivalCollections = {
  demoMessages: { indexes: [index('done', 'date')] },
  loopMessages: { indexes: [index('state', 'dueAt'), index('state', 'leaseUntil')] },
  loopCredits: { indexes: [index('openid', 'state'), index('messageId')] },
  loopAttempts: {},
  counters: {},
};

/**
 * Starts one local cloud for everything that is compared: the shop's functions as they are deployed
 * and the rivals, built in the same way, in one project. No event pushes, which no rival takes.
 */
export async function startBenchCloud(): Promise<LocalCloud> {
  const project = join(workshop, 'project');
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  cpSync(join(root, 'dist/functions'), join(project, 'functions'), { recursive: true });
  for (const rival of rivals) await buildRival(project, rival);
  const { collections } = readJson('database.json');
  const { pushes: _, ...account } = readJson('local-cloud.json');
  const { pages } = readJson('miniprogram/app.json');
  const files = {
    'project.config.json': { appid: account.appid, cloudfunctionRoot: 'functions/' },
    'database.json': { collections: { ...(collections as object), ...rivalCollections } },
    'local-cloud.json': { ...account, pages },
  };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(project, name), JSON.stringify(content, null, 2));
  }
  return startLocalCloud({ project, timers: 'advance', workerFile });
}

/** The worker of the function runtime as it is built. */
export const workerFile = join(root, 'dist/emulator/worker.cjs');

async function buildRival(
  project: string,
  { name, folder, define }: (typeof rivals)[number],
): Promise<void> {
  const source = join(root, 'scripts/bench', folder);
  const target = join(project, 'functions', name);
  await build({
    absWorkingDir: root,
    entryPoints: [join(source, 'main.ts')],
    outfile: join(target, 'index.js'),
    bundle: true,
    platform: 'node',
    target: 'node16',
    define,
    logLevel: 'warning',
  });
  cpSync(join(source, 'config.json'), join(target, 'config.json'));
}

const readJson = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, unknown>;
