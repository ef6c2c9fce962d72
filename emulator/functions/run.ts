import type { Death, Level, OnLine, Outcome, Report, Task } from './task';

/** One invocation inside a process, from the task to its outcome. */
export interface Run {
  /** Settles when the outcome is known and all output of the invocation has been read. */
  readonly outcome: Promise<Outcome>;
  line(level: Level, line: string): void;
  report(report: Report): void;
  /** The process is gone. */
  gone(death: Omit<Death, 'stderr'>): void;
}

/** Loading has its own limit, as in the cloud; the function's time-out begins when `main` begins. */
const LOAD_LIMIT_SECONDS = 30;
const STDERR_LINES = 20;
/** The worker writes one end mark to stdout and one to stderr. */
const END_MARKS = 2;

/** Calls `onExpire` when the time is up; a new limit replaces the one before. */
function createTimer(onExpire: (seconds: number) => void) {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearTimeout(timer);
  const start = (seconds: number): void => {
    stop();
    timer = setTimeout(() => onExpire(seconds), seconds * 1000);
  };
  return { start, stop };
}

/**
 * Watches over one invocation.
 * @param kill ends the process; called when the time is up, and then `gone` is awaited
 */
export function createRun(task: Task, onLine: OnLine, kill: () => void): Run {
  let settle: (outcome: Outcome) => void = () => undefined;
  const outcome = new Promise<Outcome>((resolve) => (settle = resolve));
  let stderr: string[] = [];
  let marks = 0;
  let expired: Outcome | undefined;
  let reported: Outcome | undefined;
  const timer = createTimer((seconds) => {
    expired = { kind: 'timedOut', seconds };
    kill();
  });
  const print = (level: Level, text: string): void => {
    onLine(level, text);
    if (level === 'error') stderr = [...stderr, text].slice(-STDERR_LINES);
  };
  const settleIfComplete = (): void => {
    if (reported && marks === END_MARKS) settle(reported);
  };

  timer.start(LOAD_LIMIT_SECONDS);
  return {
    outcome,
    line(level, line) {
      const mark = line.indexOf(`\0${task.id}`);
      if (mark < 0) return print(level, line);
      if (mark > 0) print(level, line.slice(0, mark));
      marks += 1;
      settleIfComplete();
    },
    report(report) {
      if (expired) return;
      if (report.type === 'loaded') return timer.start(task.info.timeout);
      timer.stop();
      reported = report.outcome;
      settleIfComplete();
    },
    gone(death) {
      timer.stop();
      settle(expired ?? reported ?? { kind: 'died', ...death, stderr });
    },
  };
}
