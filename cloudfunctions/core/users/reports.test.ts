import { collectAndWake } from '../credits/collect-and-wake';
import { shop } from '../shop';
import { type Bench, createBench, START } from '../testing/bench';
import { DAY, HOUR, MINUTE } from '../words';
import { countReport } from './reports';

const { tapsADay, consentsADay } = shop.limits;

const stored = (bench: Bench) => bench.db.all('reports');
const reports = (bench: Bench, count: number, taps: number): Promise<boolean[]> =>
  Promise.all(Array.from({ length: count }, () => countReport(bench, 'o', { taps, consents: 0 })));
const accepted = (results: readonly boolean[]): number => results.filter(Boolean).length;

test('the limit holds however many reports come at the same time', async () => {
  const bench = createBench();
  expect(accepted(await reports(bench, 100, 7))).toBe(Math.floor(tapsADay / 7));
  expect(stored(bench)).toHaveLength(1);
  expect(stored(bench)[0]?.taps).toBeLessThanOrEqual(tapsADay);
});

test('what is refused is not counted: a smaller report still fits', async () => {
  const bench = createBench();
  expect(await countReport(bench, 'o', { taps: tapsADay, consents: 0 })).toBe(true);
  expect(await countReport(bench, 'o', { taps: 1, consents: 1 })).toBe(false);
  expect(await countReport(bench, 'o', { taps: 0, consents: consentsADay })).toBe(true);
  expect(await countReport(bench, 'p', { taps: 1, consents: 0 })).toBe(true);
});

test('more than a day takes is refused at once, and nothing is counted of nothing', async () => {
  const bench = createBench();
  expect(await countReport(bench, 'o', { taps: tapsADay + 1, consents: 0 })).toBe(false);
  expect(await countReport(bench, 'o', { taps: 0, consents: consentsADay + 1 })).toBe(false);
  expect(await countReport(bench, 'o', { taps: 0, consents: 0 })).toBe(true);
  expect(stored(bench)).toEqual([]);
});

test('the day begins anew at midnight in China, also if many begin it at once', async () => {
  const bench = createBench(); // 10:00
  await reports(bench, 1, tapsADay);
  bench.advance(14 * HOUR - MINUTE);
  expect(accepted(await reports(bench, 1, 1))).toBe(0);
  bench.advance(MINUTE);
  expect(accepted(await reports(bench, 30, 10))).toBe(tapsADay / 10);
  expect(stored(bench)).toHaveLength(1);
});

test('a computer whose clock is a little behind at midnight refuses nobody', async () => {
  const bench = createBench();
  await reports(bench, 1, 1);
  bench.advance(DAY);
  await reports(bench, 1, 1);
  bench.advance(-DAY);
  expect(accepted(await reports(bench, 1, 1))).toBe(1);
});

describe('a page that reports too much', () => {
  const flood = (bench: Bench, from: number) =>
    collectAndWake(bench, 'o', {
      taps: Array.from({ length: 50 }, (_, n) => ({ formId: `form-${from + n}-12345`, at: START })),
      toldBy: 'page',
    });

  test('is refused, and nothing of it is stored', async () => {
    const bench = createBench();
    const calls = await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) => flood(bench, n * 50)),
    );
    const refused = calls.filter((call) => call.status === 'rejected');
    expect(refused).toHaveLength(40 - tapsADay / 50);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'LIMITED' });
    expect(bench.db.all('credits').length).toBeLessThanOrEqual(tapsADay);
  });

  test("does not keep WeChat's own pushes out", async () => {
    const bench = createBench();
    await countReport(bench, 'o', { taps: 0, consents: consentsADay });
    const consents = [{ id: 'sheet', answers: { 'sub-pay-success': 'accept' } }];
    const told = (toldBy: 'page' | 'push') => collectAndWake(bench, 'o', { consents, toldBy });
    await expect(told('page')).rejects.toMatchObject({ code: 'LIMITED' });
    expect(await told('push')).toMatchObject({ stored: 1 });
  });
});
