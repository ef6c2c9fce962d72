import { parseArgs } from 'node:util';
import type { LocalCloud } from './local-cloud';
import type { Era } from './settings';

/** Not a port that other development servers like to take. */
const DEFAULT_PORT = 5140;

const HELP = `hongyan dev: runs a WeChat Cloud Development project on this computer

  hongyan dev [--project DIR] [--port N] [--timers auto|advance] [--era classic|current] [--json]

  --project DIR   folder with project.config.json (default: the current folder)
  --port N        port on 127.0.0.1; 0 takes any free one (default: ${DEFAULT_PORT})
  --timers MODE   auto: timers tick in real time; advance: only when the clock is moved (default: auto)
  --era ERA       classic: WeChat before 2020, with template messages; current: today's, with
                  subscribe messages only (default: classic)
  --json          print one line of JSON when ready: {"url", "pid", "readyMs"}
  --help          this text

The HTTP API is described in docs/local-cloud.md.
`;

/** The command line cannot be understood, or asks for what is not there yet. */
class UsageError extends Error {}

interface Arguments {
  project: string;
  port: number;
  timers: 'auto' | 'advance';
  era: Era;
  json: boolean;
}

/** @returns undefined if help was asked for */
function readArguments(args: string[]): Arguments | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [command = 'dev', ...more] = positionals;
  if (command !== 'dev' || more.length > 0) {
    throw new UsageError(`Unknown command "${positionals.join(' ')}". The command is "dev".`);
  }
  if (values.data !== undefined) {
    throw new UsageError(
      '--data is not there yet: the data live in memory. GET /_local/export and POST /_local/import keep them.',
    );
  }
  return {
    project: values.project,
    port: readPort(values.port),
    timers: readTimers(values.timers),
    era: readEra(values.era),
    json: values.json,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        project: { type: 'string', default: '.' },
        port: { type: 'string', default: String(DEFAULT_PORT) },
        timers: { type: 'string', default: 'auto' },
        era: { type: 'string', default: 'classic' },
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--port ${text}: expected a number from 0 to 65535.`);
}

function readTimers(text: string): 'auto' | 'advance' {
  if (text === 'auto' || text === 'advance') return text;
  throw new UsageError(`--timers ${text}: expected auto or advance.`);
}

function readEra(text: string): Era {
  if (text === 'classic' || text === 'current') return text;
  throw new UsageError(`--era ${text}: expected classic or current.`);
}

function greeting({ url, account, functions, settings }: LocalCloud): string {
  const list = functions.list();
  const timers = list.filter(({ triggers }) => triggers.length > 0).length;
  return `The local cloud is ready: ${url}

  environment ${account.env}, ${list.length} functions, ${timers} timers, era ${settings.current().era}

  in a browser     ${url}
  a user           curl -X POST ${url}/_local/users
  what is there    curl ${url}/_local/functions
  a week passes    curl ${url}/_local/clock -H 'Content-Type: application/json' -d '{"advance":"7d","ticks":"last"}'
  what happens     curl -N ${url}/_local/events

Stop with Ctrl+C.`;
}

/** Stops; then nothing is left and the process ends. A second signal ends it at once. */
function stopOnSignals(cloud: LocalCloud): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    cloud.stop().catch(fail);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

async function main(args: string[]): Promise<void> {
  const options = readArguments(args);
  if (!options) return void process.stdout.write(HELP);
  const { json, ...rest } = options;
  const { startLocalCloud } = await import('./local-cloud');
  const cloud = await startLocalCloud(rest);
  stopOnSignals(cloud);
  // `performance.now` counts from the start of the process.
  const ready = { url: cloud.url, pid: process.pid, readyMs: Math.round(performance.now()) };
  console.log(json ? JSON.stringify(ready) : greeting(cloud));
}

/** Mistakes of the person are told in one sentence, ours with the stack. */
function fail(error: unknown): void {
  const known = error instanceof Error && error.name === 'LocalCloudError';
  const usage = error instanceof UsageError;
  if (!(error instanceof Error)) console.error(error);
  else console.error(known || usage ? error.message : error.stack);
  if (usage) console.error('See hongyan --help.');
  process.exitCode = usage ? 2 : 1;
}

/**
 * Runs the command; the exit code is 2 for a wrong command line and 1 for every other failure.
 * @param args what comes after `hongyan`
 */
export const run = (args: string[]): Promise<void> => main(args).catch(fail);
