import type { Clock, Emit, LocalEvent } from '../services';
import type { Level } from './task';

/** Lines that stay in memory. */
const CAPACITY = 2000;

/** What functions wrote: told to the world line by line, and kept for a while. */
export interface Log {
  line(functionName: string, requestId: string, level: Level, text: string): void;
  /** The kept lines, oldest first, as `function.log` events. */
  lines(): LocalEvent[];
}

/** A log that emits `function.log` events and keeps the last 2000 of them, timed by `clock`. */
export function createLog(clock: Clock, emit: Emit): Log {
  let kept: LocalEvent[] = [];
  return {
    line(functionName, requestId, level, text) {
      const event = { type: 'function.log', function: functionName, requestId, level, text };
      emit(event);
      kept.push({ ...event, at: clock.now() });
      // Cut now and then, not at every line.
      if (kept.length >= 2 * CAPACITY) kept = kept.slice(-CAPACITY);
    },
    lines: () => kept.slice(-CAPACITY),
  };
}
