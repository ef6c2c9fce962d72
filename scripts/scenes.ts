/**
 * `npm run scenes [-- --env ID] [--against local|account] [--json]`: every scene with a preview, its
 * limits and its problems. With `--against` it compares with the template list of the local cloud or of
 * your account, and changes nothing there. Ends non-zero if there is a problem.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { environments } from '../cloudfunctions/core/scenes/environments';
import { startLocalCloud } from '../emulator/local-cloud';
import { type AccountTemplate, listTemplates } from './account-templates';
import { hasProblems, type Preview, reportScenes, type SceneReport } from './scene-report';

const root = resolve(__dirname, '../..');

/** A mistake of the person who runs it. */
class UsageError extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      env: { type: 'string', default: 'local-hongyan' },
      against: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const known = Object.keys(environments);
  if (!known.includes(values.env)) {
    const where = 'cloudfunctions/core/scenes/environments.ts';
    throw new UsageError(
      `There is no environment "${values.env}" in ${where}: ${known.join(', ')}.`,
    );
  }
  return values;
}

/** @returns undefined if nothing is to be compared */
async function accountOf(against: string | undefined): Promise<AccountTemplate[] | undefined> {
  if (against === undefined) return undefined;
  if (against === 'local') return fromLocalCloud();
  if (against === 'account') return listTemplates(realAccess());
  throw new UsageError(`--against ${against}: expected local or account.`);
}

function realAccess() {
  const { WECHAT_APP_ID: appid, WECHAT_APP_SECRET: secret, WECHAT_API } = process.env;
  const api = WECHAT_API ?? 'https://api.weixin.qq.com';
  if (appid && secret) return { api, appid, secret };
  throw new UsageError(
    'Set WECHAT_APP_ID and WECHAT_APP_SECRET (the console of the mini-program, 开发设置) to ask the account.',
  );
}

async function fromLocalCloud(): Promise<AccountTemplate[]> {
  const { appid, secret } = JSON.parse(readFileSync(resolve(root, 'local-cloud.json'), 'utf8')) as {
    appid: string;
    secret: string;
  };
  const workerFile = resolve(root, 'dist/emulator/worker.cjs');
  const cloud = await startLocalCloud({ project: root, timers: 'advance', workerFile });
  try {
    return await listTemplates({ api: `${cloud.url}/wechat-api`, appid, secret });
  } finally {
    await cloud.stop();
  }
}

function print(report: readonly SceneReport[]): void {
  for (const { scene, title, kinds, page, previews, problems } of report) {
    console.log(`\n${scene}  ${title}`);
    console.log(`  paid with ${kinds.join(', then ') || 'nothing'}; opens ${page}`);
    previews.forEach(printPreview);
    for (const problem of problems) console.log(`  ✗ ${problem}`);
  }
}

const names = {
  template: 'template message',
  subscribe: 'subscribe message',
  longTerm: 'long-term',
};

function printPreview({ channel, templateId, rows, problems }: Preview): void {
  console.log(`  ${names[channel]} ${templateId}`);
  for (const { keyword, value, limit } of rows) {
    console.log(`    │ ${keyword}  ${value}${limit && `   (${limit})`}`);
  }
  for (const problem of problems) console.log(`    ✗ ${problem}`);
}

async function main(): Promise<number> {
  const { env, against, json } = readOptions();
  const report = reportScenes(env, await accountOf(against));
  const failed = hasProblems(report);
  if (json) console.log(JSON.stringify(report, null, 2));
  else print(report);
  const compared = against ? `, compared with the templates of ${against}` : '';
  if (!json)
    console.log(`\n${report.length} scenes${compared}: ${failed ? 'see ✗' : 'no problem'}.`);
  return failed ? 1 : 0;
}

main().then(
  (code) => void (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
