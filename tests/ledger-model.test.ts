import { createMemoryWorld } from './model/memory';
import { playHistories } from './model/history';

/** How many histories to look for new ones; the same thousand if absent. */
const RUNS = process.env.MODEL_RUNS;

test('whatever happens in whatever order, the promise holds', async () => {
  await playHistories(createMemoryWorld, {
    length: { atLeast: 20, atMost: 40 },
    ...(RUNS ? { numRuns: Number(RUNS) } : { numRuns: 1000, seed: 10 }),
  });
}, 600_000);
