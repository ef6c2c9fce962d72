import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAGE, RUN_CAPACITY } from '../cloudfunctions/core/limits';
import type { Message } from '../cloudfunctions/core/words';
import { SHARDS, shardOf } from '../cloudfunctions/core/messages/shards';
import { type LocalCloud, startLocalCloud } from '../emulator/local-cloud';
import { plain, storeCredits } from '../scripts/bench/recipients';
import { messageTo } from '../scripts/bench/senders';
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

const users = (count: number): string[] =>
  Array.from({ length: count }, () => cloud.wechat.createUser().openid);

/** They accept the template of the message that `queue` stores for them. */
const allow = (openids: readonly string[]): Promise<void> =>
  storeCredits(
    cloud,
    openids.map((openid, i) => {
      const answers = cloud.wechat.subscribe(openid, { 'sub-pay-success': 'accept' });
      return { openid, sn: openid, consents: [{ id: `sheet-${i}`, answers }] };
    }),
  );

/** Due messages, as documents. Nobody has a credit unless he allows it. */
function queue(openids: readonly string[], change: Partial<Message> = {}): void {
  const now = cloud.clock.now();
  const messages = openids.map((openid) => ({
    ...messageTo({ openid, sn: openid }, now),
    ...change,
  }));
  cloud.database.insert('messages', plain(messages));
}

const allShards = Array.from({ length: SHARDS }, (_, shard) => shard);
const dispatchShard = (shards: readonly number[], caller: { source: string; openid?: string }) =>
  cloud.functions.invoke('dispatchShard', { shards }, caller);

/** How many messages a run has sent, as it says itself. */
const sentBy = (answer: unknown): number => {
  const { result } = answer as { result: { data: { states: { sent?: number } } } };
  return result.data.states.sent ?? 0;
};

test('runs that overlap in every shard send everything once', async () => {
  const timer = { source: 'wx_trigger,scf' };
  const begin = () =>
    Promise.all([
      dispatchShard(allShards, timer),
      dispatchShard(allShards.slice(4), timer),
      hub.runTimer('dispatchMessages'),
    ]);
  await begin(); // their processes run from here on
  cloud.settings.change({ latency: { databaseMs: 0, wechatMs: 20 } });
  const openids = users(3 * PAGE);
  await allow(openids);
  queue(openids);
  const sent = (await begin()).map(sentBy);
  expect(sent.filter((count) => count > 0).length).toBeGreaterThan(1);
  expect(sent.reduce((sum, count) => sum + count)).toBe(openids.length);
  for (const openid of openids) expect(cloud.wechat.inbox(openid)).toHaveLength(1);
});

test('a backlog that is too large for one run is shared; a share whose run does not start is not left', async () => {
  const some = users(300); // so many that every shard has one
  expect(new Set(some.map(shardOf)).size).toBe(SHARDS);
  await allow(some);
  queue(some);
  const many = Array.from({ length: RUN_CAPACITY }, (_, i) => `nobody-${i}`);
  queue(many, { shard: SHARDS }); // which nobody has: they make the backlog large, and no work
  const call = { function: 'dispatchMessages', action: 'functions.invokeFunction' };
  await hub.fault({ match: { ...call, nth: 2 }, effect: { errCode: -501004 } });
  const before = endedShards();
  await hub.runTimer('dispatchMessages');
  await hub.advance('1s'); // for those that the dispatcher has stopped waiting for
  expect(endedShards() - before).toBe(2); // of three
  for (const openid of some) expect(cloud.wechat.inbox(openid)).toHaveLength(1);
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
  'wx_unknown,scf',
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
