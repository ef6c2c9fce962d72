import type { Clock, Emit, LocalEvent } from '../services';

/** An event and its number in the stream. */
export interface NumberedEvent {
  id: number;
  event: LocalEvent;
}

/** What happened lately, for everybody who watches. */
export interface EventLog {
  emit: Emit;
  /** The kept events after number `id`, oldest first. */
  since(id: number): NumberedEvent[];
  /** Calls `listener` for each new event; returns a function that ends it. */
  subscribe(listener: (numbered: NumberedEvent) => void): () => void;
  /** Resolves when the log closes; streams end with it. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Some minutes of a busy local cloud, a few MB. */
const CAPACITY = 5000;

/** An empty log whose events carry the virtual time of `clock`. */
export function createEventLog(clock: Clock): EventLog {
  const listeners = new Set<(numbered: NumberedEvent) => void>();
  let kept: NumberedEvent[] = [];
  let last = 0;
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));
  return {
    emit(event) {
      last += 1;
      const numbered = { id: last, event: { at: clock.now(), ...event } };
      kept.push(numbered);
      // Cut now and then, not at every event.
      if (kept.length >= 2 * CAPACITY) kept = kept.slice(-CAPACITY);
      for (const listener of listeners) listener(numbered);
    },
    since: (id) => kept.slice(-CAPACITY).filter((numbered) => numbered.id > id),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    closed,
    close,
  };
}
