import { createClock, type VirtualClock } from '../clock/clock';
import type { FunctionInfo, InvocationResult } from '../services';
import { createTimers } from './timers';

const START = Date.UTC(2019, 1, 21, 11, 48, 30);
const OK: InvocationResult = { result: {}, requestId: '1' };
const FAILED: InvocationResult = { error: { errCode: -504002, errMsg: 'threw' }, requestId: '1' };

const info = (name: string, triggers: FunctionInfo['triggers']): FunctionInfo => ({
  name,
  timeout: 3,
  memorySize: 256,
  openapi: [],
  triggers,
});
const minutely = info('sweep', [{ name: 'everyMinute', config: '0 * * * * * *' }]);

let clock: VirtualClock;
const invoke = jest.fn<Promise<InvocationResult>, [string, unknown, unknown]>();
const start = (...functions: FunctionInfo[]) =>
  createTimers({ clock, functions: { list: () => functions, invoke } });

beforeEach(() => {
  invoke.mockReset().mockResolvedValue(OK);
  clock = createClock({ real: () => START, timers: 'advance' });
});
afterEach(() => clock.stop());

test('a tick runs the function as the cloud does', async () => {
  start(minutely, info('plain', []));
  const fired = await clock.advance(60_000);
  const event = {
    Type: 'Timer',
    TriggerName: 'everyMinute',
    Time: '2019-02-21T11:49:00Z',
    Message: '',
  };
  expect(invoke.mock.calls).toEqual([['sweep', event, { source: 'wx_trigger' }]]);
  expect(fired).toEqual([{ label: 'sweep', at: START + 30_000, ok: true }]);
});

test('a failed run is repeated twice, a minute apart, with the same event', async () => {
  start(info('daily', [{ name: 'daily', config: '0 0 20 * * * *' }]));
  invoke.mockResolvedValue(FAILED);
  const fired = await clock.advance(3_600_000);
  const due = Date.UTC(2019, 1, 21, 12);
  expect(fired).toEqual(
    [0, 1, 2].map((minute) => ({ label: 'daily', at: due + minute * 60_000, ok: false })),
  );
  expect(new Set(invoke.mock.calls.map(([, event]) => JSON.stringify(event))).size).toBe(1);
});

test('a repeated run that succeeds is the last one', async () => {
  start(info('daily', [{ name: 'daily', config: '0 0 20 * * * *' }]));
  invoke.mockResolvedValueOnce(FAILED);
  expect((await clock.advance(3_600_000)).map(({ ok }) => ok)).toEqual([false, true]);
});

test('run gives the answer at once and is not repeated', async () => {
  const timers = start(minutely);
  invoke.mockResolvedValue(FAILED);
  expect(await timers.run('sweep')).toEqual(FAILED);
  expect(invoke.mock.calls[0]?.[1]).toMatchObject({ Time: '2019-02-21T11:48:30Z' });
  invoke.mockResolvedValue(OK);
  expect(await clock.advance(60_000)).toHaveLength(1);
});

test('run names the timers if the function has none', async () => {
  await expect(start(minutely).run('plain')).rejects.toThrow(
    'Function "plain" has no timer. Timers: sweep.',
  );
});

test('next tells when a timer ticks', () => {
  const timers = start(minutely);
  expect(timers.next('sweep')).toBe(START + 30_000);
  expect(timers.next('plain')).toBeNull();
});

test.each([
  [
    [{ name: 'a', config: '* * *' }],
    'Function "bad": the cron expression of "a" is wrong: "* * *"',
  ],
  [[{ name: 'a', config: '0 61 * * * * *' }], 'field minute "61"'],
  [[{ name: '1a', config: '0 * * * * * *' }], 'the trigger name "1a" is not allowed'],
  [[minutely.triggers[0]!, minutely.triggers[0]!], 'it has 2 triggers, and WeChat takes one'],
])('refuses triggers that the cloud would refuse: %j', (triggers, message) => {
  expect(() => start(info('bad', triggers))).toThrow(message);
});
