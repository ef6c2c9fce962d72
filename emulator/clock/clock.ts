import { LocalCloudError } from '../errors';
import type { Scheduler } from '../services';
import { createAgenda, type Entry } from './agenda';
import { createRepeats, type Schedule, type Ticks } from './repeats';

/** A task or a tick that has run. */
export interface Fired {
  label: string;
  /** When it was due, in virtual time. */
  at: number;
  /** False if it threw. */
  ok: boolean;
}

/** Virtual time, and everything that happens because time passes. */
export interface VirtualClock extends Scheduler {
  /** Milliseconds that the clock is ahead of real time. */
  offset(): number;
  /**
   * Runs `tick` at every time of `schedule` from now on.
   * @returns a function that ends it
   */
  repeat(label: string, schedule: Schedule, tick: (due: number) => Promise<void>): () => void;
  /**
   * Lets `ms` milliseconds pass at once: see `set`.
   * @throws LocalCloudError `BAD_REQUEST`
   */
  advance(ms: number, ticks?: Ticks): Promise<Fired[]>;
  /**
   * Moves the clock forward to `time`. Waits for what is running, then fires everything that is
   * due in between, one after the other, the clock standing at the time each was due.
   * @param ticks `last` leaves out all ticks of a repeat but the last one
   * @returns what was fired, in order
   * @throws LocalCloudError `BAD_REQUEST` if `time` has passed or too many ticks would fire
   */
  set(time: number, ticks?: Ticks): Promise<Fired[]>;
  /**
   * Runs `work` while time stands for tasks: nothing is running when it begins and nothing fires
   * until it ends. Calls of `advance`, `set` and `exclusive` take turns.
   */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** Drops every task, moves to `offset` (also back) and lets all repeats begin anew. */
  restart(offset: number): void;
  /** Fires nothing from now on; resolves when what is running has ended. */
  stop(): Promise<void>;
}

export interface ClockOptions {
  /** Real time in ms since 1970. */
  real?: () => number;
  /** `auto`: tasks and ticks also fire by themselves; `advance`: only when the clock is moved. */
  timers: 'auto' | 'advance';
  /** Resolves when no function is running. */
  idle?: () => Promise<void>;
  /** Told of everything that has run, with the error if it threw. */
  onFired?: (fired: Fired, error?: unknown) => void;
  /** Told that somebody has moved the clock, when it stands at its new time. */
  onMoved?: () => void;
}

/** The longest delay of `setTimeout`; for later entries the clock looks again. */
const LONGEST_DELAY = 2 ** 31 - 1;
/** The last year of a cron expression; also keeps dates valid. */
const END_OF_TIME = Date.UTC(2100, 0, 1);

/**
 * A clock that shows real time plus an offset, and the scheduler of the local cloud.
 *
 * Real time goes on while a tick of an advance runs, so that `now()`, the dates in function
 * processes and the dates in the database agree, and time never goes back. A tick therefore stands
 * at its due time, or later if the ticks before it took longer than the gap between them; after an
 * advance the clock stands at the target, or later for the same reason.
 */
export function createClock(options: ClockOptions): VirtualClock {
  const { real = Date.now, timers, idle = () => Promise.resolve(), onFired, onMoved } = options;
  const agenda = createAgenda();
  const inFlight = new Set<Promise<unknown>>();
  let offset = 0;
  let held = false;
  let stopped = false;
  let alarm: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const now = (): number => real() + offset;
  const standAt = (time: number): void => void (offset += Math.max(0, time - now()));

  const rearm = (): void => {
    clearTimeout(alarm);
    const due = agenda.first()?.due;
    if (timers === 'advance' || held || stopped || due === undefined) return;
    const delay = Math.min(Math.max(due - now(), 0), LONGEST_DELAY);
    alarm = setTimeout(fireDue, delay).unref();
  };
  const add = (entry: Entry): void => {
    agenda.add(entry);
    if (agenda.first() === entry) rearm();
  };
  const remove = (entry: Entry): void => agenda.remove(entry);
  const repeats = createRepeats({ now, add, remove, skips: timers === 'auto' });

  const fire = async (entry: Entry): Promise<Fired> => {
    agenda.remove(entry);
    const { label, due: at } = entry;
    const told = (fired: Fired, error?: unknown): Fired => {
      onFired?.(fired, error);
      return fired;
    };
    try {
      await entry.run(at);
      return told({ label, at, ok: true });
    } catch (error) {
      return told({ label, at, ok: false }, error);
    }
  };
  const fireDue = (): void => {
    const time = now();
    for (let entry = agenda.first(); entry && entry.due <= time; entry = agenda.first()) {
      const running = fire(entry).finally(() => inFlight.delete(running));
      inFlight.add(running);
    }
    rearm();
  };

  const move = async (target: number, ticks: Ticks): Promise<Fired[]> => {
    checkTarget(target, now());
    repeats.prepare(target, ticks);
    const fired: Fired[] = [];
    for (let entry = agenda.first(); entry && entry.due <= target; entry = agenda.first()) {
      if (stopped) return fired;
      standAt(entry.due);
      fired.push(await fire(entry));
      await idle();
    }
    standAt(target);
    onMoved?.();
    return fired;
  };
  const exclusive = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(async () => {
      held = true;
      rearm();
      await Promise.all(inFlight);
      await idle();
      return work();
    });
    turn = result
      .catch(() => undefined)
      .then(() => {
        held = false;
        rearm();
      });
    return result;
  };

  return {
    now,
    offset: () => offset,
    at(time, label, task) {
      const entry = { due: time, label, run: task };
      add(entry);
      return () => agenda.remove(entry);
    },
    repeat: (label, schedule, tick) => repeats.start(label, schedule, tick),
    advance: (ms, ticks = 'all') => exclusive(() => move(now() + ms, ticks)),
    set: (time, ticks = 'all') => exclusive(() => move(time, ticks)),
    exclusive,
    restart(to) {
      for (let entry = agenda.first(); entry; entry = agenda.first()) agenda.remove(entry);
      offset = to;
      repeats.restart();
      onMoved?.();
    },
    async stop() {
      stopped = true;
      clearTimeout(alarm);
      await Promise.all([turn, ...inFlight]);
    },
  };
}

function checkTarget(target: number, now: number): void {
  if (target >= now && target < END_OF_TIME) return;
  throw new LocalCloudError(
    'BAD_REQUEST',
    `The clock cannot move to ${target} (ms since 1970): it shows ${new Date(now).toISOString()} and only moves ` +
      'forward, until 2099. Give a later time, or reset the local cloud to return to real time.',
  );
}
