/**
 * WeChat asks for consent only while the user acts (wechat-domain 2.2). What runs in the same task
 * as the tap counts; whatever has waited for an answer does not.
 */
let acting = 0;

/** Whether the running code stems from a tap, or from the user's word on a sheet. */
export const userIsActing = (): boolean => acting > 0;

/** Runs something on behalf of the user: it and the promises that it settles may ask for consent. */
export function asUser<Result>(run: () => Result): Result {
  acting += 1;
  afterThisTask(() => {
    acting -= 1;
  });
  return run();
}

/** Calls back in a task of its own, when the running one and its promises are through. */
export function afterThisTask(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    port1.close();
    run();
  });
  port1.start();
  port2.postMessage(null);
}
