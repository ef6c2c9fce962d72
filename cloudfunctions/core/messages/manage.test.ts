import { createBench, lost, paySuccess, shipped, tap, type Bench } from '../testing/bench';
import { LEASE } from '../limits';
import { MINUTE } from '../words';
import { dispatch } from './dispatch';
import { enqueue } from './enqueue';
import { redrive, withdraw } from './manage';
import { notify } from './notify';

const SN1 = 'paySuccess:SN1';
const stateOf = (bench: Bench, id: string) => {
  const message = bench.db.all('messages').find(({ _id }) => _id === id);
  return message && `${message.state} ${message.reason}`;
};
const withdrawSN1 = (bench: Bench) => withdraw(bench, { sn: 'SN1', scene: 'paySuccess' }, 'paid');

/** While WeChat is asked for the first time, the message that it tells of becomes untrue. */
const withdrawnDuringSend = (bench: Bench): void => {
  bench.duringSend = async () => {
    bench.duringSend = async () => undefined;
    await withdrawSN1(bench);
  };
};

/** Nobody sends it any more, however long the timer goes on. */
async function goesOn(bench: Bench): Promise<void> {
  for (const minutes of [1, 2, 5, 40]) {
    bench.advance(minutes * MINUTE);
    await dispatch(bench);
  }
}

describe('a message that is withdrawn', () => {
  test('while it waits is cancelled', async () => {
    const bench = createBench();
    await enqueue(bench, paySuccess('SN1', 'o'));
    await withdrawSN1(bench);
    await tap(bench, 'o');
    await goesOn(bench);
    expect(stateOf(bench, SN1)).toBe('cancelled paid');
    expect(bench.letters).toEqual([]);
  });

  test('from under a run that has claimed it does not leave, and its credit is not lost', async () => {
    const bench = createBench();
    await tap(bench, 'o', 3);
    // one send to a user at a time, and the next one is marked meanwhile: SN1 is the third
    for (const notice of [shipped('SN0', 'o'), shipped('SN1', 'o'), paySuccess('SN1', 'o')]) {
      await enqueue(bench, notice);
      bench.advance(1);
    }
    withdrawnDuringSend(bench);
    await dispatch(bench);
    expect(stateOf(bench, SN1)).toBe('cancelled paid');
    expect(bench.letters).toHaveLength(2);
    bench.advance(LEASE + 2 * MINUTE);
    await enqueue(bench, paySuccess('SN2', 'o'));
    await dispatch(bench);
    expect(stateOf(bench, 'paySuccess:SN2')).toBe('sent sent');
  });

  test.each([
    ['is told to wait', 45011, 'expired too-late'],
    ['is refused its credit', 41029, 'expired too-late'],
    ['is not answered', lost, 'unknown too-late'],
  ])('while it is being sent and %s is not sent again', async (_, answer, state) => {
    const bench = createBench();
    await tap(bench, 'o', 2);
    await enqueue(bench, paySuccess('SN1', 'o'));
    withdrawnDuringSend(bench);
    bench.answers = [answer];
    await dispatch(bench);
    await goesOn(bench);
    expect(stateOf(bench, SN1)).toBe(state);
    expect(bench.letters).toHaveLength(1);
  });

  test('after it was perhaps delivered is not asked for again', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    await enqueue(bench, paySuccess('SN1', 'o'));
    bench.answers = [lost];
    await dispatch(bench);
    await withdrawSN1(bench);
    await goesOn(bench);
    expect(stateOf(bench, SN1)).toBe('unknown too-late');
    expect(bench.letters).toHaveLength(1);
  });

  test('when it has arrived stays sent', async () => {
    const bench = createBench();
    await tap(bench, 'o');
    await enqueue(bench, paySuccess('SN1', 'o'));
    await dispatch(bench);
    await withdrawSN1(bench);
    await goesOn(bench);
    expect(stateOf(bench, SN1)).toBe('sent sent');
  });
});

test('a message is not sent again on the word of an old read', async () => {
  const bench = createBench();
  await tap(bench, 'o', 2);
  bench.answers = [47001, 41028, 47001]; // the second click's credit is refused, the next one is bound
  await notify(bench, paySuccess('SN1', 'o'));
  const old = await bench.db.get('messages', SN1);
  await redrive(bench, SN1);
  const now = await bench.db.get('messages', SN1);
  expect(now).toMatchObject({ state: 'failed', attempts: 3 });
  const { db } = bench;
  bench.db = {
    ...db,
    get: async (collection, id) => (id === SN1 ? old : db.get(collection, id)) as never,
  };
  expect(await redrive(bench, SN1)).toBeUndefined();
  expect(await db.get('messages', SN1)).toEqual(now);
});
