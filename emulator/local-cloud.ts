import { existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { createClock } from './clock/clock';
import { createDatabase } from './database/database';
import { LocalCloudError } from './errors';
import { createFaults } from './faults/faults';
import { createFunctions } from './functions/functions';
import { createGateway } from './gateway/gateway';
import { createEventLog } from './hub/event-log';
import { openServer, type LoopbackServer } from './hub/server';
import type { PhoneAddress, Services } from './hub/services';
import { createSettings } from './hub/settings-store';
import { createState } from './hub/state';
import { loadProject, type Project } from './project';
import type { Era } from './settings';
import { createPhones } from './phone/phones';
import { createTimers } from './timers/timers';
import { settleUsers } from './users';
import { createRandom } from './wechat/random';
import { createWeChat } from './wechat/wechat';
import { createAccessTokens } from './wechat-api/access-tokens';
import { BASE_PATH } from './wechat-api/request';

export interface LocalCloudOptions {
  /** Folder of the project: the one with `project.config.json`. */
  project: string;
  /** 0, the default, takes any free port. */
  port?: number;
  /** `advance`: timers and callbacks fire only when the clock is moved; `auto`, the default: also by themselves. */
  timers?: 'auto' | 'advance';
  /** Which WeChat is played; it can be changed while the local cloud runs. `classic` is the default. */
  era?: Era;
  /** `worker.cjs` of the function runtime, for a bundle that lies elsewhere. */
  workerFile?: string;
  /** Folder of the built `console` and `phone`, for a bundle that lies elsewhere. */
  pages?: string;
}

/** The build puts `pages/` beside the bundle; a cloud that runs from its sources takes the same. */
const PAGES =
  [join(__dirname, 'pages')].find(existsSync) ?? join(__dirname, '../dist/emulator/pages');

/** A running local cloud and its services. */
export interface LocalCloud extends Services {
  /** For example `http://127.0.0.1:5140`. */
  url: string;
  /**
   * Address of a user's phone, for example `http://127.0.0.1:5141/p/…/`.
   * @throws LocalCloudError `NOT_FOUND` if the project has no mini-program
   */
  phoneUrl(openid: string): string;
  /** Ends functions, timers, streams and connections; resolves when all are gone. */
  stop(): Promise<void>;
}

/**
 * Starts a local cloud for a project, on loopback only.
 * @throws LocalCloudError if the project is not valid or the port is taken; nothing is left running
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const project = loadProject(options.project);
  const core = createCore(project, options, () => hub?.url ?? '');
  let hub: Listening | undefined;
  let phone: Listening | undefined;
  let stopping: Promise<unknown> | undefined;
  const stop = async (): Promise<void> => {
    core.events.close();
    stopping ??= Promise.all([
      core.clock.stop(),
      core.functions.stop(),
      hub?.close(),
      phone?.close(),
    ]);
    await stopping;
  };
  try {
    hub = await listen(options.port ?? 0);
    phone = await listenBeside(hub.port, options.port ?? 0);
    const services = { ...core, timers: createTimers(core), state: createState(core) };
    settleUsers(services);
    const phones = phoneAddress(project, core, phone);
    hub.handle = createHandler(services, options.pages ?? PAGES, phones);
    phone.handle = createPhoneHandler(services, options.pages ?? PAGES, project, hub);
    return { ...services, url: hub.url, phoneUrl: (openid) => phoneUrl(phones, openid), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A server whose handler comes when everything it needs is there. */
interface Listening extends LoopbackServer {
  handle: RequestListener;
}

async function listen(port: number): Promise<Listening> {
  const listening = { handle: (() => undefined) as RequestListener };
  const server = await openServer(port, (request, response) => listening.handle(request, response));
  return Object.assign(listening, server);
}

/** The next port, so that it is known beforehand; if it is taken, any free one. */
const listenBeside = (hubPort: number, wanted: number): Promise<Listening> =>
  wanted === 0 ? listen(0) : listen(hubPort + 1).catch(() => listen(0));

const phoneAddress = (project: Project, { phones }: Core, { port }: Listening): PhoneAddress => ({
  port,
  pathOf: (openid) => (project.miniprogramRoot ? `/p/${phones.keyOf(openid)}/` : undefined),
});

function phoneUrl({ port, pathOf }: PhoneAddress, openid: string): string {
  const path = pathOf(openid);
  if (path !== undefined) return `http://127.0.0.1:${port}${path}`;
  throw new LocalCloudError('NOT_FOUND', 'The project has no mini-program, so there is no phone.');
}

type Core = Omit<Services, 'timers' | 'state'>;

/**
 * The services below the timers. The events need the clock and the clock tells the events; the
 * functions come last, since only they hold something that has to be stopped.
 */
function createCore(
  { account, database: definition, functionsRoot: root, stories }: Project,
  { timers = 'auto', era, workerFile }: LocalCloudOptions,
  url: () => string,
): Core {
  const settings = createSettings(era);
  const switches = () => settings.current().switches;
  const clock = createClock({
    timers,
    idle: () => functions.idle(),
    onFired: ({ label, at: due, ok }, error) => {
      const failure = error instanceof Error ? { error: error.message } : {};
      events.emit({ type: 'clock.fired', label, due, ok, ...failure });
    },
    onMoved: () => events.emit({ type: 'clock.moved', offset: clock.offset() }),
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
    settings: () => settings.current(),
    emit,
    invoke: (name, event, caller) => functions.invoke(name, event, caller),
  });
  const { env, appid } = account;
  const gatewayUrl = () => `${url()}/admin`;
  const variables = () => filled(account.variables, { weChatApi: `${url()}/wechat-api` });
  const place = { root, clock, env, appid, gatewayUrl, variables, emit };
  const functions = createFunctions(workerFile === undefined ? place : { ...place, workerFile });
  const faults = createFaults();
  const phones = createPhones();
  const accessTokens = createAccessTokens(account, clock, createRandom());
  const wechatSide = { wechat, accessTokens, phones };
  const parts = { account, database, ...wechatSide, functions, faults };
  const gateway = createGateway({ ...parts, emit, settings: () => settings.current() });
  return { ...parts, stories, clock, gateway, settings, events };
}

/** Variables in which `{{name}}` stands for an address of this local cloud. */
const filled = (
  variables: Record<string, string>,
  places: Record<string, string>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value.replaceAll(/\{\{(\w+)\}\}/g, (whole, place: string) => places[place] ?? whole),
    ]),
  );

/** Each request to what it is for; what is not the gateway loads when it is needed. */
function createHandler(services: Services, pages: string, phones: PhoneAddress): RequestListener {
  const { settings, events, gateway } = services;
  const wechatApi = whenNeeded(async () => {
    const { createWeChatApi } = await import('./wechat-api/wechat-api');
    return createWeChatApi({
      ...services,
      tokens: services.accessTokens,
      random: createRandom(),
      isListed: () => settings.current().http.ipListed,
      emit: (event) => events.emit(event),
      settings: () => settings.current(),
    });
  });
  const hub = whenNeeded(async () => {
    const { createHub } = await import('./hub/hub');
    return createHub(services, join(pages, 'console'), phones);
  });
  return (request, response) => {
    const [, first] = /^\/([^/?]*)/.exec(request.url ?? '') ?? [];
    if (first === 'admin') return gateway.listener(request, response);
    return `/${first}` === BASE_PATH ? wechatApi(request, response) : hub(request, response);
  };
}

function createPhoneHandler(
  services: Services,
  pages: string,
  { miniprogramRoot }: Project,
  hub: Listening,
): RequestListener {
  const consoleOrigins = [`http://127.0.0.1:${hub.port}`, `http://localhost:${hub.port}`];
  return whenNeeded(async () => {
    const { createPhoneListener } = await import('./phone/server');
    const places = { runtime: join(pages, 'phone'), miniprogram: miniprogramRoot, consoleOrigins };
    return createPhoneListener(services, places);
  });
}

/** Loads a listener at the first request, so that it does not delay the start. */
function whenNeeded(load: () => Promise<RequestListener>): RequestListener {
  let loaded: Promise<RequestListener> | undefined;
  return (request, response) => {
    loaded ??= load();
    void loaded.then((listener) => listener(request, response));
  };
}
