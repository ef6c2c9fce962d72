import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createDatabase } from '../database/database';
import { createFaults } from '../faults/faults';
import { createFunctions, type FunctionRuntime } from '../functions/functions';
import type {
  AccountDefinition,
  Caller,
  Database,
  Emit,
  Faults,
  LocalEvent,
  WeChat,
} from '../services';
import { defaultSettings, type Settings } from '../settings';
import { createWeChat } from '../wechat/wechat';
import { createGateway } from './gateway';

export const account: AccountDefinition = {
  env: 'local-shop',
  appid: 'wx0123456789abcdef',
  subMchIds: ['1900000109'],
  pages: ['pages/index/index'],
  templates: [
    {
      templateId: 'TPL',
      title: 'Shipped',
      keywords: [{ key: 'keyword1', label: '', example: '' }],
    },
  ],
  users: [],
  variables: {},
  pushes: {},
  sensitiveWords: [],
  subscribeTemplates: [
    { templateId: 'SUB', title: 'Shipped', keywords: [{ key: 'thing1', label: '', example: '' }] },
  ],
};

/** A local cloud of the real parts on a real port, for tests. */
export interface TestCloud {
  url: string;
  database: Database;
  wechat: WeChat;
  functions: FunctionRuntime;
  faults: Faults;
  settings: Settings;
  events: Omit<LocalEvent, 'at'>[];
  /** Virtual time minus real time, ms. */
  offset: number;
  /** Runs a fixture and gives its result; throws the client's errMsg if it fails. */
  run<T = Record<string, unknown>>(name: string, event?: unknown, caller?: Caller): Promise<T>;
  /** Events of `gateway.call`. */
  calls(): Omit<LocalEvent, 'at'>[];
  /** Empty again, with the processes that are warm. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const FIXTURES = join(__dirname, 'fixtures', 'functions');
const SN_INDEX = {
  name: 'sn_1',
  keys: [{ name: 'sn', direction: '1' as const }],
  unique: true,
};

/** The parts, connected as the hub connects them. */
function assemble(cloud: { offset: number; url: string; settings: Settings }, emit: Emit) {
  const clock = { now: () => Date.now() + cloud.offset };
  const switches = () => cloud.settings.switches;
  const database = createDatabase({
    clock,
    definition: { collections: { goods: { indexes: [SN_INDEX] } } },
    switches,
    onSlowScan: () => undefined,
  });
  const wechat = createWeChat({
    scheduler: { ...clock, at: () => () => undefined },
    account,
    settings: () => cloud.settings,
    emit,
    invoke: (name, event, caller) => functions.invoke(name, event, caller),
  });
  const { env, appid } = account;
  const gatewayUrl = () => cloud.url;
  const functions = createFunctions({ root: FIXTURES, clock, env, appid, gatewayUrl, emit });
  const faults = createFaults();
  const settings = () => cloud.settings;
  const parts = { database, wechat, functions, faults };
  return { ...parts, gateway: createGateway({ ...parts, settings, account, emit }) };
}

/** Starts a cloud with the fixture functions; call `stop` at the end of the tests. */
export async function startTestCloud(): Promise<TestCloud> {
  const events: TestCloud['events'] = [];
  const state = { offset: 0, url: '', settings: defaultSettings() };
  const { gateway, ...parts } = assemble(state, (event) => void events.push(event));
  const server = createServer(gateway.listener);
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin`;

  return Object.assign(state, parts, {
    events,
    calls: () => events.filter(({ type }) => type === 'gateway.call'),
    async run<T>(
      name: string,
      event: unknown = {},
      caller: Caller = { source: 'wx_client' },
    ): Promise<T> {
      const answer = await parts.functions.invoke(name, event, caller);
      if ('error' in answer) throw new Error(answer.error.errMsg);
      return answer.result as T;
    },
    async reset() {
      await parts.functions.idle();
      parts.database.reset();
      parts.wechat.reset();
      parts.faults.clear();
      events.length = 0;
      Object.assign(state, { offset: 0, settings: defaultSettings() });
    },
    async stop() {
      await parts.functions.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
