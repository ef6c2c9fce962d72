import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Caller, InvocationResult, LocalEvent } from '../services';
import { causeOf } from './failure';
import { createFunctions, type FunctionRuntime } from './functions';

const DAY = 24 * 60 * 60 * 1000;
const client: Caller = { source: 'wx_client', openid: 'oAlice' };

let root: string;
let offset: number;
let events: Omit<LocalEvent, 'at'>[];
let functions: FunctionRuntime;

/** Writes files below the project's folder, for example `{ 'hello/index.js': '…' }`. */
function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

const resultOf = (answer: InvocationResult): unknown => {
  if ('error' in answer) throw new Error(answer.error.errMsg);
  return answer.result;
};
const errorOf = (answer: InvocationResult): { errCode: number; errMsg: string } => {
  if (!('error' in answer)) throw new Error('it succeeded');
  return answer.error;
};
const run = async (name: string, event: unknown = {}, caller = client): Promise<unknown> =>
  resultOf(await functions.invoke(name, event, caller));
const fail = async (name: string, event: unknown = {}) =>
  errorOf(await functions.invoke(name, event, client));
const eventsOf = (type: string) => events.filter((event) => event.type === type);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'functions-'));
  offset = 0;
  events = [];
  functions = createFunctions({
    root,
    clock: { now: () => Date.now() + offset },
    env: 'local-shop',
    appid: 'wx0000000000000001',
    gatewayUrl: () => 'http://127.0.0.1:1/admin',
    emit: (event) => void events.push(event),
  });
});

afterEach(async () => {
  await functions.stop();
  rmSync(root, { recursive: true });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
  expect(process.listeners('exit').filter(({ name }) => name === 'killAll')).toEqual([]);
});

test('results are JSON: dates become text, undefined stays undefined', async () => {
  write({
    'echo/index.js':
      'exports.main = async (event) => ({ event, at: new Date(0), gone: undefined })',
    'nothing/index.js': 'exports.main = () => {}',
    'old/index.js': 'exports.main = (event, context, callback) => callback(null, event.n + 1)',
  });
  expect(await run('echo', { a: [1] })).toEqual({
    event: { a: [1] },
    at: '1970-01-01T00:00:00.000Z',
  });
  expect(await run('nothing')).toBeUndefined();
  expect(await run('old', { n: 1 })).toBe(2);
});

test('one process serves invocations in sequence and keeps its modules', async () => {
  write({ 'count/index.js': 'let n = 0; exports.main = () => [process.pid, ++n]' });
  const [pid] = (await run('count')) as [number];
  expect(await run('count')).toEqual([pid, 2]);
  expect(eventsOf('function.start').map(({ cold }) => cold)).toEqual([true, false]);
});

test('overlapping invocations have a process each and keep their own caller', async () => {
  write({
    'who/index.js': `exports.main = async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return [process.pid, process.env.WX_OPENID];
    }`,
  });
  const openids = ['o1', 'o2', 'o3'];
  const answers = await Promise.all(
    openids.map((openid) => run('who', {}, { source: 'wx_client', openid })),
  );
  const pairs = answers as [number, string][];
  expect(pairs.map(([, openid]) => openid)).toEqual(openids);
  expect(new Set(pairs.map(([pid]) => pid)).size).toBe(3);
});

test('a rebuilt function is loaded again', async () => {
  write({ 'v/index.js': 'exports.main = () => require("./lib").v', 'v/lib.js': 'exports.v = 1' });
  expect(await run('v')).toBe(1);
  write({ 'v/lib.js': 'exports.v = 22' });
  expect(await run('v')).toBe(22);
});

test('the environment is the cloud’s, reset between invocations, and not the developer’s', async () => {
  process.env.MY_SECRET = 'x';
  write({
    'env/index.js': `exports.main = () => {
      const before = { ...process.env };
      process.env.WX_UNIONID = process.env.TCB_LEFT = 'left behind';
      return before;
    }`,
  });
  const first = (await run('env')) as Record<string, string>;
  const second = (await run('env', {}, { source: 'wx_trigger' })) as Record<string, string>;
  delete process.env.MY_SECRET;
  expect(first).toMatchObject({
    TENCENTCLOUD_RUNENV: 'SCF',
    SCF_NAMESPACE: 'local-shop',
    TZ: 'UTC',
    TCB_ENV: 'local-shop',
    TCB_SOURCE: 'wx_client',
    WX_CONTEXT_KEYS: 'WX_CLIENTIP,WX_APPID,WX_API_TOKEN,WX_OPENID',
    WX_OPENID: 'oAlice',
    WX_APPID: 'wx0000000000000001',
  });
  expect(first.MY_SECRET).toBeUndefined();
  expect(JSON.parse(first.TCB_CONTEXT_CNFG!).URL).toMatch(
    /^http:..127.0.0.1:1.admin.[0-9a-f-]{36}$/,
  );
  expect(second).toMatchObject({ TCB_SOURCE: 'wx_trigger', TRIGGER_SRC: 'timer' });
  expect(second.WX_TRIGGER_API_TOKEN_V0).toBeTruthy();
  for (const key of ['WX_OPENID', 'WX_API_TOKEN', 'WX_CLIENTIP', 'WX_UNIONID', 'TCB_LEFT']) {
    expect(second[key]).toBeUndefined();
  }
});

test('context tells name, limits, remaining time and environment', async () => {
  write({
    'ctx/config.json': '{"timeout":5,"memorySize":128}',
    'ctx/index.js': `exports.main = (event, context) =>
      ({ ...context, left: context.getRemainingTimeInMillis(), openid: JSON.parse(context.environment).WX_OPENID })`,
  });
  const answer = await functions.invoke('ctx', {}, client);
  const context = resultOf(answer) as Record<string, unknown>;
  expect(context).toMatchObject({
    request_id: answer.requestId,
    requestId: answer.requestId,
    function_name: 'ctx',
    function_version: '$LATEST',
    namespace: 'local-shop',
    memory_limit_in_mb: 128,
    time_limit_in_ms: 5000,
    callbackWaitsForEmptyEventLoop: true,
    openid: 'oAlice',
  });
  expect(context.left).toBeGreaterThan(4000);
  expect(context.left).toBeLessThanOrEqual(5000);
});

test('Date follows the virtual clock, every time anew, and stays a Date', async () => {
  write({
    'now/index.js': `exports.main = () => {
      class Mine extends Date { twice() { return 2 * this.getTime(); } }
      const d = new Date();
      return {
        now: Date.now(), made: d.getTime(), text: Date.parse(Date()), sub: new Mine().twice() / 2,
        fixed: new Date(2020, 0, 2).toISOString(), utc: Date.UTC(1970, 0, 2), name: Date.name,
        checks: [d instanceof Date, d.constructor === Date, new Mine() instanceof Mine,
          Object.prototype.toString.call(d) === '[object Date]', new Date(d).getTime() === d.getTime()],
      };
    }`,
  });
  for (offset of [7 * DAY, -DAY]) {
    const result = (await run('now')) as Record<string, number>;
    const expected = Date.now() + offset;
    for (const key of ['now', 'made', 'text', 'sub']) {
      expect(Math.abs(result[key]! - expected)).toBeLessThan(5000);
    }
    expect(result).toMatchObject({ fixed: '2020-01-02T00:00:00.000Z', utc: DAY, name: 'Date' });
    expect(result.checks).toEqual([true, true, true, true, true]);
  }
});

test('a thrown error fails with -504002 and its stack', async () => {
  write({ 'boom/index.js': 'exports.main = async () => { throw new TypeError("no goods") }' });
  const { errCode, errMsg } = await fail('boom');
  expect(errCode).toBe(-504002);
  expect(errMsg).toMatch(
    /^cloud\.callFunction:fail Error: errCode: -504002 functions execute fail \| errMsg: TypeError: no goods\n +at /,
  );
  expect(causeOf(errMsg)).toMatch(/^TypeError: no goods\n/);
  expect(eventsOf('function.end')).toMatchObject([{ ok: false, error: causeOf(errMsg) }]);
});

test('a result of more than 1 MB fails with -604001', async () => {
  write({ 'big/index.js': 'exports.main = ({ n }) => "x".repeat(n)' });
  expect(await run('big', { n: 1024 * 1024 - 2 })).toHaveLength(1024 * 1024 - 2);
  expect((await fail('big', { n: 1024 * 1024 })).errCode).toBe(-604001);
});

test('a time-out ends the process, and the next call starts a new one', async () => {
  write({
    'slow/config.json': '{"timeout":1}',
    'slow/index.js': 'exports.main = ({ spin }) => { while (spin); return process.pid }',
  });
  const pid = await run('slow');
  const { errCode, errMsg } = await fail('slow', { spin: true });
  expect(errCode).toBe(-504003);
  expect(causeOf(errMsg)).toBe('Invoking task timed out after 1 seconds');
  expect(await run('slow')).not.toBe(pid);
});

test('a crash tells the exit code and the last words', async () => {
  write({
    'exit/index.js': 'exports.main = () => { console.error("bye"); process.exit(7) }',
    'lost/index.js': `exports.main = () => {
      Promise.reject(new Error('nobody waits for me')); return new Promise(() => {}) }`,
  });
  expect(causeOf((await fail('exit')).errMsg)).toBe(
    'The process of "exit" ended (exit code 7) before main returned.\nbye',
  );
  expect((await fail('lost')).errMsg).toContain('nobody waits for me');
});

test('out of memory names the limit', async () => {
  write({
    'fat/config.json': '{"memorySize":64,"timeout":30}',
    'fat/index.js':
      'exports.main = () => { const all = []; for (;;) all.push(new Array(1e5).fill(0.5)) }',
  });
  const { errCode, errMsg } = await fail('fat');
  expect(errCode).toBe(-504002);
  expect(causeOf(errMsg)).toMatch(/^"fat" ran out of memory; its limit is 64 MB\./);
}, 30_000);

test('kill ends a running invocation as died', async () => {
  write({ 'wait/index.js': 'exports.main = () => new Promise(() => {})' });
  const pending = functions.invoke('wait', {}, client);
  while (eventsOf('function.start').length === 0) await new Promise(setImmediate);
  const id = String(eventsOf('function.start')[0]!.requestId);
  expect(functions.running(id)).toMatchObject({ id, function: 'wait', caller: client });
  functions.kill(id);
  expect(causeOf(errorOf(await pending).errMsg)).toBe(
    'The process of "wait" was killed while main was running.',
  );
  expect(functions.running(id)).toBeUndefined();
});

test('functions that are missing or do not load say which file and what to do', async () => {
  write({
    'typo/index.js': 'exports.main = ( => 1',
    'empty/index.js': 'exports.handler = () => 1',
    'config/index.js': 'exports.main = () => 1',
    'config/config.json': '{"timeout":"3"}',
  });
  const nowhere = await fail('nowhere');
  expect(nowhere.errCode).toBe(-501000);
  expect(nowhere.errMsg).toContain(join(root, 'nowhere', 'index.js'));
  expect((await fail('../escape')).errCode).toBe(-501000);
  expect((await fail('typo')).errMsg).toMatch(/Cannot load .*index\.js: .*SyntaxError/s);
  expect((await fail('empty')).errMsg).toContain('exports no function "main"');
  expect((await fail('config')).errMsg).toMatch(/config\.json is not valid: timeout: .*number/);
  expect(() => functions.list()).toThrow(/config\.json/);
});

test('list gives permissions, triggers and limits', () => {
  write({
    'a/index.js': '',
    'a/config.json': JSON.stringify({
      permissions: { openapi: ['templateMessage.send'] },
      triggers: [{ name: 'tick', type: 'timer', config: '0 */5 * * * * *' }],
    }),
    'shared/lib.js': '',
  });
  expect(functions.list()).toEqual([
    {
      name: 'a',
      timeout: 3,
      memorySize: 256,
      openapi: ['templateMessage.send'],
      triggers: [{ name: 'tick', config: '0 */5 * * * * *' }],
    },
  ]);
});

test('lines belong to their invocation, also without a line end', async () => {
  write({
    'talk/index.js': `exports.main = ({ n }) => {
      console.log('hello ' + n); console.warn('careful'); process.stdout.write('half') }`,
  });
  const first = await functions.invoke('talk', { n: 1 }, client);
  const second = await functions.invoke('talk', { n: 2 }, client);
  const linesOf = ({ requestId }: InvocationResult) =>
    functions
      .logs()
      .filter((line) => line.requestId === requestId)
      .map(({ level, text }) => `${String(level)} ${String(text)}`)
      .sort();
  expect(linesOf(first)).toEqual(['error careful', 'info half', 'info hello 1']);
  expect(linesOf(second)).toEqual(['error careful', 'info half', 'info hello 2']);
  expect(events.at(-1)).toMatchObject({ type: 'function.end', function: 'talk', ok: true });
});

test('idle waits for all', async () => {
  write({ 'quick/index.js': 'exports.main = ({ n }) => n' });
  const all = Promise.all([1, 2, 3].map((n) => run('quick', { n })));
  await functions.idle();
  expect(eventsOf('function.end')).toHaveLength(3);
  expect(await all).toEqual([1, 2, 3]);
});

test('stop ends running invocations and refuses new ones', async () => {
  write({ 'wait/index.js': 'exports.main = () => new Promise(() => {})' });
  const pending = functions.invoke('wait', {}, client);
  while (eventsOf('function.start').length === 0) await new Promise(setImmediate);
  await functions.stop();
  expect(errorOf(await pending).errCode).toBe(-504002);
  expect((await fail('wait')).errCode).toBe(-504001);
});

test('a process does not outlive its parent', async () => {
  const worker = fork(join(__dirname, 'worker.cjs'), { silent: true });
  await once(worker, 'spawn');
  worker.disconnect();
  expect(await once(worker, 'exit')).toEqual([0, null]);
});
