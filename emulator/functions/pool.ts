import type { Definition } from './project';
import { startWorker, type Worker } from './worker-process';

/** A process that one invocation has for itself until it gives it back. */
export interface Lease {
  worker: Worker;
  /** A process was started for it. */
  cold: boolean;
  release(): void;
}

/** Starts processes, keeps idle ones for the next invocation and bounds their number. */
export interface Pool {
  /** Waits while too many invocations are running. Gives `undefined` once the pool has stopped. */
  acquire(definition: Definition): Promise<Lease | undefined>;
  /** Ends every process; resolves when all have exited. */
  stop(): Promise<void>;
}

interface Member {
  worker: Worker;
  name: string;
  stamp: string;
}

/**
 * @param workerFile path of `worker.cjs`
 * @param variables gives the environment that a process is born with
 * @param limits `idle` processes are kept over all functions, the least recently used one goes first;
 *   `running` invocations are worked on at a time
 */
export function createPool(
  workerFile: string,
  variables: () => Record<string, string>,
  limits: { idle: number; running: number },
): Pool {
  const members = new Set<Member>();
  /** Least recently used first. */
  let idle: Member[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  let stopped = false;

  const drop = (member: Member): void => {
    idle = idle.filter((other) => other !== member);
    member.worker.kill();
  };
  const start = ({ info, folder, stamp }: Definition): Member => {
    const worker = startWorker(workerFile, folder, info.memorySize, variables());
    const member = { worker, name: info.name, stamp };
    members.add(member);
    void worker.exited.then(() => {
      members.delete(member);
      idle = idle.filter((other) => other !== member);
    });
    return member;
  };
  const takeIdle = ({ info, stamp }: Definition): Member | undefined => {
    const own = idle.filter(({ name }) => name === info.name);
    for (const member of own) if (member.stamp !== stamp) drop(member);
    const member = own.findLast((other) => other.stamp === stamp && other.worker.alive());
    if (member) idle = idle.filter((other) => other !== member);
    return member;
  };
  const release = (member: Member): void => {
    // The place goes straight to the next in line, so that nobody slips in between.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
    if (!member.worker.alive()) return;
    idle.push(member);
    if (idle.length > limits.idle && idle[0]) drop(idle[0]);
  };
  // Nothing of this process survives it, not even if nobody calls `stop`.
  const killAll = (): void => members.forEach(({ worker }) => worker.kill());
  process.on('exit', killAll);

  return {
    async acquire(definition) {
      if (running < limits.running) running += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      if (stopped) return undefined;
      const warm = takeIdle(definition);
      const member = warm ?? start(definition);
      return { worker: member.worker, cold: !warm, release: () => release(member) };
    },
    async stop() {
      stopped = true;
      process.off('exit', killAll);
      killAll();
      for (const wake of waiting.splice(0)) wake();
      await Promise.all([...members].map(({ worker }) => worker.exited));
    },
  };
}
