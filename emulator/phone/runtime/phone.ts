import type { Bridge, CompiledProject } from '../protocol';
import { type App, createApp, type LaunchOptions, launchOptions } from './app';
import { createBar } from './bar';
import { createBuiltins } from './builtins/builtins';
import { openType } from './open-type';
import { createPages, type OpenPage, type Pages } from './pages';
import { createPullDown, type PullDown } from './pull-down';
import { reportError } from './report';
import { askAction } from './sheets/action-sheet';
import { showSettings } from './sheets/settings';
import { createSpace, type Space } from './space';
import { createTabBar, type TabBar } from './tab-bar';
import { createWx } from './wx/wx';

/** The running phone, as the APIs of `wx` see it. */
export interface Phone {
  project: CompiledProject;
  /** What the local cloud has said at the start. */
  start: Bridge['start']['answer'];
  app: App;
  space: Space;
  pages: Pages;
  tabBar: TabBar;
  pullDown: PullDown;
  /** How the mini-program was opened, first and last. */
  launched: LaunchOptions;
  entered: LaunchOptions;
  inFront: boolean;
  /** Draws the navigation bar anew after the window of a page has changed. */
  drawBar: () => void;
}

/**
 * Puts the phone together for a project; nothing of the project runs yet.
 * @param shown is called when another page is shown
 */
export function createPhone(
  project: CompiledProject,
  start: Bridge['start']['answer'],
  shown: (page: OpenPage) => void,
): { phone: Phone; wx: object } {
  const builtins = createBuiltins({
    navigate: (name, options) => callApi(wx, name, options),
    openType,
  });
  const space = createSpace(project, builtins);
  const pages = createPages(project, space, () => {
    const page = pages.top();
    if (!page) return;
    phone.drawBar();
    phone.tabBar.show(page.path);
    shown(page);
  });
  const launched = launchOptions({ path: project.app.pages[0] ?? '', query: {} }, 1001);
  const phone: Phone = {
    project,
    start,
    app: createApp(),
    space,
    pages,
    tabBar: createTabBar(project.app.tabBar, (index, pagePath, text) => {
      pages.switchTab(pagePath);
      const page = pages.top();
      if (page) pages.tell(page, 'onTabItemTap', { index, pagePath, text });
    }),
    pullDown: createPullDown(pages.top, (page) => pages.tell(page, 'onPullDownRefresh')),
    launched,
    entered: launched,
    inFront: true,
    drawBar: barOf(project, pages),
  };
  const wx = createWx(phone, Object.keys(builtins));
  return { phone, wx };
}

function callApi(wx: object, name: string, options: object): void {
  const called: unknown = Reflect.get(wx, name);
  if (typeof called === 'function') called(options);
}

function barOf(project: CompiledProject, pages: Pages): () => void {
  const first = project.app.pages[0] ?? '';
  const show = createBar({
    back: () => pages.back(1),
    home: () => (pages.isTab(first) ? pages.switchTab(first) : pages.restart(home(first))),
    restart: () => location.reload(),
    menu: () => void openMenu().catch(reportError),
  });
  return () => {
    const page = pages.top();
    if (!page) return;
    const canGoBack = pages.stack().length > 1;
    const canGoHome = page.path !== first && !pages.isTab(page.path);
    show({ page, canGoBack, canGoHome });
  };
}

const home = (path: string) => ({ path, query: {} });

/** What is behind the dots of the capsule. */
async function openMenu(): Promise<void> {
  const chosen = await askAction(['设置', '重新进入小程序']);
  if (chosen === 0) await showSettings();
  if (chosen === 1) location.reload();
}
