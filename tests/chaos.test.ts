import { imagine } from '../scripts/chaos/imagine';
import { playRound } from '../scripts/chaos/round';
import { createCounter } from '../scripts/chaos/tally';
import { withLocalCloud } from './cloud';

const SEED = 22;
const small = { users: 4, orders: 5, moments: 22, batch: 12 };
const local = withLocalCloud();

test('whatever strikes the real functions, the promise holds', async () => {
  const counter = createCounter(local().cloud);
  for (let number = 0; number < 2; number++) {
    const era = number % 2 === 0 ? 'classic' : 'current';
    const { signal } = new AbortController();
    const round = await playRound(local().cloud, imagine(SEED, number, era, small), signal);
    counter.add(era, round);
    expect([number, round.broken]).toEqual([number, []]);
  }
  counter.stop();
  const { functions, messages } = counter.tally();
  // two rounds reach most functions; `npm run chaos` goes on until it has struck all of them
  const struck = Object.values(functions).filter((one) => one.struck > 0);
  expect(struck.length).toBeGreaterThan(Object.keys(functions).length / 2);
  expect(messages.sent).toBeGreaterThan(20);
}, 120_000);
