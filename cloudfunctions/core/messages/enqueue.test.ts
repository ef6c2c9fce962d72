import { createBench, paySuccess, START } from '../testing/bench';
import { DAY, HOUR, SECOND } from '../words';
import { enqueue } from './enqueue';
import { notify } from './notify';

const EIGHT_AM = START - 2 * HOUR + DAY;

/** A reminder is not sent at night. */
const reminder = (key: string, at?: number) => ({
  scene: 'receiptReminder' as const,
  key,
  openid: 'o',
  fields: { goods: '红茶', sn: key, shippedAt: START },
  ...(at !== undefined && { at }),
});

test('a notice for a later time asks for a run at that time, once', async () => {
  const bench = createBench();
  const notice = { ...paySuccess('SN1', 'o'), at: START + 10 * SECOND };
  await enqueue(bench, notice);
  await enqueue(bench, notice);
  await notify(bench, reminder('SN2', START + HOUR));
  expect(bench.calls).toEqual([START + 10 * SECOND, START + HOUR]);
});

test('a notice that is due asks for none', async () => {
  const bench = createBench();
  await enqueue(bench, paySuccess('SN1', 'o'));
  await enqueue(bench, reminder('SN2', START - HOUR));
  expect(bench.calls).toEqual([]);
});

test('all that waits for the end of the night is left to the timer', async () => {
  const bench = createBench();
  await enqueue(bench, reminder('SN1', EIGHT_AM - HOUR));
  bench.advance(14 * HOUR); // midnight
  for (const key of ['SN2', 'SN3']) await enqueue(bench, reminder(key));
  await notify(bench, reminder('SN4'));
  expect(bench.db.all('messages').map((one) => one.nextAttemptAt)).toEqual(
    Array.from({ length: 4 }, () => EIGHT_AM),
  );
  expect(bench.calls).toEqual([]);
});
