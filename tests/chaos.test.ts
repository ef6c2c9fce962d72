import type { History } from '../scripts/chaos/history';
import { imagine, rollCall } from '../scripts/chaos/imagine';
import { playRound } from '../scripts/chaos/round';
import { createCounter } from '../scripts/chaos/tally';
import { withLocalCloud } from './cloud';

const SEED = 22;
const small = { users: 4, orders: 5, moments: 22, batch: 12 };
const histories: History[] = [
  rollCall(SEED, 'classic', 'killAfter'),
  rollCall(SEED, 'current', 'dropAnswer'),
  imagine(SEED, 0, 'classic', small),
  imagine(SEED, 1, 'current', small),
];
const local = withLocalCloud();

test('whatever strikes the real functions, the promise holds', async () => {
  const counter = createCounter(local().cloud);
  for (const [number, history] of histories.entries()) {
    const round = await playRound(local().cloud, history, new AbortController().signal);
    counter.add(history.era, round);
    expect([number, round.broken]).toEqual([number, []]);
  }
  counter.stop();
  const { functions, messages } = counter.tally();
  const missed = Object.entries(functions).filter(([, { struck }]) => struck === 0);
  expect(missed).toEqual([]);
  expect(messages.sent).toBeGreaterThan(20);
}, 120_000);
