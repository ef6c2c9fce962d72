/** What is going on, by id, and whether anybody has to wait for it. */
export interface Activity {
  begin(id: string): void;
  end(id: string): void;
  /** It stands still until `thawed`, and nobody waits for it meanwhile. */
  freeze(id: string, thawed: Promise<void>): void;
  /** Resolves when it does not stand still. */
  moves(id: string): Promise<void>;
  /** Resolves as soon as everything that has begun has ended or stands still. */
  idle(): Promise<void>;
}

/** An activity that nothing has begun yet. */
export function createActivity(): Activity {
  const running = new Set<string>();
  const frozen = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  const isIdle = (): boolean => [...running].every((id) => frozen.has(id));
  const look = (): void => {
    if (isIdle()) for (const wake of waiting.splice(0)) wake();
  };
  return {
    begin: (id) => void running.add(id),
    end(id) {
      running.delete(id);
      look();
    },
    freeze(id, thawed) {
      const still = thawed.then(() => void frozen.delete(id));
      frozen.set(id, still);
      look();
    },
    moves: (id) => frozen.get(id) ?? Promise.resolve(),
    idle: () => (isIdle() ? Promise.resolve() : new Promise((wake) => waiting.push(wake))),
  };
}
