import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { invocationVariables, processVariables } from '../../emulator/functions/environment';
import type { LocalCloud } from '../../emulator/local-cloud';
import { root, workshop } from './project';
import { atMost, median, type Report, type Row } from './report';

/** A function as it is usual: it asks the database once. */
const FUNCTION = 'listGoods';
const WARM_UPS = 2;
/** The whole of a start of the bundle, beside the same from node_modules. */
const BUDGET = 0.7;

/** What one fresh process took, in ms from the first line of its own. */
interface Start {
  loaded: number;
  begun: number;
  answered: number;
}

/**
 * Starts one function from nothing in three builds: the bundle that is deployed, the same code with
 * its packages in node_modules, and the bundle with V8's code cache. In turn, so that a busy moment
 * of the computer strikes all of them.
 */
export async function compareColdStarts(cloud: LocalCloud, runs: number): Promise<Report> {
  await cloud.state.reset();
  const environment = environmentOf(cloud);
  const builds = await buildAll(environment);
  const starts = builds.map((): Start[] => []);
  for (let i = 0; i < WARM_UPS + runs; i++) {
    for (const [n, { file }] of builds.entries()) {
      const start = await startOnce(file, environment);
      if (i >= WARM_UPS) starts[n]?.push(start);
    }
  }
  return {
    title: `Cold start of ${FUNCTION}, median of ${runs} new processes, ms`,
    columns: builds.map(({ title }) => title),
    rows: rowsOf(starts),
    notes: [
      'the share of node_modules is that of the initialised SDK',
      'a code cache is taken by the very same V8 only, so it would have to be written where it runs',
    ],
    details: starts,
  };
}

function rowsOf(starts: readonly Start[][]): Row[] {
  const medians = (of: (start: Start) => number) => starts.map((own) => median(own.map(of)));
  const begun = medians((start) => start.begun);
  const [ours = 0, usual = 1] = begun;
  const ms = (values: number[]): string[] => values.map((value) => value.toFixed(0));
  return [
    { what: 'module loaded', cells: ms(medians((start) => start.loaded)) },
    { what: 'SDK initialised', cells: ms(begun) },
    { what: 'first call answered', cells: ms(medians((start) => start.answered)) },
    {
      what: 'share of node_modules',
      cells: begun.map((value) => (value / usual).toFixed(2)),
      budget: atMost(BUDGET, ours / usual),
    },
  ];
}

/** The deployed bundle first, then what it is compared with. */
async function buildAll(
  environment: NodeJS.ProcessEnv,
): Promise<{ title: string; file: string }[]> {
  const folder = join(workshop, 'cold');
  rmSync(folder, { recursive: true, force: true });
  const bundle = join(root, 'dist/functions', FUNCTION, 'index.js');
  const modules = join(folder, 'modules/index.js');
  await build({
    entryPoints: [join(root, 'cloudfunctions', FUNCTION, 'main.ts')],
    outfile: modules,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node16',
  });
  const cached = join(folder, 'cached');
  mkdirSync(cached);
  copyFileSync(bundle, join(cached, 'bundle.js'));
  copyFileSync(join(root, 'scripts/bench/cold-cached.cjs'), join(cached, 'index.js'));
  await run(process.execPath, [join(cached, 'index.js'), 'write'], { env: environment });
  return [
    { title: 'bundle', file: bundle },
    { title: 'node_modules', file: modules },
    { title: 'bundle, code cache', file: join(cached, 'index.js') },
  ];
}

const run = promisify(execFile);

/** A user's call, as the function's process finds it in the cloud. */
function environmentOf({ url, account, wechat }: LocalCloud): NodeJS.ProcessEnv {
  const caller = { source: 'wx_client', openid: wechat.createUser().openid };
  const { env, appid } = account;
  const place = { env, appid };
  return {
    ...processVariables(place),
    ...invocationVariables('', caller, place, `${url}/admin`),
  };
}

async function startOnce(file: string, env: NodeJS.ProcessEnv): Promise<Start> {
  const probe = join(root, 'scripts/bench/cold-probe.cjs');
  const { stdout } = await run(process.execPath, [probe, file], { env });
  const { ok, ...start } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Start & {
    ok: boolean;
  };
  if (!ok) throw new Error(`${file} refused its call: ${stdout}`);
  return start;
}
