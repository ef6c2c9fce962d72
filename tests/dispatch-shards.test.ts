import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUN_CAPACITY } from '../cloudfunctions/core/limits';
import { messageFor } from '../cloudfunctions/core/messages/enqueue';
import { SHARDS } from '../cloudfunctions/core/messages/shards';
import { type LocalCloud, startLocalCloud } from '../emulator/local-cloud';
import { connectHub, type Hub } from '../scripts/hub-client';
import { root } from './cloud';

const folder = mkdtempSync(join(tmpdir(), 'shop-'));
let cloud: LocalCloud;
let hub: Hub;

jest.setTimeout(60_000); // cold starts, on a busy computer

/** This shop, on an account that allows four dispatchers. */
beforeAll(async () => {
  for (const file of ['project.config.json', 'database.json', 'local-cloud.json']) {
    cpSync(join(root, file), join(folder, file));
  }
  for (const room of ['dist', 'miniprogram']) symlinkSync(join(root, room), join(folder, room));
  const account = require(join(root, 'local-cloud.json')) as { variables: object };
  const variables = { ...account.variables, DISPATCHERS: '4' };
  writeFileSync(join(folder, 'local-cloud.json'), JSON.stringify({ ...account, variables }));
  cloud = await startLocalCloud({ project: folder, timers: 'advance' });
  hub = connectHub(cloud.url);
});
beforeEach(() => hub.reset());
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

const fields = (sn: string, paidAt: number) => ({ goods: '红茶', amount: 6800, sn, paidAt });

/** Due messages, as documents; nobody has a credit unless he taps. */
async function queue(openids: readonly string[]): Promise<void> {
  const now = await hub.now();
  const messages = openids.map((openid, i) => ({
    ...messageFor({ scene: 'paySuccess', key: `S${i}`, openid, fields: fields(`S${i}`, now) }, now),
  }));
  for (let i = 0; i < messages.length; i += 1000) {
    await hub.insert('messages', ...messages.slice(i, i + 1000));
  }
}

async function usersWithFormIds(count: number): Promise<string[]> {
  const users = await Promise.all(Array.from({ length: count }, () => hub.createUser()));
  const at = await hub.now();
  for (const openid of users) {
    const taps = [{ formId: await hub.tap(openid), at }];
    await hub.call(openid, 'collectCredits', { taps });
  }
  return users;
}

const allShards = Array.from({ length: SHARDS }, (_, shard) => shard);
const dispatchShard = (shards: readonly number[], caller: { source: string; openid?: string }) =>
  cloud.functions.invoke('dispatchShard', { shards }, caller);

test('runs that overlap in every shard send everything once', async () => {
  const users = await usersWithFormIds(40);
  await queue(users);
  const timer = { source: 'wx_trigger,scf' };
  const runs = await Promise.all([
    dispatchShard(allShards, timer),
    dispatchShard(allShards.slice(4), timer),
    hub.runTimer('dispatchMessages'),
  ]);
  expect(runs[0]).toMatchObject({ result: { ok: true } });
  for (const openid of users) expect(await hub.inbox(openid)).toHaveLength(1);
  expect(await hub.find('messages', { state: 'sent' })).toHaveLength(40);
});

test('a backlog that is too large for one run is shared by four', async () => {
  const [user = ''] = await usersWithFormIds(1);
  await queue([...Array.from({ length: RUN_CAPACITY }, (_, i) => `nobody-${i}`), user]);
  const before = endedShards();
  await hub.runTimer('dispatchMessages');
  await hub.advance('1s'); // for those that the dispatcher has stopped waiting for
  expect(endedShards() - before).toBe(3);
  expect(await hub.inbox(user)).toHaveLength(1);
  expect(await hub.find('messages', { state: 'waiting' })).toHaveLength(RUN_CAPACITY);
});

/** How many runs for some shards have ended, as they say themselves. */
const endedShards = (): number =>
  cloud.functions.logs().filter(({ text }) => String(text).includes('"internal.done"')).length;

test.each([
  'wx_client',
  'wx_devtools',
  'wx_http',
  'wx_trigger',
  'scf',
  'wx_client,scf',
  'wx_http,scf',
  'wx_trigger,wx_client',
])('it is not called by %s', async (source) => {
  const answer = await dispatchShard(allShards, { source });
  expect(answer).toMatchObject({ result: { ok: false, error: { code: 'FORBIDDEN' } } });
});

test('nor on behalf of a user, nor with shards that do not exist', async () => {
  const openid = await hub.createUser();
  const source = 'wx_trigger,scf';
  expect(await dispatchShard(allShards, { source, openid })).toMatchObject({
    result: { error: { code: 'FORBIDDEN' } },
  });
  expect(await dispatchShard([SHARDS], { source })).toMatchObject({
    result: { error: { code: 'INVALID_ARGUMENT' } },
  });
});
