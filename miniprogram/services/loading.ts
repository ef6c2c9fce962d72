import { sentenceOf } from './cloud/sentences';
import { showProblem } from './notices';

/** A page that is `loading`, `failed` with a problem, or shows what it has. */
interface LoadingPage {
  data: { state: string; problem: string };
  setData: (data: { state?: string; problem?: string }) => void;
}

/**
 * Loads what a page shows, and shows it: `ready`, unless the data name another state. A page that
 * shows something keeps it when a later load fails.
 * @param load gives nothing if it has been overtaken
 */
export async function loadInto(
  page: LoadingPage,
  load: () => Promise<object | undefined>,
): Promise<void> {
  try {
    const loaded = await load();
    if (loaded) page.setData({ state: 'ready', ...loaded });
  } catch (error) {
    if (page.data.state !== 'ready') page.setData({ state: 'failed', problem: sentenceOf(error) });
  }
}

/** The user has pulled the page down. */
export async function refresh(load: () => Promise<void>): Promise<void> {
  await load();
  void wx.stopPullDownRefresh();
}

/** A page on which one action runs at a time. */
interface ActingPage {
  data: { busy: boolean };
  setData: (data: { busy: boolean }) => void;
}

/** Runs an action unless another one is running, says what went wrong; the page is fresh after it. */
export async function actAlone(
  page: ActingPage,
  act: () => Promise<unknown>,
  load: () => Promise<void>,
): Promise<void> {
  if (page.data.busy) return;
  page.setData({ busy: true });
  await act().catch(showProblem);
  await load();
  page.setData({ busy: false });
}
