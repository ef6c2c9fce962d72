/**
 * `npm run chaos [-- --seed N --minutes M --era classic|current|both --round K --json]`: plays random
 * histories on a local cloud with the real functions, kills and drops what it can, and compares our
 * ledger, WeChat's books and every inbox (docs/delivery.md). The same seed gives the same histories;
 * which of two processes is faster is not in its hands.
 *
 * Ends with 1 if the promise was broken, with the shortest history that breaks it, 2 for a wrong option.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { type LocalCloud, startLocalCloud } from '../emulator/local-cloud';
import type { Era } from '../emulator/settings';
import { type History, linesOf } from './chaos/history';
import { imagine, usualSize } from './chaos/imagine';
import { playRound, type Round, Stopped } from './chaos/round';
import { shrink } from './chaos/shrink';
import { createCounter, type Tally, tallyLines } from './chaos/tally';

const root = resolve(__dirname, '../..');

/** The search for a shorter history may take this long. */
const SHRINK_MS = 120_000;

const whole = v.pipe(
  v.string(),
  v.regex(/^\d{1,9}$/, 'expected a whole number'),
  v.transform(Number),
);
const Options = v.object({
  seed: v.optional(whole),
  minutes: v.optional(
    v.pipe(v.string(), v.transform(Number), v.minValue(0.1, 'expected minutes')),
    '1',
  ),
  era: v.optional(
    v.picklist(['classic', 'current', 'both'], 'expected classic, current or both'),
    'both',
  ),
  round: v.optional(whole),
  json: v.optional(v.boolean(), false),
});
type Options = v.InferOutput<typeof Options>;

/** @throws Error for an option that does not exist or has a wrong value */
function readOptions(): Options {
  const text = { type: 'string' } as const;
  const options = {
    seed: text,
    minutes: text,
    era: text,
    round: text,
    json: { type: 'boolean' },
  } as const;
  const parsed = v.safeParse(Options, parseArgs({ options }).values);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`--${v.getDotPath(issue)} ${String(issue.input)}: ${issue.message}.`);
}

/** What a run has found. */
interface Result {
  seed: number;
  tally: Tally;
  /** Whether somebody has stopped it before its time was over. */
  stopped: boolean;
  /** Absent if the promise held. */
  broken?: { round: number; era: Era; sentences: string[]; history: string[]; replay: string };
}

const eraOf = (round: number, era: Options['era']): Era => {
  if (era !== 'both') return era;
  return round % 2 === 0 ? 'classic' : 'current';
};

async function run(
  cloud: LocalCloud,
  options: Options,
  seed: number,
  signal: AbortSignal,
): Promise<Result> {
  const counter = createCounter(cloud);
  const until = Date.now() + options.minutes * 60_000;
  const only = options.round;
  try {
    for (let number = only ?? 0; Date.now() < until; number++) {
      const era = eraOf(number, options.era);
      const history = imagine(seed, number, era, usualSize);
      const round = await playRound(cloud, history, signal);
      counter.add(era, round);
      if (!options.json) console.log(lineOf(number, era, round));
      if (round.broken.length > 0) {
        const shortest = await shorten(cloud, history, round, signal);
        const replay = `npm run chaos -- --seed ${seed} --era ${options.era} --round ${number}`;
        const broken = { round: number, era, sentences: round.broken, history: shortest, replay };
        return { seed, tally: counter.tally(), stopped: false, broken };
      }
      if (only !== undefined) break;
    }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  } finally {
    counter.stop();
  }
  return { seed, tally: counter.tally(), stopped: signal.aborted };
}

const lineOf = (
  number: number,
  era: Era,
  { deeds, struck, messages, cards, broken }: Round,
): string =>
  `round ${number} (${era}): ${deeds} deeds, ${struck.length} blows, ${messages.length} messages, ` +
  `${cards} cards: ${broken.length === 0 ? 'kept' : 'BROKEN'}`;

/** The shortest history that can be found in time, in lines. */
async function shorten(
  cloud: LocalCloud,
  history: History,
  round: Round,
  signal: AbortSignal,
): Promise<string[]> {
  const until = Date.now() + SHRINK_MS;
  const played = { ...history, moments: history.moments.slice(0, round.moments) };
  const shorter = await shrink(played, {
    breaks: (tried) =>
      playRound(cloud, tried, signal).then(({ broken }) => broken.length > 0, notIfStopped),
    hasTime: () => Date.now() < until && !signal.aborted,
  });
  if (shorter) return linesOf(shorter);
  return ['A race: played again, this history did no harm.', ...linesOf(played)];
}

const notIfStopped = (error: unknown): false => {
  if (error instanceof Stopped) return false;
  throw error;
};

function tell({ seed, tally, stopped, broken }: Result): void {
  for (const line of tallyLines(tally)) console.log(line);
  if (!broken)
    return console.log(`seed ${seed}: ${stopped ? partly(tally) : 'the promise was kept.'}`);
  console.log(`\nseed ${seed}, round ${broken.round} (${broken.era}): THE PROMISE WAS BROKEN`);
  for (const line of [...broken.sentences, '', ...broken.history, '', broken.replay])
    console.log(line);
}

const partly = ({ rounds }: Tally): string =>
  `stopped after ${rounds.classic + rounds.current} rounds: nothing broken so far.`;

async function main(options: Options): Promise<boolean> {
  const seed = options.seed ?? Math.floor(Math.random() * 1e9);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  if (!options.json) console.log(`seed ${seed}`);
  const workerFile = resolve(root, 'dist/emulator/worker.cjs');
  const cloud = await startLocalCloud({ project: root, timers: 'advance', workerFile });
  try {
    const result = await run(cloud, options, seed, stop.signal);
    if (options.json) console.log(JSON.stringify(result));
    else tell(result);
    return !result.broken;
  } finally {
    await cloud.stop();
  }
}

const complain =
  (code: number) =>
  (error: unknown): void => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = code;
  };

try {
  main(readOptions()).then((kept) => void (process.exitCode = kept ? 0 : 1), complain(1));
} catch (error) {
  complain(2)(error);
}
