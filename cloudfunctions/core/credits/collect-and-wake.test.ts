import { DAY, MINUTE } from '../words';
import { messageFor } from '../messages/enqueue';
import { notify } from '../messages/notify';
import { type Bench, createBench, paySuccess, START, tap } from '../testing/bench';
import { MAX_ACCEPTS, MAX_FORMS } from './bounds';
import { collectAndWake } from './collect-and-wake';

const accept = (bench: Bench, templateId: string, times: number) =>
  collectAndWake(bench, 'o', {
    consents: Array.from({ length: times }, () => ({
      id: bench.newId(),
      answers: { [templateId]: 'accept' },
    })),
    toldBy: 'push',
  });

const taps = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ formId: `form-of-a-tap-${from + i}`, at: START }));

/** A message whose run has died before it looked for a credit again. */
const waiting = (bench: Bench) =>
  bench.db.insert('messages', [{ ...messageFor(paySuccess('SN1', 'o'), START), state: 'waiting' }]);

describe('a user who allows more than he is sent', () => {
  test.each(['sub-refund-success', 'long-course-reminder'])(
    'can still allow another template: %s',
    async (templateId) => {
      const bench = createBench();
      const told = await accept(bench, templateId, MAX_ACCEPTS + 1);
      expect(told).toEqual({ stored: MAX_ACCEPTS, duplicates: 0, rejected: 1 });
      expect((await notify(bench, paySuccess('SN1', 'o'))).state).toBe('waiting');
      expect(await accept(bench, 'sub-pay-success', 1)).toMatchObject({ stored: 1 });
      expect(bench.letters).toHaveLength(1);
    },
  );

  test('has formIds beside his accepts', async () => {
    const bench = createBench();
    await accept(bench, 'sub-refund-success', MAX_ACCEPTS);
    const told = await collectAndWake(bench, 'o', { taps: taps(MAX_FORMS + 1), toldBy: 'page' });
    expect(told).toEqual({ stored: MAX_FORMS, duplicates: 0, rejected: 1 });
  });
});

test('formIds that nobody can spend any more take up no room', async () => {
  const bench = createBench();
  await tap(bench, 'o', MAX_FORMS);
  bench.advance(7 * DAY - MINUTE); // `sweep` has not come yet
  const fresh = [{ formId: 'form-of-a-fresh-tap', at: bench.now() }];
  const told = await collectAndWake(bench, 'o', { taps: fresh, toldBy: 'page' });
  expect(told).toMatchObject({ stored: 1 });
});

test('a tap that is told when it can no longer be spent is none', async () => {
  const bench = createBench();
  bench.advance(7 * DAY - MINUTE);
  const told = await collectAndWake(bench, 'o', { taps: taps(1), toldBy: 'page' });
  expect(told).toEqual({ stored: 0, duplicates: 0, rejected: 1 });
});

test('what is told again takes up no room of what is new', async () => {
  const bench = createBench();
  await collectAndWake(bench, 'o', { taps: taps(50), toldBy: 'page' });
  const told = await collectAndWake(bench, 'o', { taps: taps(55), toldBy: 'page' });
  expect(told).toEqual({ stored: 5, duplicates: 50, rejected: 0 });
});

test('whatever is told wakes, also of a user who has all he may have', async () => {
  const bench = createBench();
  await tap(bench, 'o', MAX_FORMS);
  await waiting(bench);
  await collectAndWake(bench, 'o', { taps: taps(1), toldBy: 'page' });
  expect(bench.letters).toHaveLength(1);
});
