import { spawn, type ChildProcess } from 'node:child_process';
import { splitLines } from './lines';
import { createRun, type Run } from './run';
import type { Level, OnLine, Outcome, Report, Task } from './task';

/** A process that runs one function, one invocation at a time. */
export interface Worker {
  /** Runs `main`; must not be called again before it has settled. Never rejects. */
  run(task: Task, onLine: OnLine): Promise<Outcome>;
  /** Virtual time minus real time (ms) has changed while it runs. */
  moveClock(offset: number): void;
  /** Ends the process at once. */
  kill(): void;
  /** False as soon as it was killed or has exited. */
  alive(): boolean;
  /** Resolves when the process is gone and its output has been read. */
  readonly exited: Promise<void>;
}

/** A grandchild may hold the pipes open after the process is gone; then its output is given up. */
const DRAIN_MS = 300;

const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    let drain: NodeJS.Timeout | undefined;
    child.once('exit', () => {
      drain = setTimeout(() => [child.stdout, child.stderr].map((s) => s?.destroy()), DRAIN_MS);
    });
    child.once('close', () => {
      clearTimeout(drain);
      resolve();
    });
    // The process could not be started.
    child.once('error', () => resolve());
  });

/**
 * Starts a process for a function.
 * @param workerFile path of `worker.cjs`
 * @param folder the function's folder, which becomes the working directory, as in the cloud
 * @param memorySize MB of JavaScript heap
 * @param variables the whole environment of the process
 */
export function startWorker(
  workerFile: string,
  folder: string,
  memorySize: number,
  variables: Record<string, string>,
): Worker {
  const child = spawn(process.execPath, [`--max-old-space-size=${memorySize}`, workerFile], {
    cwd: folder,
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let run: Run | undefined;
  let alive = true;
  let killed = false;

  // Output after an invocation has ended belongs to that invocation: work that it left behind.
  const read = (level: Level) => (line: string) => run?.line(level, line);
  if (child.stdout) splitLines(child.stdout, read('info'));
  if (child.stderr) splitLines(child.stderr, read('error'));
  child.on('message', (report: Report) => run?.report(report));
  child.once('exit', () => (alive = false));
  const exited = exitOf(child).then(() => {
    alive = false;
    run?.gone({ killed, exitCode: child.exitCode, signal: child.signalCode });
  });

  const kill = (): void => void child.kill('SIGKILL');
  return {
    exited,
    alive: () => alive && !child.killed,
    moveClock: (offset) => void child.send({ offset }, () => undefined),
    kill() {
      killed = true;
      kill();
    },
    run(task, onLine) {
      run = createRun(task, onLine, kill);
      // A process that is gone by now is reported by its exit, not by this.
      child.send(task, () => undefined);
      return run.outcome;
    },
  };
}
