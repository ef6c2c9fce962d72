import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type {
  Caller,
  Clock,
  Emit,
  Functions,
  Invocation,
  InvocationResult,
  LocalEvent,
} from '../services';
import { createActivity } from './activity';
import { invocationVariables, processVariables, type Place } from './environment';
import { clientMessage, failureOf, missing, refused, STOPPED, type Failure } from './failure';
import { createLog } from './log';
import { createPool, type Lease } from './pool';
import { findFunction, listFunctions, type Definition } from './project';
import type { OnLine } from './task';

export interface FunctionsOptions extends Place {
  /** Folder with one folder per deployed function: `<name>/index.js` and `<name>/config.json`. */
  root: string;
  clock: Clock;
  /** Address of the gateway, for example `http://127.0.0.1:4100/admin`; asked at every invocation. */
  gatewayUrl: () => string;
  emit: Emit;
  /** Path of `worker.cjs`; beside this module unless given. */
  workerFile?: string;
}

/** A running invocation and what its function was allowed to call when it began. */
export interface RunningInvocation extends Invocation {
  openapi: string[];
}

/** The function runtime with what the gateway and the hub need beyond `Functions`. */
export interface FunctionRuntime extends Functions {
  running(id: string): RunningInvocation | undefined;
  /** Lets an invocation stand still (fault injection): the clock does not wait for it until `thawed`. */
  freeze(id: string, thawed: Promise<void>): void;
  /** Resolves when the invocation does not stand still. */
  moves(id: string): Promise<void>;
  /** The last 2000 lines that functions wrote, oldest first. */
  logs(): LocalEvent[];
}

/** An invocation on its way: who asked for what. */
interface Order extends Invocation {
  event: unknown;
}
type Ended = { json?: string } | Failure;

/** Idle processes cost memory, starting ones time; running ones are bounded as in the cloud. */
const LIMITS = { idle: 24, running: 100 };

/**
 * Runs cloud functions, each running invocation in a process of its own that sees what the cloud
 * shows: environment, `context`, limits, and a `Date` that follows `clock`.
 *
 * Emits `function.start`, `function.log` and `function.end`. Call `stop` before you drop it.
 */
export function createFunctions(options: FunctionsOptions): FunctionRuntime {
  const { root, clock, emit } = options;
  const workerFile = options.workerFile ?? join(__dirname, 'worker.cjs');
  const pool = createPool(workerFile, () => processVariables(options), LIMITS);
  const log = createLog(clock, emit);
  const activity = createActivity();
  const active = new Map<string, { invocation: RunningInvocation; worker: Lease['worker'] }>();
  const offset = (): number => clock.now() - Date.now();

  const runIn = async (
    lease: Lease,
    definition: Definition,
    order: Order,
    event: string,
  ): Promise<Ended> => {
    const { info, file } = definition;
    const { id, function: name, caller } = order;
    const invocation = { id, function: name, caller, openapi: info.openapi };
    active.set(id, { invocation, worker: lease.worker });
    emit({ type: 'function.start', function: name, requestId: id, ...caller, cold: lease.cold });
    const variables = invocationVariables(id, caller, options, options.gatewayUrl());
    const task = {
      id,
      file,
      event,
      variables,
      offset: offset(),
      info,
    };
    const onLine: OnLine = (level, text) => log.line(name, id, level, text);
    const outcome = await lease.worker.run(task, onLine);
    active.delete(id);
    lease.release();
    return outcome.kind === 'returned' ? outcome : failureOf(outcome, info, file);
  };

  const attempt = async (order: Order): Promise<Ended> => {
    const definition = findFunction(root, order.function);
    if (!definition) return missing(order.function, join(root, order.function, 'index.js'));
    const event = JSON.stringify(order.event ?? {});
    const lease = await pool.acquire(definition);
    return lease ? runIn(lease, definition, order, event) : STOPPED;
  };

  const invoke = async (name: string, event: unknown, caller: Caller) => {
    const id = randomUUID();
    const order = { id, function: name, caller, event };
    const startedAt = performance.now();
    activity.begin(id);
    const ended = await attempt(order).catch(refused);
    const ms = Math.round(performance.now() - startedAt);
    const state = 'errCode' in ended ? { ok: false, error: ended.text } : { ok: true };
    emit({ type: 'function.end', function: name, requestId: id, ms, ...state });
    activity.end(id);
    return resultOf(id, ended);
  };

  return {
    list: () => listFunctions(root),
    invoke,
    running: (id) => active.get(id)?.invocation,
    kill: (id) => active.get(id)?.worker.kill(),
    freeze(id, thawed) {
      const moveClock = (): void => active.get(id)?.worker.moveClock(offset());
      activity.freeze(id, thawed.then(moveClock));
    },
    moves: (id) => activity.moves(id),
    idle: () => activity.idle(),
    stop: () => pool.stop(),
    logs: () => log.lines(),
  };
}

function resultOf(requestId: string, ended: Ended): InvocationResult {
  if ('errCode' in ended) {
    return { error: { errCode: ended.errCode, errMsg: clientMessage(ended) }, requestId };
  }
  const result: unknown = ended.json === undefined ? undefined : JSON.parse(ended.json);
  return { result, requestId };
}
