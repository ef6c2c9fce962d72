import * as v from 'valibot';
import type { Caller, Functions, Scheduler } from '../services';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** WeChat gives up two days after the first call (WeChat docs, `CloudPay`, payment callback). */
const GIVE_UP_AFTER = 48 * HOUR;

/**
 * The waits between the calls of a payment callback. The docs of Cloud Development promise only "up to two days"; the
 * spacing is that of WeChat Pay's own notices, the last wait repeated until the two days are over.
 */
const WAITS = [
  15 * SECOND,
  15 * SECOND,
  30 * SECOND,
  3 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
  3 * HOUR,
  3 * HOUR,
  3 * HOUR,
];
const LAST_WAIT = 6 * HOUR;

/** The shape of a notice in a saved state: a call that is due, or not understood yet. Times in ms. */
export const noticeSchema = v.object({
  functionName: v.string(),
  event: v.unknown(),
  firstAt: v.number(),
  /** Calls made so far. */
  calls: v.number(),
  dueAt: v.number(),
});
type Notice = v.InferOutput<typeof noticeSchema>;

/** How WeChat calls a function of its own accord. */
export interface Manner {
  /** For the clock's list of what has run. */
  label: string;
  callerOf: (event: unknown) => Caller;
  /** Whether the function's answer ends the matter. */
  isUnderstood: (answer: unknown) => boolean;
  /** The wait for the next call in ms; undefined if WeChat gives up. */
  waitAfter: (calls: number, sinceFirst: number) => number | undefined;
  /** An answer after so many (real) ms comes too late; any time will do if absent. */
  patienceMs?: number;
}

const isErrcodeZero = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'errcode' in answer && answer.errcode === 0;

/** The merchant's callback function, until it answers `{errcode: 0}`. */
export const paymentCallback: Manner = {
  label: 'payment callback',
  callerOf: () => ({ source: 'wx_paycallback' }),
  isUnderstood: isErrcodeZero,
  waitAfter: (calls, sinceFirst) => {
    const wait = WAITS[calls - 1] ?? LAST_WAIT;
    return sinceFirst + wait <= GIVE_UP_AFTER ? wait : undefined;
  },
};

/** Tells functions what has happened, again and again until they have understood. */
export interface Notifier {
  /** Makes the first call; settles after it, and never rejects. */
  notify(functionName: string, event: unknown): Promise<void>;
  /** Makes the first call in so many ms of virtual time. */
  plan(functionName: string, event: unknown, delayMs: number): void;
  save(): Notice[];
  /** Drops what is pending and schedules the given notices instead. */
  restore(notices: Notice[]): void;
}

/** Makes a notifier; repetitions are tasks of the scheduler. */
export const createNotifier = (
  scheduler: Scheduler,
  invoke: Functions['invoke'],
  manner: Manner,
): Notifier => {
  const pending = new Map<Notice, () => void>();

  const schedule = (notice: Notice): void => {
    const label = `${manner.label} ${notice.functionName}, call ${notice.calls + 1}`;
    pending.set(
      notice,
      scheduler.at(notice.dueAt, label, () => call(notice)),
    );
  };

  const ask = async ({ functionName, event }: Notice): Promise<boolean> => {
    const caller = manner.callerOf(event);
    const answer = invoke(functionName, structuredClone(event), caller);
    const inTime = await within(manner.patienceMs, answer);
    return inTime !== undefined && 'result' in inTime && manner.isUnderstood(inTime.result);
  };

  const call = async (notice: Notice): Promise<void> => {
    notice.calls += 1;
    const understood = await ask(notice).catch(() => false);
    if (!pending.has(notice)) return; // dropped by `restore` while the function ran
    pending.delete(notice);
    if (understood) return;
    const now = scheduler.now();
    const wait = manner.waitAfter(notice.calls, now - notice.firstAt);
    if (wait === undefined) return;
    notice.dueAt = now + wait;
    schedule(notice);
  };

  return {
    notify: (functionName, event) => {
      const now = scheduler.now();
      const notice = { functionName, event, firstAt: now, calls: 0, dueAt: now };
      pending.set(notice, () => undefined);
      return call(notice);
    },
    plan: (functionName, event, delayMs) => {
      const dueAt = scheduler.now() + delayMs;
      schedule({ functionName, event, firstAt: dueAt, calls: 0, dueAt });
    },
    save: () => structuredClone([...pending.keys()]),
    restore: (notices) => {
      for (const cancel of pending.values()) cancel();
      pending.clear();
      structuredClone(notices).forEach(schedule);
    },
  };
};

/** @returns undefined if the work takes longer than so many ms */
async function within<T>(ms: number | undefined, work: Promise<T>): Promise<T | undefined> {
  if (ms === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined).unref();
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
