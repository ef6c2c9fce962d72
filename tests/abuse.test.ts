/**
 * Whatever anybody sends to a function: the answer comes from a closed set, and what is not his does not
 * change. Runs the functions themselves on ports in memory.
 */
import fc from 'fast-check';
import { attacks } from './fuzz/attacks';
import { functions } from './fuzz/functions';
import { strike } from './fuzz/memory-shop';

/** How many requests to look for new ones; the same ones if absent. */
const RUNS = process.env.FUZZ_RUNS;

jest.setTimeout(RUNS ? 3_600_000 : 60_000);

test('nobody makes a function lie, or touches what is not his', async () => {
  const ends = new Map([...functions.keys()].map((name) => [name, new Set<string>()]));
  await fc.assert(
    fc.asyncProperty(attacks, async (attack) => {
      const { code, problems } = await strike(attack);
      ends.get(attack.name)?.add(code);
      if (problems.length > 0) throw new Error(problems.join('\n'));
    }),
    RUNS ? { numRuns: Number(RUNS) } : { seed: 20200110, numRuns: 4000 },
  );
  // the property says nothing about a function that only refuses
  const refusing = [...ends].filter(([, codes]) => !codes.has(''));
  expect(refusing).toEqual([]);
});
