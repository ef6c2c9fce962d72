import * as v from 'valibot';
import type { Scheduler } from '../services';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** WeChat gives up two days after the first call (WeChat docs, `CloudPay`, payment callback). */
const GIVE_UP_AFTER = 48 * HOUR;

/**
 * The waits between the calls. The docs of Cloud Development promise only "up to two days"; the
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

/** The shape of a notice in a saved state: a callback that is not answered yet. Times in ms. */
export const noticeSchema = v.object({
  functionName: v.string(),
  event: v.record(v.string(), v.unknown()),
  firstAt: v.number(),
  /** Calls made so far. */
  calls: v.number(),
  dueAt: v.number(),
});
type Notice = v.InferOutput<typeof noticeSchema>;

/**
 * Calls the merchant's callback function with an event.
 * @returns whether it answered `{errcode: 0}`; a rejection counts as false
 */
export type NotifyPayment = (
  functionName: string,
  event: Record<string, unknown>,
) => Promise<boolean>;

/** Tells merchants of payments, again and again until they have understood. */
export interface Notifier {
  /** Makes the first call; settles after it, and never rejects. */
  notify(functionName: string, event: Record<string, unknown>): Promise<void>;
  save(): Notice[];
  /** Drops what is pending and schedules the given notices instead. */
  restore(notices: Notice[]): void;
}

/** Makes a notifier; repetitions are tasks of the scheduler. */
export const createNotifier = (scheduler: Scheduler, notifyPayment: NotifyPayment): Notifier => {
  const pending = new Map<Notice, () => void>();

  const schedule = (notice: Notice): void => {
    const label = `payment callback ${notice.functionName}, call ${notice.calls + 1}`;
    pending.set(
      notice,
      scheduler.at(notice.dueAt, label, () => call(notice)),
    );
  };

  const ask = async ({ functionName, event }: Notice): Promise<boolean> =>
    notifyPayment(functionName, structuredClone(event));

  const call = async (notice: Notice): Promise<void> => {
    notice.calls += 1;
    const understood = await ask(notice).catch(() => false);
    if (!pending.has(notice)) return; // dropped by `restore` while the function ran
    pending.delete(notice);
    notice.dueAt = scheduler.now() + (WAITS[notice.calls - 1] ?? LAST_WAIT);
    if (!understood && notice.dueAt <= notice.firstAt + GIVE_UP_AFTER) schedule(notice);
  };

  return {
    notify: (functionName, event) => {
      const now = scheduler.now();
      const notice = { functionName, event, firstAt: now, calls: 0, dueAt: now };
      pending.set(notice, () => undefined);
      return call(notice);
    },
    save: () => structuredClone([...pending.keys()]),
    restore: (notices) => {
      for (const cancel of pending.values()) cancel();
      pending.clear();
      structuredClone(notices).forEach(schedule);
    },
  };
};
