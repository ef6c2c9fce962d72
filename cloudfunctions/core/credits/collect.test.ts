import fc from 'fast-check';
import { DAY, FAR } from '../words';
import { createBench, START } from '../testing/bench';
import { collectCredits } from './collect';
import { isFormId } from './form-id';

const id = (n: number): string => n.toString(16).padStart(32, '0');
const collect = (bench: ReturnType<typeof createBench>, taps: { formId: string; at: number }[]) =>
  collectCredits(bench, { openid: 'o', taps, consents: [] });

test('a formId is stored once, with the time of its tap', async () => {
  const bench = createBench();
  const tap = { formId: id(1), at: START - DAY };
  expect((await collect(bench, [tap, tap])).counts).toEqual({
    stored: 1,
    duplicates: 1,
    rejected: 0,
  });
  expect((await collect(bench, [tap])).counts).toEqual({ stored: 0, duplicates: 1, rejected: 0 });
  expect(bench.db.all('credits')).toMatchObject([
    { kind: 'form', openid: 'o', token: id(1), openedAt: START - DAY, expiresAt: START + 6 * DAY },
  ]);
});

test('a batch that overlaps another counts its own documents only', async () => {
  const bench = createBench();
  await collect(bench, [{ formId: id(1), at: START }]);
  const { counts, credits } = await collect(
    bench,
    [1, 2, 3].map((n) => ({ formId: id(n), at: START })),
  );
  expect(counts).toEqual({ stored: 2, duplicates: 1, rejected: 0 });
  expect(credits.map((credit) => credit.token)).toEqual([id(2), id(3)]);
});

test("the phone's clock is not believed", async () => {
  const bench = createBench();
  const { counts } = await collect(bench, [
    { formId: id(1), at: START + 30 * DAY },
    { formId: id(2), at: START - 30 * DAY },
  ]);
  expect(counts).toEqual({ stored: 1, duplicates: 0, rejected: 1 });
  expect(bench.db.all('credits')).toMatchObject([{ openedAt: START, expiresAt: START + 7 * DAY }]);
});

test.each([
  'the formId is a mock one',
  'the formId is no longer available in develop or trial version of this mini program',
  'requestFormId:fail deprecated',
  'requestFormId:fail',
  '',
  'short',
  'x'.repeat(129),
  'formId:with:mock:inside',
  'wx201410272009395522657a690389285100',
  'prepay_id=wx201410272009395522657a690389285100',
])('junk is no credit: %j', async (formId) => {
  const bench = createBench();
  expect((await collect(bench, [{ formId, at: START }])).counts.rejected).toBe(1);
  expect(bench.db.all('credits')).toEqual([]);
});

test('whatever a phone sends, nothing but short printable words is stored', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      if (isFormId(text)) expect(text).toMatch(/^[!-~]{8,128}$/);
    }),
  );
});

test('every accepted template opens one credit; a repeated report opens none', async () => {
  const bench = createBench();
  const answers = {
    'sub-pay-success': 'accept',
    'long-course-reminder': 'acceptWithAudio',
    'sub-order-shipped': 'reject',
    'sub-refund-success': 'ban',
    'sub-receipt-reminder': 'filter',
    'a template of nobody': 'accept',
  };
  const report = () =>
    collectCredits(bench, {
      openid: 'o',
      taps: [],
      consents: [{ id: 'sheet-1', answers }],
    });
  expect((await report()).counts).toEqual({ stored: 2, duplicates: 0, rejected: 4 });
  expect((await report()).counts).toEqual({ stored: 0, duplicates: 2, rejected: 4 });
  const stored = bench.db.all('credits');
  expect(stored.map(({ kind, templateId }) => [kind, templateId])).toEqual([
    ['subscription', 'sub-pay-success'],
    ['longTerm', 'long-course-reminder'],
  ]);
  expect(stored.every((credit) => credit.expiresAt === FAR)).toBe(true);
});
