import type { RequestListener } from 'node:http';
import { createClock } from './clock/clock';
import { createDatabase } from './database/database';
import { createFaults } from './faults/faults';
import { createFunctions } from './functions/functions';
import { createGateway } from './gateway/gateway';
import { createEventLog } from './hub/event-log';
import { openServer, type LoopbackServer } from './hub/server';
import type { Services } from './hub/services';
import { createSettings } from './hub/settings-store';
import { createState } from './hub/state';
import { loadProject, type Project } from './project';
import type { Functions } from './services';
import { createTimers } from './timers/timers';
import { createWeChat } from './wechat/wechat';

export interface LocalCloudOptions {
  /** Folder of the project: the one with `project.config.json`. */
  project: string;
  /** 0, the default, takes any free port. */
  port?: number;
  /** `advance`: timers and callbacks fire only when the clock is moved; `auto`, the default: also by themselves. */
  timers?: 'auto' | 'advance';
  /** `worker.cjs` of the function runtime, for a bundle that lies elsewhere. */
  workerFile?: string;
  /** Folder of the page at `/`, for a bundle that lies elsewhere. */
  page?: string;
}

/** A running local cloud and its services. */
export interface LocalCloud extends Services {
  /** For example `http://127.0.0.1:5140`. */
  url: string;
  /** Ends functions, timers, streams and connections; resolves when all are gone. */
  stop(): Promise<void>;
}

/**
 * Starts a local cloud for a project, on loopback only.
 * @throws LocalCloudError if the project is not valid or the port is taken; nothing is left running
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const core = createCore(loadProject(options.project), options, () => `${server?.url}/admin`);
  let server: LoopbackServer | undefined;
  let stopping: Promise<unknown> | undefined;
  const stop = async (): Promise<void> => {
    core.events.close();
    stopping ??= Promise.all([core.clock.stop(), core.functions.stop(), server?.close()]);
    await stopping;
  };
  try {
    let handle: RequestListener = () => undefined;
    server = await openServer(options.port ?? 0, (request, response) => handle(request, response));
    const services = { ...core, timers: createTimers(core), state: createState(core) };
    handle = createHandler(services, options.page);
    return { ...services, url: server.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Core = Omit<Services, 'timers' | 'state'>;

/**
 * The services below the timers. The events need the clock and the clock tells the events; the
 * functions come last, since only they hold something that has to be stopped.
 */
function createCore(
  { account, database: definition, functionsRoot: root, story }: Project,
  { timers = 'auto', workerFile }: LocalCloudOptions,
  gatewayUrl: () => string,
): Core {
  const settings = createSettings();
  const switches = () => settings.current().switches;
  const clock = createClock({
    timers,
    idle: () => functions.idle(),
    onFired: ({ label, at: due, ok }, error) => {
      const failure = error instanceof Error ? { error: error.message } : {};
      events.emit({ type: 'clock.fired', label, due, ok, ...failure });
    },
  });
  const events = createEventLog(clock);
  const { emit } = events;
  const database = createDatabase({
    clock,
    definition,
    switches,
    onSlowScan: (scan) => emit({ type: 'database.scan', ...scan }),
  });
  const wechat = createWeChat({
    scheduler: clock,
    account,
    switches,
    emit,
    notifyPayment: (name, event) => payCallback(functions, name, event),
  });
  const { env, appid } = account;
  const place = { root, clock, env, appid, gatewayUrl, emit };
  const functions = createFunctions(workerFile === undefined ? place : { ...place, workerFile });
  const faults = createFaults();
  return { account, story, clock, database, wechat, functions, faults, settings, events };
}

/** WeChat repeats the callback until the function answers `{errcode: 0}`. */
async function payCallback(
  functions: Functions,
  name: string,
  event: Record<string, unknown>,
): Promise<boolean> {
  const answer = await functions.invoke(name, event, { source: 'wx_paycallback' });
  if ('error' in answer) return false;
  const { result } = answer;
  return (
    typeof result === 'object' && result !== null && 'errcode' in result && result.errcode === 0
  );
}

/** The gateway's requests to the gateway, all others to the hub, which loads when it is needed. */
function createHandler(services: Services, page?: string): RequestListener {
  const { settings, events } = services;
  const gateway = createGateway({
    ...services,
    emit: (event) => events.emit(event),
    settings: () => settings.current(),
  });
  let hub: Promise<RequestListener> | undefined;
  return (request, response) => {
    if (/^\/admin([/?]|$)/.test(request.url ?? '')) {
      gateway.listener(request, response);
      return;
    }
    hub ??= import('./hub/hub').then(({ createHub }) => createHub(services, page));
    void hub.then((listener) => listener(request, response));
  };
}
