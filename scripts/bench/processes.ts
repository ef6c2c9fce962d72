import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program that was started with Node, and since when it runs (`performance.now()`). */
export interface Running {
  startedAt: number;
  /** What it prints first. Rejects if it ends before. */
  firstLine: Promise<string>;
  /** Ends it; resolves when it is gone. */
  stop(): Promise<void>;
}

/** As it was before the SDK of this process was pointed at a local cloud. */
const env = { ...process.env };

/** Starts a program that listens until it is stopped. */
export function startProgram(args: string[], cwd: string): Running {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const firstLine = Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    ended.then(([code]) => Promise.reject(new Error(`${args.join(' ')} ended with ${code}.`))),
  ]);
  firstLine.catch(() => undefined); // who needs it hears of it
  return { startedAt, firstLine, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}
