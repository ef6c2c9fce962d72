import { DAY } from '../words';
import { EVERY, stop } from '../channels/stops';
import { collectCredits } from '../credits/collect';
import { TOKEN_LIFE } from '../limits';
import { notify } from '../messages/notify';
import { createBench, paySuccess, START, tap, type Bench } from '../testing/bench';
import { messageSettings } from './message-settings';

const accept = (bench: Bench, openid: string, id: string) =>
  collectCredits(bench, {
    openid,
    taps: [],
    consents: [{ id, answers: { 'sub-order-shipped': 'accept', 'sub-pay-success': 'reject' } }],
  });

test('a new user has nothing, and can allow what the environment has templates for', async () => {
  const settings = await messageSettings(createBench(), 'o');
  expect(settings.credits).toEqual([
    { kind: 'form', count: 0, until: 0 },
    { kind: 'payment', count: 0, until: 0 },
    { kind: 'subscription', count: 0, until: 0 },
    { kind: 'longTerm', count: 0, until: 0 },
  ]);
  expect(settings.templates[0]).toEqual({
    scene: 'orderShipped',
    templateId: 'sub-order-shipped',
    title: '订单发货提醒',
    open: 0,
    longTerm: false,
  });
  expect(settings.templates).toHaveLength(4);
  expect(settings.waiting).toEqual([]);
});

test('staff can allow to be told of orders that nobody ships', async () => {
  const bench = createBench();
  await bench.db.insert('staff', [{ _id: 'boss', name: '店长' }]);
  const scenesOf = async (openid: string) =>
    (await messageSettings(bench, openid)).templates.map(({ scene }) => scene);
  expect(await scenesOf('boss')).toEqual([...(await scenesOf('o')), 'shipOverdue']);
});

test('credits are counted by kind, with the end of the first; accepts by template', async () => {
  const bench = createBench();
  await tap(bench, 'o');
  bench.advance(DAY);
  await tap(bench, 'o');
  await tap(bench, 'somebody else');
  await accept(bench, 'o', 'sheet-1');
  await accept(bench, 'o', 'sheet-2');
  const { credits, templates } = await messageSettings(bench, 'o');
  expect(credits).toEqual([
    { kind: 'form', count: 2, until: START + TOKEN_LIFE },
    { kind: 'payment', count: 0, until: 0 },
    { kind: 'subscription', count: 2, until: 0 },
    { kind: 'longTerm', count: 0, until: 0 },
  ]);
  expect(templates.map(({ open }) => open)).toEqual([2, 0, 0, 0]);
});

test('what has ended does not count, even before it was swept', async () => {
  const bench = createBench();
  await tap(bench, 'o');
  bench.advance(TOKEN_LIFE);
  expect((await messageSettings(bench, 'o')).credits[0]).toEqual({
    kind: 'form',
    count: 0,
    until: 0,
  });
});

test('what no channel would take is not counted as a send that is left', async () => {
  const bench = createBench();
  await tap(bench, 'o');
  await accept(bench, 'o', 'sheet-1');
  const gone = { kind: 'form', scene: EVERY, errCode: 45103, reason: 'channel-gone' } as const;
  await stop(bench, new Set(), gone);
  const { credits } = await messageSettings(bench, 'o');
  expect(credits.map(({ kind, count }) => [kind, count])).toEqual([
    ['form', 0],
    ['payment', 0],
    ['subscription', 1],
    ['longTerm', 0],
  ]);
});

test('messages that wait for a credit are named, and only one’s own', async () => {
  const bench = createBench();
  await notify(bench, paySuccess('SN1', 'o'));
  await notify(bench, paySuccess('SN2', 'somebody else'));
  const { waiting } = await messageSettings(bench, 'o');
  expect(waiting).toEqual([
    {
      title: '付款成功通知',
      since: START,
      reason: 'no-credit',
      templateId: 'sub-pay-success',
    },
  ]);
});

test('an environment without templates has nothing to ask for', async () => {
  const bench = createBench();
  bench.env = 'unknown-env';
  expect((await messageSettings(bench, 'o')).templates).toEqual([]);
});
