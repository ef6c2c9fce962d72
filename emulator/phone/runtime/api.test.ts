import { api, ApiFailure } from './api';
import { asUser, userIsActing } from './gesture';

const echo = api<{ word: string }>('echo', ({ word }) => ({ word }));
const refuse = api('refuse', () => {
  throw new ApiFailure('no', 7);
});

describe('an API of wx', () => {
  test('gives a promise without callbacks', async () => {
    await expect(echo({ word: 'tea' })).resolves.toEqual({ errMsg: 'echo:ok', word: 'tea' });
    await expect(refuse()).rejects.toEqual({ errMsg: 'refuse:fail no', errCode: 7 });
  });

  test('calls success and complete, and gives nothing', async () => {
    const told: string[] = [];
    await new Promise<void>((resolve) => {
      const given = echo({
        word: 'tea',
        success: () => told.push('success'),
        fail: () => told.push('fail'),
        complete: () => resolve(),
      });
      told.push(typeof given);
    });
    expect(told).toEqual(['undefined', 'success']);
  });

  test('calls fail and complete', async () => {
    const told = await new Promise<object[]>((resolve) => {
      const heard: object[] = [];
      void refuse({
        fail: (failure) => heard.push(failure),
        complete: (end) => resolve([...heard, end]),
      });
    });
    const failure = { errMsg: 'refuse:fail no', errCode: 7 };
    expect(told).toEqual([failure, failure]);
  });

  test('takes a reason that is a whole message as it is', async () => {
    const whole = api('pay', () => Promise.reject(new ApiFailure('pay:fail cancel')));
    await expect(whole()).rejects.toEqual({ errMsg: 'pay:fail cancel' });
  });

  test('costs the gesture, unless its end is the act of the user', async () => {
    const asked = api('asked', () => undefined, { byUser: true });
    await asUser(() => echo({ word: 'tea' }));
    expect(userIsActing()).toBe(false);
    await asked();
    expect(userIsActing()).toBe(true);
  });
});
