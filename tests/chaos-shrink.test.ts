import type { History, Step } from '../scripts/chaos/history';
import { shrink } from '../scripts/chaos/shrink';
import { createCounter, tallyLines } from '../scripts/chaos/tally';
import type { Round } from '../scripts/chaos/round';

const blow = { function: 'shipOrder', nth: 1, effect: 'killAfter' } as const;
const steps: Step[] = Array.from({ length: 12 }, (_, order) => ({ deed: { do: 'ship', order } }));
const history: History = {
  era: 'classic',
  settings: {},
  users: 2,
  moments: steps.map((step) => ({ steps: [{ ...step, blow }, { deed: { do: 'thaw' } }] })),
};

/** Which orders are shipped in a history. */
const shippedIn = ({ moments }: History): number[] =>
  moments.flatMap((moment) =>
    moment.steps.flatMap(({ deed }) => (deed.do === 'ship' ? [deed.order] : [])),
  );

const hasBoth = (tried: History): boolean => [3, 8].every((one) => shippedIn(tried).includes(one));
const hasTime = () => true;

describe('the shortest history', () => {
  test('keeps the two deeds that do the harm, without blows that have nothing to do with it', async () => {
    const shortest = await shrink(history, { breaks: async (tried) => hasBoth(tried), hasTime });
    expect(shortest?.moments).toEqual(
      [3, 8].map((order) => ({ steps: [{ deed: { do: 'ship', order } }] })),
    );
  });

  test('keeps a blow that does the harm', async () => {
    const isStruck = ({ moments }: History): boolean =>
      moments.some((moment) => moment.steps.some((step) => step.blow));
    const breaks = async (tried: History) => hasBoth(tried) && isStruck(tried);
    const shortest = await shrink(history, { breaks, hasTime });
    expect(shortest?.moments).toHaveLength(2);
    expect(shortest && isStruck(shortest)).toBe(true);
  });

  test('is none if nothing breaks again', async () => {
    expect(await shrink(history, { breaks: async () => false, hasTime })).toBeUndefined();
  });

  test('is what there is when the time is over', async () => {
    let tries = 0;
    const breaks = async (tried: History) => (tries++, hasBoth(tried));
    const shortest = await shrink(history, { breaks, hasTime: () => tries < 3 });
    expect(shippedIn(shortest ?? history)).toEqual(expect.arrayContaining([3, 8]));
    expect(tries).toBe(3);
  });
});

test('the tally counts places that nothing is aimed at among those that are to be struck', () => {
  const listeners: ((heard: object) => void)[] = [];
  const events = {
    subscribe: (listener: (heard: object) => void) => {
      listeners.push(listener);
      return () => {};
    },
  };
  const counter = createCounter({ events } as unknown as Parameters<typeof createCounter>[0]);
  const event = { type: 'gateway.call', requestId: '1', function: 'confirmReceipt' };
  const call = { event: { ...event, action: 'database.modifyDocument' } };
  for (let i = 0; i < 6; i++) listeners[0]?.(call);
  const round: Round = {
    broken: [],
    moments: 1,
    deeds: 1,
    struck: [{ function: 'confirmReceipt', nth: 1, effect: 'freeze' }],
    messages: [],
    cards: 0,
  };
  counter.add('classic', round);
  const tally = counter.tally();
  expect(tally.functions.confirmReceipt).toEqual({ calls: 6, struck: 1, pairs: 72, beyond: 5 });
  expect(tallyLines(tally).join('\n')).toMatch(/1 of 72 +1 % +6 calls at most, 5 places not/);
});
