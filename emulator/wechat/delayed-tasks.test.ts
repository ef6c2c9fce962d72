import { createBench, DAY, SECOND } from './test-bench';
import type { Bench } from './test-bench';

const task = {
  env: 'local-shop',
  function_name: 'remind',
  data: '{"sn":"7"}',
  delay_time: 60,
};
const add = ({ wechat }: Pick<Bench, 'wechat'>, changes: Record<string, unknown> = {}) =>
  wechat.openApi('cloudbase.addDelayedFunctionTask', { ...task, ...changes });

test('runs the function at its time, once, for nobody', async () => {
  const bench = createBench();
  bench.understand('crash');
  expect(add(bench)).toEqual({ errcode: 0, errmsg: 'ok' });
  await bench.scheduler.advance(60 * SECOND - 1);
  expect(bench.notices).toEqual([]);
  await bench.scheduler.advance(DAY);
  expect(bench.notices).toEqual([
    {
      at: expect.any(Number),
      functionName: 'remind',
      event: { sn: '7' },
      caller: { source: 'wx_unknown' },
    },
  ]);
});

test('is kept with the state', async () => {
  const bench = createBench();
  add(bench);
  const saved = JSON.parse(JSON.stringify(bench.wechat.save())) as unknown;
  bench.wechat.reset();
  expect(bench.scheduler.waiting()).toEqual([]);
  bench.wechat.restore(saved);
  await bench.scheduler.advance(60 * SECOND);
  expect(bench.notices).toHaveLength(1);
});

test('a state of an earlier version has none', () => {
  const bench = createBench();
  add(bench);
  const {
    tasks: _tasks,
    pushes: _pushes,
    ...earlier
  } = bench.wechat.save() as object & {
    tasks: unknown;
    pushes: unknown;
  };
  bench.wechat.restore(earlier);
  expect(bench.scheduler.waiting()).toEqual([]);
});

test.each([
  ['delay_time', { delay_time: 5 }],
  ['delay_time', { delay_time: 30 * 86_400 + 1 }],
  ['delay_time', { delay_time: '60' }],
  ['env', { env: 'another' }],
  ['function_name', { function_name: '' }],
  ['data', { data: 'sn=7' }],
])('refuses a wrong %s and names it: %j', (name, changes) => {
  const bench = createBench();
  expect(add(bench, changes)).toMatchObject({
    errcode: 40097,
    errmsg: expect.stringContaining(name),
  });
  expect(bench.scheduler.waiting()).toEqual([]);
});

test.each([6, 30 * 86_400])('takes %d seconds', (delay) => {
  expect(add(createBench(), { delay_time: delay })?.errcode).toBe(0);
});
