import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '../scripts/chaos/history';
import { imagine, rollCall } from '../scripts/chaos/imagine';
import { playRound, type Round } from '../scripts/chaos/round';
import { functionNames, readers } from '../scripts/chaos/targets';
import type { Era } from '../emulator/settings';
import { root, withLocalCloud } from './cloud';

const SEED = 22;
const small = { users: 4, orders: 5, moments: 22, batch: 12 };
const local = withLocalCloud();

const play = (history: History, cloud = local().cloud): Promise<Round> =>
  playRound(cloud, history, new AbortController().signal);

test('every function is struck, or only reads', () => {
  const folders = readdirSync(join(root, 'cloudfunctions'), { withFileTypes: true });
  const deployed = folders.filter((entry) => entry.isDirectory() && entry.name !== 'core');
  expect([...functionNames, ...readers].sort()).toEqual(deployed.map(({ name }) => name).sort());
});

test.each<[Era, 'killAfter' | 'dropAnswer']>([
  ['classic', 'killAfter'],
  ['current', 'dropAnswer'],
])(
  'the promise holds whatever function is struck at its first call, %s, %s',
  async (era, effect) => {
    const round = await play(rollCall(SEED, era, effect));
    expect(round.broken).toEqual([]);
    expect(new Set(round.struck.map((blow) => blow.function))).toEqual(new Set(functionNames));
  },
  60_000,
);

test('whatever strikes the real functions, the promise holds', async () => {
  const rounds = [
    await play(imagine(SEED, 0, 'classic', small)),
    await play(imagine(SEED, 1, 'current', small)),
  ];
  expect(rounds.map(({ broken }) => broken)).toEqual([[], []]);
  const sent = rounds.flatMap(({ messages }) => messages.filter(({ state }) => state === 'sent'));
  expect(sent.length).toBeGreaterThan(20);
}, 60_000);

test('a WeChat that delivers every card twice is found at the first card, with what led to it', async () => {
  const { cloud } = local();
  const inbox = (openid: string) => cloud.wechat.inbox(openid).flatMap((card) => [card, card]);
  const history: History = {
    era: 'classic',
    settings: {},
    users: 2,
    moments: [
      { steps: [{ deed: { do: 'pay', order: 0, outcome: 'success' } }] },
      { steps: [{ deed: { do: 'notice', order: 0, withForm: true } }] },
      { steps: [{ deed: { do: 'login', user: 1 } }] },
    ],
  };
  const round = await play(history, { ...cloud, wechat: { ...cloud.wechat, inbox } });
  expect(round.moments).toBe(2);
  expect(round.broken).toEqual([expect.stringContaining('it arrived more than once')]);
});
