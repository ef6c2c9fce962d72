import type { LocalCloud } from '../../emulator/local-cloud';
import { anyAction } from './targets';

/** How many gateway calls runs make. */
export interface Watch {
  /** Of all runs together. */
  calls(): number;
  /** The actions that a function has called, each with the most calls that a run of it has made. */
  most(name: string): ReadonlyMap<string, number>;
  /** Stops watching. */
  stop(): void;
}

/** Watches the gateway of a local cloud from now on. */
export function watchCalls({ events }: Pick<LocalCloud, 'events'>): Watch {
  const running = new Map<string, Map<string, number>>();
  const most = new Map<string, Map<string, number>>();
  let calls = 0;
  const stop = events.subscribe(({ event }) => {
    const id = String(event.requestId);
    if (event.type === 'function.end') running.delete(id);
    if (event.type !== 'gateway.call' || typeof event.function !== 'string') return;
    calls += 1;
    const own = entryOf(running, id);
    const highest = entryOf(most, event.function);
    for (const action of [anyAction, String(event.action)]) {
      const count = (own.get(action) ?? 0) + 1;
      own.set(action, count);
      highest.set(action, Math.max(highest.get(action) ?? 0, count));
    }
  });
  return {
    calls: () => calls,
    most: (name) => most.get(name) ?? new Map<string, number>(),
    stop,
  };
}

function entryOf(counts: Map<string, Map<string, number>>, key: string): Map<string, number> {
  const found = counts.get(key) ?? new Map<string, number>();
  counts.set(key, found);
  return found;
}
