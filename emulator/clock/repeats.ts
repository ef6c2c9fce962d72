import { LocalCloudError } from '../errors';
import type { Entry } from './agenda';

/** The times at which something repeats, for example a cron expression. */
export interface Schedule {
  /** The first time after `time`, or null if there is none. */
  next(time: number): number | null;
  /** The last time before or at `time`, or null if there is none. */
  last(time: number): number | null;
}

/** Which ticks an advance fires: every one, or the last one of each repeat. */
export type Ticks = 'all' | 'last';

/** An advance over more ticks than this takes minutes: somebody who wants it can do it in parts. */
const MOST_TICKS = 5000;

interface Repeat {
  schedule: Schedule;
  entry: Entry;
}

interface Agenda {
  now(): number;
  add(entry: Entry): void;
  remove(entry: Entry): void;
  /** Ticks that were missed (the computer slept) are left out. */
  skips: boolean;
}

/** What repeats on a clock; each repeat has its next tick in the agenda. */
export interface Repeats {
  start(label: string, schedule: Schedule, tick: (due: number) => Promise<void>): () => void;
  /** Looks at the ticks until `target`: skips for `last`, and for `all` refuses too many. */
  prepare(target: number, ticks: Ticks): void;
  /** Puts the next tick of each repeat into an agenda that was emptied. */
  restart(): void;
}

/** Repeats whose next ticks live in `agenda`. */
export function createRepeats(agenda: Agenda): Repeats {
  const running = new Set<Repeat>();

  const plan = ({ entry }: Repeat, due: number | null): void => {
    agenda.remove(entry);
    entry.due = due ?? Infinity;
    if (due !== null) agenda.add(entry);
  };

  return {
    start(label, schedule, tick) {
      const run = (due: number): Promise<void> => {
        const after = agenda.skips ? Math.max(due, agenda.now()) : due;
        if (running.has(repeat)) plan(repeat, schedule.next(after));
        return tick(due);
      };
      const repeat: Repeat = { schedule, entry: { due: Infinity, label, run } };
      running.add(repeat);
      plan(repeat, schedule.next(agenda.now()));
      return () => {
        running.delete(repeat);
        agenda.remove(repeat.entry);
      };
    },
    prepare(target, ticks) {
      if (ticks === 'all') return refuseTooMany(running, target);
      for (const repeat of running) {
        const last = repeat.schedule.last(target);
        if (last !== null && last > repeat.entry.due) plan(repeat, last);
      }
    },
    restart() {
      for (const repeat of running) plan(repeat, repeat.schedule.next(agenda.now()));
    },
  };
}

function refuseTooMany(repeats: Iterable<Repeat>, target: number): void {
  let count = 0;
  for (const { schedule, entry } of repeats) {
    let due: number | null = entry.due;
    for (; due !== null && due <= target && count <= MOST_TICKS; due = schedule.next(due))
      count += 1;
  }
  if (count <= MOST_TICKS) return;
  throw new LocalCloudError(
    'BAD_REQUEST',
    `More than ${MOST_TICKS} timer ticks fall into this time, and each of them would run its ` +
      "function. Advance with ticks: 'last' to run only the last tick of each timer, or in shorter steps.",
  );
}
