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
    // what is not understood would be refused for ever; who has reported too much has enough to be sent
    if (!['INVALID_ARGUMENT', 'LIMITED'].includes(codeOf(error))) throw error;
  }
}
