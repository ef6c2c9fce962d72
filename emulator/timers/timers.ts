import type { VirtualClock } from '../clock/clock';
import { LocalCloudError } from '../errors';
import type { Functions, InvocationResult } from '../services';
import { readTriggers, type Trigger } from './triggers';

/** The timers of a project's functions, ticking on the virtual clock. */
export interface Timers {
  /**
   * Runs the timer of a function now, once: a failure is answered and not repeated.
   * @throws LocalCloudError `NOT_FOUND` if the function has no timer
   */
  run(functionName: string): Promise<InvocationResult>;
  /** Whether the function has a timer. */
  has(functionName: string): boolean;
  /** When the function's timer ticks next, in virtual time; null if never or without a timer. */
  next(functionName: string): number | null;
}

/** The cloud repeats a failed asynchronous run twice, a minute apart (not verified). */
const RETRIES = 2;
const RETRY_AFTER_MS = 60_000;

/** The cloud gives the due time in UTC without milliseconds. */
const timeOf = (due: number): string => new Date(due).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * Starts the timers that the functions' `config.json` declare.
 *
 * A tick runs the function with caller source `wx_trigger` and no openid. A run that throws or times
 * out is repeated up to two times, one virtual minute apart.
 * @throws LocalCloudError `FUNCTION_INVALID` if a trigger is not valid
 */
export function createTimers({
  functions,
  clock,
}: {
  functions: Pick<Functions, 'list' | 'invoke'>;
  clock: Pick<VirtualClock, 'now' | 'at' | 'repeat'>;
}): Timers {
  const triggers = readTriggers(functions.list());
  const find = (name: string): Trigger | undefined =>
    triggers.find((trigger) => trigger.function === name);

  const invoke = (trigger: Trigger, due: number): Promise<InvocationResult> => {
    const event = { Type: 'Timer', TriggerName: trigger.name, Time: timeOf(due), Message: '' };
    return functions.invoke(trigger.function, event, { source: 'wx_trigger' });
  };
  /** Throws if the run failed, so that the clock reports it as failed. */
  const tick = async (trigger: Trigger, due: number, retries: number): Promise<void> => {
    const answer = await invoke(trigger, due);
    if (!('error' in answer)) return;
    if (retries > 0) {
      const again = clock.now() + RETRY_AFTER_MS;
      clock.at(again, trigger.function, () => tick(trigger, due, retries - 1));
    }
    throw new Error(answer.error.errMsg);
  };
  for (const trigger of triggers) {
    clock.repeat(trigger.function, trigger.schedule, (due) => tick(trigger, due, RETRIES));
  }

  return {
    async run(functionName) {
      const trigger = find(functionName);
      if (trigger) return invoke(trigger, clock.now());
      throw new LocalCloudError(
        'NOT_FOUND',
        `Function "${functionName}" has no timer. Timers: ${list(triggers)}. A timer is declared ` +
          'with "triggers" in the config.json of the function and read when the local cloud starts.',
      );
    },
    has: (functionName) => find(functionName) !== undefined,
    next: (functionName) => find(functionName)?.schedule.next(clock.now()) ?? null,
  };
}

const list = (triggers: Trigger[]): string =>
  triggers.map((trigger) => trigger.function).join(', ') || 'none';
