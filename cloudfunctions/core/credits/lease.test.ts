import { messageFor } from '../messages/enqueue';
import { createBench, paySuccess, START, tap } from '../testing/bench';
import { leaseCredits, openCreditsOf } from './lease';

test('many runs that want the last credit: one has it', async () => {
  const bench = createBench();
  await tap(bench, 'o', 1);
  const runs = Array.from({ length: 16 }, (_, i) =>
    leaseCredits(bench, [messageFor(paySuccess(`SN${i}`, 'o'), START)], `run-${i}`, {
      stops: new Set(),
    }),
  );
  const leased = (await Promise.all(runs)).flat();
  expect(leased).toHaveLength(1);
  expect(bench.db.all('credits')).toMatchObject([
    { state: 'leased', claim: leased[0]?.credit.claim },
  ]);
});

test('the loser of a race takes the next credit', async () => {
  const bench = createBench();
  await tap(bench, 'o', 8);
  const runs = Array.from({ length: 8 }, (_, i) =>
    leaseCredits(bench, [messageFor(paySuccess(`SN${i}`, 'o'), START)], `run-${i}`, {
      stops: new Set(),
    }),
  );
  const leased = (await Promise.all(runs)).flat();
  const ids = leased.map((pair) => pair.credit._id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('losers of a race do not all try the same credit again', async () => {
  const bench = createBench();
  await tap(bench, 'o', 32);
  let seed = 1;
  bench.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const runs = Array.from({ length: 32 }, (_, i) =>
    leaseCredits(bench, [messageFor(paySuccess(`SN${i}`, 'o'), START)], `run-${i}`, {
      stops: new Set(),
    }),
  );
  expect((await Promise.all(runs)).flat().length).toBeGreaterThan(16);
});

test('users with many credits do not hide others from a page', async () => {
  const bench = createBench();
  const users = Array.from({ length: 60 }, (_, i) => `user-${i}`);
  for (const user of users) await tap(bench, user, 14);
  const credits = await openCreditsOf(bench, users);
  expect(credits).toHaveLength(840);
  expect(new Set(credits.map((credit) => credit.openid)).size).toBe(60);
});

test('what was won is not given up because a read of it lags', async () => {
  const bench = createBench();
  await tap(bench, 'o', 1);
  await tap(bench, 'p', 1);
  const known = bench.db.all('credits');
  await bench.db.update('credits', { openid: 'p' }, { state: 'spent' });
  const { db } = bench;
  let looks = 0;
  bench.db = {
    ...db,
    find: async (collection, query, options) =>
      'claim' in query && (looks += 1) === 1 ? [] : db.find(collection, query, options),
  };
  const messages = ['o', 'p'].map((openid) =>
    messageFor(paySuccess(`SN-${openid}`, openid), START),
  );
  const leased = await leaseCredits(bench, messages, 'run', { stops: new Set(), credits: known });
  expect(leased.map(({ message }) => message.openid)).toEqual(['o']);
});
