/** Counts what is going on and tells when nothing is. */
export interface Activity {
  begin(): void;
  end(): void;
  /** Resolves as soon as everything that has begun has ended. */
  idle(): Promise<void>;
}

/** An activity that nothing has begun yet. */
export function createActivity(): Activity {
  let count = 0;
  const waiting: (() => void)[] = [];
  return {
    begin: () => void (count += 1),
    end() {
      count -= 1;
      if (count === 0) for (const wake of waiting.splice(0)) wake();
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((wake) => waiting.push(wake))),
  };
}
