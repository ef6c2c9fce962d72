import { createClock, type ClockOptions, type VirtualClock } from './clock';
import type { Schedule } from './repeats';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

const every = (ms: number): Schedule => ({
  next: (time) => Math.floor(time / ms) * ms + ms,
  last: (time) => Math.floor(time / ms) * ms,
});

let clock: VirtualClock;
let real: number;

const start = (options: Partial<ClockOptions> = {}): void => {
  real = START;
  clock = createClock({ real: () => real, timers: 'advance', ...options });
};
const times = (fired: { at: number }[]): number[] => fired.map(({ at }) => (at - START) / MINUTE);

beforeEach(() => start());
afterEach(() => clock.stop());

test('an advance fires tasks and ticks in order, each at its own time, and ends at the target', async () => {
  const seen: [string, number][] = [];
  const see = (label: string) => () => {
    seen.push([label, (clock.now() - START) / MINUTE]);
    return Promise.resolve();
  };
  clock.repeat('tick', every(2 * MINUTE), see('tick'));
  clock.at(START + 3 * MINUTE, 'task', see('task'));
  clock.at(START + 4 * MINUTE, 'same time', see('same time'));
  clock.at(START + 7 * MINUTE, 'later', see('later'));

  const fired = await clock.advance(5 * MINUTE);

  // The tick at minute 4 is planned when the one at minute 2 runs, after `same time` was.
  const order = ['tick', 'task', 'same time', 'tick'];
  expect(seen).toEqual(order.map((label, index) => [label, [2, 3, 4, 4][index]]));
  expect(fired.map(({ label }) => label)).toEqual(order);
  expect(times(fired)).toEqual([2, 3, 4, 4]);
  expect(clock.now()).toBe(START + 5 * MINUTE);
});

test('nothing fires by itself in advance mode, and what is overdue fires at the next advance', async () => {
  const task = jest.fn(() => Promise.resolve());
  clock.at(START + 10, 'task', task);
  real += MINUTE;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(task).not.toHaveBeenCalled();
  expect(await clock.advance(0)).toEqual([{ label: 'task', at: START + 10, ok: true }]);
});

test('waits for running functions before it moves, and for each tick before the next', async () => {
  const log: string[] = [];
  let finish: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (finish = resolve));
  start({ idle: () => running });
  clock.repeat('tick', every(MINUTE), async (due) => {
    log.push(`start ${times([{ at: due }])[0]}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.push(`end ${times([{ at: due }])[0]}`);
  });
  const advance = clock.advance(2 * MINUTE);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect([...log, clock.now()]).toEqual([START]);
  finish();
  await advance;
  expect(log).toEqual(['start 1', 'end 1', 'start 2', 'end 2']);
});

test('real time goes on during a tick, and time never goes back', async () => {
  const stood: number[] = [];
  clock.repeat('slow', every(MINUTE), () => {
    stood.push((clock.now() - START) / MINUTE);
    real += 1.5 * MINUTE;
    return Promise.resolve();
  });
  const fired = await clock.advance(2 * MINUTE);
  expect(times(fired)).toEqual([1, 2]);
  expect(stood).toEqual([1, 2.5]);
  expect(clock.now()).toBe(START + 4 * MINUTE);
});

test('a task planned by a tick fires in the same advance if it is due in it; a cancelled one never', async () => {
  const inner = jest.fn(() => Promise.resolve());
  clock.at(START + MINUTE, 'outer', () => {
    clock.at(clock.now() + MINUTE, 'inner', inner);
    clock.at(clock.now() + MINUTE, 'cancelled', inner)();
    return Promise.resolve();
  });
  expect(times(await clock.advance(2 * MINUTE))).toEqual([1, 2]);
  expect(inner).toHaveBeenCalledTimes(1);
});

test('a failed task is reported and does not stop the others', async () => {
  const onFired = jest.fn();
  start({ onFired });
  const error = new Error('no');
  clock.at(START + 1, 'bad', () => Promise.reject(error));
  clock.at(START + 2, 'good', () => Promise.resolve());
  const fired = await clock.advance(10);
  expect(fired.map(({ ok }) => ok)).toEqual([false, true]);
  expect(onFired.mock.calls[0]).toEqual([fired[0], error]);
});

test('ticks: last runs only the last tick of each repeat, but every task', async () => {
  clock.repeat('often', every(MINUTE), () => Promise.resolve());
  clock.repeat('seldom', every(1000 * MINUTE), () => Promise.resolve());
  clock.at(START + 10 * MINUTE, 'task', () => Promise.resolve());
  const fired = await clock.advance(30.5 * MINUTE, 'last');
  expect(fired.map(({ label }) => label)).toEqual(['task', 'often']);
  expect(times(fired)).toEqual([10, 30]);
  expect(times(await clock.advance(MINUTE))).toEqual([31]);
});

test('refuses to fire more than 5,000 ticks and moves nothing', async () => {
  const tick = jest.fn(() => Promise.resolve());
  clock.repeat('often', every(1000), tick);
  await expect(clock.advance(5_001_000)).rejects.toThrow("Advance with ticks: 'last'");
  expect([clock.now(), tick.mock.calls.length]).toEqual([START, 0]);
  expect(await clock.advance(5_000_000)).toHaveLength(5000);
});

test.each([NaN, -1, 1e20, Infinity])('refuses to move by %d ms', async (ms) => {
  await expect(clock.advance(ms)).rejects.toThrow('only moves forward');
});

test('advances take turns', async () => {
  const [, second] = await Promise.all([
    clock.advance(MINUTE),
    clock.set(START + 3 * MINUTE),
    clock.advance(MINUTE),
  ]);
  expect(second).toEqual([]);
  expect(clock.now()).toBe(START + 4 * MINUTE);
});

test('restart drops tasks, goes back and lets repeats begin anew', async () => {
  clock.repeat('tick', every(MINUTE), () => Promise.resolve());
  clock.at(START + 20 * MINUTE, 'task', () => Promise.resolve());
  await clock.advance(10 * MINUTE, 'last');
  clock.restart(0);
  expect(clock.offset()).toBe(0);
  expect(times(await clock.advance(MINUTE))).toEqual([1]);
  expect(times(await clock.advance(30 * MINUTE, 'last'))).toEqual([31]);
});

describe('auto mode', () => {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const startAuto = (): void => start({ real: Date.now, timers: 'auto' });

  test('tasks and ticks fire by themselves', async () => {
    startAuto();
    const task = jest.fn(() => Promise.resolve());
    const tick = jest.fn(() => Promise.resolve());
    clock.at(clock.now() + 30, 'task', task);
    clock.repeat('tick', every(20), tick);
    await wait(150);
    expect(task).toHaveBeenCalledTimes(1);
    expect(tick.mock.calls.length).toBeGreaterThan(2);
  });

  test('ticks that were missed while the computer slept are left out', async () => {
    let slept = 0;
    start({ real: () => Date.now() + slept, timers: 'auto' });
    const tick = jest.fn(() => Promise.resolve());
    clock.repeat('tick', every(50), tick);
    slept = 60 * MINUTE;
    await wait(160);
    expect(tick.mock.calls.length).toBeGreaterThan(0);
    expect(tick.mock.calls.length).toBeLessThan(6);
  });

  test('nothing fires while exclusive work runs, and nothing after stop', async () => {
    startAuto();
    const tick = jest.fn(() => Promise.resolve());
    clock.repeat('tick', every(10), tick);
    await clock.exclusive(() => wait(60));
    expect(tick).not.toHaveBeenCalled();
    await wait(60);
    expect(tick).toHaveBeenCalled();
    await clock.stop();
    const count = tick.mock.calls.length;
    await wait(60);
    expect(tick).toHaveBeenCalledTimes(count);
  });
});
