import { CallError } from './cloud/call-error';
import { actAlone, loadInto, refresh } from './loading';

const offline = () => Promise.reject(new CallError('NETWORK', 'offline'));

/** A page with its data, as WeChat changes them. */
function createPage() {
  const page = {
    data: { state: 'loading', problem: '', busy: false, goods: '' },
    setData: (data: object) => void Object.assign(page.data, data),
  };
  return page;
}

test('what was loaded is shown; a page can name a state of its own', async () => {
  const page = createPage();
  await loadInto(page, async () => ({ goods: 'tea' }));
  expect(page.data).toMatchObject({ state: 'ready', goods: 'tea' });
  await loadInto(page, async () => ({ state: 'missing' }));
  expect(page.data).toMatchObject({ state: 'missing' });
});

test('a first load that fails says why; a later one leaves what is shown', async () => {
  const page = createPage();
  await loadInto(page, offline);
  expect(page.data).toMatchObject({ state: 'failed', problem: '网络不给力，请检查网络' });
  await loadInto(page, async () => ({ goods: 'tea' }));
  await loadInto(page, offline);
  expect(page.data).toMatchObject({ state: 'ready', goods: 'tea' });
});

test('a load that was overtaken changes nothing', async () => {
  const page = createPage();
  await loadInto(page, async () => undefined);
  expect(page.data.state).toBe('loading');
});

describe('with WeChat', () => {
  const wx = { stopPullDownRefresh: jest.fn(), showToast: jest.fn() };
  beforeEach(() => {
    Object.assign(globalThis, { wx });
    jest.clearAllMocks();
  });

  test('a page that was pulled down goes back when it is fresh', async () => {
    await refresh(async () => expect(wx.stopPullDownRefresh).not.toHaveBeenCalled());
    expect(wx.stopPullDownRefresh).toHaveBeenCalledTimes(1);
  });

  test('one action runs at a time, the page is fresh after it, and free again', async () => {
    const page = createPage();
    const done: string[] = [];
    const act = async () => done.push('act');
    const load = async () => void done.push(page.data.busy ? 'load' : 'load too late');
    await Promise.all([actAlone(page, act, load), actAlone(page, act, load)]);
    expect(done).toEqual(['act', 'load']);
    expect(page.data.busy).toBe(false);
  });

  test('an action that fails is told, and the page is fresh all the same', async () => {
    const page = createPage();
    const load = jest.fn(async () => undefined);
    await actAlone(page, offline, load);
    expect(wx.showToast).toHaveBeenCalledWith({ title: '网络不给力，请检查网络', icon: 'none' });
    expect([load.mock.calls.length, page.data.busy]).toEqual([1, false]);
  });
});
