/**
 * `npm run bench`: what this project promises, measured now on this computer beside what others do
 * (docs/bench.md). Prints a table for each part, and writes all of them as JSON.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LocalCloud } from '../emulator/local-cloud';
import { compareColdStarts } from './bench/cold-start';
import { compareContention } from './bench/contention';
import { compareDispatchers } from './bench/dispatcher';
import { examineDocuments } from './bench/documents/documents';
import { measureImmediate } from './bench/immediate';
import { measurePhone } from './bench/phone';
import { root, startBenchCloud, workshop } from './bench/project';
import { countBudgets, formatReport, type Report } from './bench/report';
import { measureSizes } from './bench/sizes';
import { compareStarts } from './bench/start';
import { pointSdkAt } from './outsider';

interface Run {
  /** Smaller numbers, for a look while one works. */
  quick: boolean;
  /** The one cloud of all comparisons. */
  cloud: LocalCloud;
}

const parts: Record<string, (run: Run) => Promise<Report>> = {
  dispatch: ({ cloud, quick }) => compareDispatchers(cloud, quick ? 200 : 1000),
  contention: ({ cloud }) => compareContention(cloud),
  cold: ({ cloud, quick }) => compareColdStarts(cloud, quick ? 3 : 10),
  immediate: ({ cloud, quick }) => measureImmediate(cloud, quick ? 5 : 40),
  start: ({ quick }) => compareStarts(quick ? 1 : 5),
  sizes: measureSizes,
  phone: ({ quick }) => measurePhone(quick ? 1 : 5),
  documents: ({ quick }) => examineDocuments(quick ? [1000, 10_000] : [1000, 100_000, 1_000_000]),
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string', default: join(workshop, 'bench.json') },
    },
  });
  const chosen = choose(values.only);
  const { quick, json } = values;
  const about = { ...circumstances(), quick };
  const { node, cpus: count, load } = about;
  console.log(
    `Node ${node}, ${count} processors, load ${load}${load > 1 ? ': too busy for speeds' : ''}`,
  );
  const cloud = await startBenchCloud();
  const reports: Record<string, Report & { seconds: number }> = {};
  try {
    pointSdkAt(cloud.url, cloud.account.env);
    for (const name of chosen) {
      const startedAt = performance.now();
      const report = await parts[name]?.({ cloud, quick });
      if (!report) continue;
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      reports[name] = { ...report, seconds };
      console.log(`\n${formatReport(report)}\n  ${seconds} s`);
      write(json, { ...about, parts: reports });
    }
  } finally {
    await cloud.stop();
  }
  console.log(`\n${countBudgets(Object.values(reports))}\n${json}`);
}

/** @throws Error that names the parts there are */
function choose(only: string | undefined): string[] {
  const known = Object.keys(parts);
  const chosen = only?.split(',') ?? known;
  const unknown = chosen.find((name) => !known.includes(name));
  if (unknown === undefined) return chosen;
  throw new Error(`--only: expected some of ${known.join(', ')}, got ${unknown}.`);
}

/** What the numbers depend on; taken before anything is measured. */
const circumstances = () => ({
  date: new Date().toISOString(),
  commit: commit(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpus: availableParallelism(),
  cpu: cpus()[0]?.model ?? '',
  load: Number((loadavg()[0] ?? 0).toFixed(2)),
});

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root })
      .toString()
      .trim();
  } catch {
    return 'unknown'; // a copy without its history
  }
}

function write(file: string, content: object): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
