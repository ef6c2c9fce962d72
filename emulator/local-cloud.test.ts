import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestProject, request, type TestProject } from './hub/testing';
import { startLocalCloud, type LocalCloud } from './local-cloud';

/** The SDK is found from this repository, not from the test's folder. */
const SDK = JSON.stringify(require.resolve('wx-server-sdk'));
const NOTE = `
  const cloud = require(${SDK});
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
  exports.main = async ({ text }) => {
    const { OPENID } = cloud.getWXContext();
    const { _id } = await cloud.database().collection('notes').add({ data: { text, owner: OPENID } });
    return { _id, OPENID };
  };`;

jest.setTimeout(30_000); // cold starts, on a busy computer

let project: TestProject;
let clouds: LocalCloud[];
const start = async (options: { port?: number; timers?: 'auto' | 'advance' } = {}) => {
  const cloud = await startLocalCloud({ project: project.folder, timers: 'advance', ...options });
  clouds.push(cloud);
  return cloud;
};
/** Timers are left out: the test runner has its own. That none is left shows in `cli.test.ts`. */
const resources = (): string[] =>
  process.getActiveResourcesInfo().filter((name) => /Server|Socket|Process/.test(name));
/** Processes end a moment after they were seen to exit, so the test before may still show. */
/** Waits until nothing is left, or for five seconds: sockets close a moment after both ends have ended. */
async function settled(): Promise<void> {
  for (let i = 0; i < 100 && resources().length > 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

beforeEach(() => {
  clouds = [];
  project = createTestProject({ 'cloud/note/index.js': NOTE });
});
afterEach(async () => {
  await Promise.all(clouds.map((cloud) => cloud.stop()));
  project.remove();
});

test('the unmodified SDK works in a function', async () => {
  const { url, database } = await start();
  const { openid } = (await request(url, '/users', {})).body;
  const call = { name: 'note', data: { text: 'hello' } };
  const { body } = await request(url, `/users/${String(openid)}/call`, call);
  expect(body['result']).toEqual({ _id: expect.any(String), OPENID: openid });
  expect(database.find('notes', '{"text":"hello"}')).toMatchObject([{ owner: openid }]);
});

test('a frozen function is not waited for; it goes on when the faults are cleared, and its clock is right', async () => {
  const write = `
    const cloud = require(${SDK});
    cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
    const add = (text) => cloud.database().collection('notes').add({ data: { text } });
    exports.main = async () => {
      const begun = Date.now();
      await Promise.all([add('one'), add('two')]);
      return { took: Date.now() - begun };
    };`;
  project.write({ 'cloud/freezer/index.js': write });
  const { url, database, clock, faults, functions } = await start();
  const match = { function: 'freezer', action: 'database.insertDocument' };
  faults.add({ match, effect: 'freeze' });
  const run = functions.invoke('freezer', {}, { source: 'wx_client' });
  while (faults.list()[0]?.hits === 0) await new Promise(setImmediate);
  await clock.advance(180_000);
  const notes = () => database.find('notes', '{"text":{"$exists":true}}').length;
  expect(notes()).toBe(0);
  await request(url, '/faults', undefined, 'DELETE');
  expect(await run).toMatchObject({ result: { took: expect.any(Number) } });
  expect(notes()).toBe(2);
  const { result } = (await run) as { result: { took: number } };
  expect(result.took).toBeGreaterThanOrEqual(180_000);
});

test('a reset thaws what is frozen and waits for it', async () => {
  const { url, database, faults, functions, state } = await start();
  const { openid } = (await request(url, '/users', {})).body;
  await request(url, '/faults', { match: { function: 'note' }, effect: 'freeze' });
  const caller = { source: 'wx_client', openid: String(openid) };
  const run = functions.invoke('note', { text: 'late' }, caller);
  while (faults.list()[0]?.hits === 0) await new Promise(setImmediate);
  await state.reset();
  expect(await run).toMatchObject({ result: { OPENID: openid } });
  expect(database.find('notes', '{"text":"late"}')).toEqual([]);
});

test('a taken port is a readable error, and nothing is left running', async () => {
  const other: Server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(start({ port })).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: expect.stringMatching(`Port ${port} is taken.*--port`),
  });
  await new Promise((resolve) => other.close(resolve));
});

test('a mistake in a timer or a seed is told at the start', async () => {
  const triggers = [{ name: 'a', type: 'timer', config: '0 0 * * *' }];
  project.write({ 'cloud/note/config.json': { triggers } });
  await expect(start()).rejects.toThrow('Function "note": the cron expression of "a" is wrong');
  project.write({ 'cloud/note/config.json': {}, 'database.json': { collections: [] } });
  await expect(start()).rejects.toThrow('database.json');
  const documents = [{ collection: 'none', document: {} }];
  const users = [{ as: 'wang', label: { en: 'Wang', zh: '小王' }, documents }];
  project.write({ 'local-cloud.json': { users }, 'database.json': { collections: {} } });
  await expect(start()).rejects.toThrow('user "wang": There is no collection none. Mend it');
});

test('two local clouds live side by side', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  await request(one.url, '/db/notes', { _id: 'only here' });
  expect(one.database.find('notes')).toHaveLength(2);
  expect(two.database.find('notes')).toHaveLength(1);
});

test('timers tick by themselves in auto mode', async () => {
  const triggers = [{ name: 'often', type: 'timer', config: '* * * * * * *' }];
  project.write({
    'cloud/tick/index.js': 'exports.main = () => 1;',
    'cloud/tick/config.json': { triggers },
  });
  const { events } = await start({ timers: 'auto' });
  const fired = await new Promise((resolve) =>
    events.subscribe(({ event }) => event.type === 'clock.fired' && resolve(event)),
  );
  expect(fired).toMatchObject({ label: 'tick', ok: true });
});

test('stop ends calls, streams and connections, and may be called twice', async () => {
  project.write({
    'cloud/slow/index.js': 'exports.main = () => new Promise((done) => setTimeout(done, 2500));',
  });
  const cloud = await start({ timers: 'auto' });
  const { openid } = cloud.wechat.createUser();
  const stream = await fetch(`${cloud.url}/_local/events`);
  const reading = stream.text().catch(() => '');
  const call = request(cloud.url, `/users/${openid}/call`, { name: 'slow' }).catch(() => 'cut');
  while (!cloud.events.since(0).some(({ event }) => event.type === 'function.start')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const advance = cloud.clock.advance(1000);
  await Promise.all([cloud.stop(), cloud.stop()]);
  await Promise.all([reading, call, advance]);
  await expect(fetch(cloud.url)).rejects.toThrow('fetch failed');
  await settled();
  expect(resources()).toEqual([]);
});
