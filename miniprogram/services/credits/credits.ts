import { codeOf } from '../cloud/call-error';
import { call } from '../cloud/cloud';
import { createCollector, type Queue } from './collector';

const KEY = 'credits';

/** The app's collector. `app.ts` flushes it at every start and whenever the app goes to the back. */
export const credits = createCollector({
  send,
  storage: {
    read: (): unknown => wx.getStorageSync(KEY),
    write: (queue) => wx.setStorageSync(KEY, queue),
  },
  now: () => Date.now(),
  schedule: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

async function send({ taps, consents }: Queue): Promise<void> {
  try {
    await call('collectCredits', { taps, consents });
  } catch (error) {
    // a request that the function does not understand would be refused for ever
    if (codeOf(error) !== 'INVALID_ARGUMENT') throw error;
  }
}
