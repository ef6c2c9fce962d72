import type { FunctionInfo } from '../services';

/** What `worker.cjs` gets for one invocation. */
export interface Task {
  /** Id of the invocation. */
  id: string;
  /** Path of the function's `index.js`. */
  file: string;
  /** The event as JSON. */
  event: string;
  /** `WX_*` and `TCB_*` variables of this invocation. */
  variables: Record<string, string>;
  /** Virtual time minus real time, ms. */
  offset: number;
  info: Pick<FunctionInfo, 'name' | 'memorySize' | 'timeout'>;
}

/** What `worker.cjs` says about the invocation it runs. */
export type Report = { type: 'loaded' } | { type: 'done'; outcome: Outcome };

/** How an invocation ended. */
export type Outcome =
  /** `json` is absent if `main` returned undefined. */
  | { kind: 'returned'; json?: string }
  | { kind: 'threw' | 'unloadable'; text: string }
  | { kind: 'tooBig'; bytes: number }
  | { kind: 'timedOut'; seconds: number }
  | ({ kind: 'died' } & Death);

/** How a process ended before `main` had returned. */
export interface Death {
  /** By `kill`, not by itself. */
  killed: boolean;
  exitCode: number | null;
  signal: string | null;
  /** The last lines that the invocation wrote to stderr. */
  stderr: string[];
}

export type Level = 'info' | 'error';
/** Takes one line of output: stdout is `info`, stderr is `error`. */
export type OnLine = (level: Level, text: string) => void;
