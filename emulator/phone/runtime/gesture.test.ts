import { afterThisTask, asUser, userIsActing } from './gesture';

const nextTask = (): Promise<void> => new Promise(afterThisTask);

test('the user acts in the task of a tap and in the promises that it settles', async () => {
  expect(userIsActing()).toBe(false);
  let inPromise = false;
  asUser(() => {
    expect(userIsActing()).toBe(true);
    void Promise.resolve().then(() => (inPromise = userIsActing()));
  });
  await Promise.resolve();
  await Promise.resolve();
  expect(inPromise).toBe(true);
});

test('whoever waits for another task has lost the gesture', async () => {
  asUser(() => undefined);
  await nextTask();
  expect(userIsActing()).toBe(false);
});
