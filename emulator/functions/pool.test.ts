import { join } from 'node:path';
import { createPool, type Lease, type Pool } from './pool';
import type { Definition } from './project';

let pool: Pool;
afterEach(() => pool.stop());

/** Few processes, so that the bounds are met soon; the bounds of the local cloud are in functions.ts. */
function createSmallPool(): Pool {
  pool = createPool(join(__dirname, 'worker.cjs'), () => ({}), { idle: 1, running: 2 });
  return pool;
}

const definitionOf = (name: string): Definition => ({
  info: { name, timeout: 3, memorySize: 64, openapi: [], triggers: [] },
  folder: __dirname,
  file: join(__dirname, 'index.js'),
  stamp: '1',
});

async function acquire(name = 'hello'): Promise<Lease> {
  const lease = await pool.acquire(definitionOf(name));
  if (!lease) throw new Error('The pool has stopped.');
  return lease;
}

test('more than may run wait for their turn, the first first', async () => {
  createSmallPool();
  const [first, second] = [await acquire(), await acquire()];
  const order: string[] = [];
  const third = acquire().then((lease) => (order.push('third'), lease));
  const fourth = acquire().then((lease) => (order.push('fourth'), lease));
  await new Promise(setImmediate);
  expect(order).toEqual([]);
  first.release();
  expect((await third).worker).toBe(first.worker);
  second.release();
  expect([(await fourth).cold, order]).toEqual([false, ['third', 'fourth']]);
});

test('of idle processes the one that was used last is kept', async () => {
  createSmallPool();
  const [one, other] = [await acquire('one'), await acquire('other')];
  one.release();
  other.release();
  await one.worker.exited;
  expect(other.worker.alive()).toBe(true);
  expect((await acquire('other')).cold).toBe(false);
  expect((await acquire('one')).cold).toBe(true);
});

test('who waits when the pool stops gets nothing', async () => {
  createSmallPool();
  await acquire();
  await acquire();
  const waiting = pool.acquire(definitionOf('hello'));
  await pool.stop();
  expect(await waiting).toBeUndefined();
});
