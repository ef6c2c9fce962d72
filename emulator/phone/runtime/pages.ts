import type { CompiledProject, WindowConfig } from '../protocol';
import { h, place } from './dom';
import { followPageScroll } from './page-scroll';
import { reportError } from './report';
import type { DrawnPage, Space } from './space';
import type { Place } from './url';

/** A page on the stack, or a tab page that waits behind it. */
export interface OpenPage extends Place {
  /** What shows it; it is hidden while another page is on top. */
  frame: HTMLElement;
  /** What scrolls it. */
  scroller: HTMLElement;
  drawn: DrawnPage;
  /** How its window looks: the app's settings, its own, and what its script has changed. */
  window: WindowConfig;
  loading: boolean;
  homeHidden: boolean;
}

/** Calls a lifecycle method of a page, if it has it; an error in it is reported. */
export type TellPage = (page: OpenPage, method: string, ...values: unknown[]) => void;

/** The pages of the mini-program: a stack, and the tab pages, which stay alive. */
export interface Pages {
  top: () => OpenPage | undefined;
  stack: () => readonly OpenPage[];
  isTab: (path: string) => boolean;
  exists: (path: string) => boolean;
  push: (place: Place) => void;
  replaceTop: (place: Place) => void;
  /** Closes every page and opens one. */
  restart: (place: Place) => void;
  switchTab: (path: string) => void;
  back: (delta: number) => void;
  tell: TellPage;
  /** The phone comes to the front or goes to the back. */
  show: () => void;
  hide: () => void;
}

/**
 * Makes the pages of a project.
 * @param changed is called when another page is shown, before its `onReady`
 */
export function createPages(project: CompiledProject, space: Space, changed: () => void): Pages {
  const tabPaths = new Set(project.app.tabBar?.list.map(({ pagePath }) => pagePath));
  const tabs = new Map<string, OpenPage>();
  let stack: OpenPage[] = [];
  const top = (): OpenPage | undefined => stack.at(-1);
  const isTab = (path: string): boolean => tabPaths.has(path);

  const show = (page: OpenPage): void => {
    page.frame.hidden = false;
    tell(page, 'onShow');
    page.drawn.tellComponents('show');
  };
  const hide = (page: OpenPage | undefined): void => {
    if (!page || page.frame.hidden) return;
    tell(page, 'onHide');
    page.drawn.tellComponents('hide');
    page.frame.hidden = true;
  };
  const close = (page: OpenPage): void => {
    tabs.delete(page.path);
    tell(page, 'onUnload');
    page.drawn.release();
    page.frame.remove();
  };
  const open = (target: Place): void => {
    document.body.dataset['page'] = target.path; // what is logged from now on is this page's
    const page = createPage(project, space, target);
    stack.push(page);
    if (isTab(target.path)) tabs.set(target.path, page);
    changed();
    followPageScroll(page, tell);
    page.drawn.attach(page.scroller);
    tell(page, 'onLoad', { ...target.query });
    show(page);
    tell(page, 'onReady');
  };
  const uncover = (): void => {
    const page = top();
    if (!page) return;
    document.body.dataset['page'] = page.path;
    changed();
    show(page);
  };

  return {
    top,
    stack: () => stack,
    isTab,
    exists: (path) => project.units[path]?.kind === 'page',
    push(target) {
      hide(top());
      open(target);
    },
    replaceTop(target) {
      const old = stack.pop();
      if (old) close(old);
      open(target);
    },
    restart(target) {
      const old = new Set([...stack.toReversed(), ...tabs.values()]);
      stack = [];
      for (const page of old) close(page);
      open(target);
    },
    switchTab(path) {
      if (top()?.path === path) return;
      hide(top());
      for (const page of stack.toReversed()) if (!isTab(page.path)) close(page);
      const waiting = tabs.get(path);
      stack = waiting ? [waiting] : [];
      if (waiting) uncover();
      else open({ path, query: {} });
    },
    back(delta) {
      const count = Math.min(Math.max(delta, 1), stack.length - 1);
      if (count < 1) return;
      for (const page of stack.splice(-count).toReversed()) close(page);
      uncover();
    },
    tell,
    show: () => {
      const page = top();
      if (page) show(page);
    },
    hide: () => {
      const page = top();
      if (!page) return;
      tell(page, 'onHide');
      page.drawn.tellComponents('hide');
    },
  };
}

function createPage(project: CompiledProject, space: Space, target: Place): OpenPage {
  const scroller = h('div', { class: 'page-scroll' });
  const frame = h('section', { class: 'page' }, scroller);
  place('pages').append(frame);
  const drawn = space.draw(target);
  const { path, query } = target;
  Object.assign(drawn.caller, { route: path, __route__: path, options: query });
  const window = { ...project.app.window, ...project.units[path]?.config };
  return { ...target, frame, scroller, drawn, window, loading: false, homeHidden: false };
}

const tell: TellPage = ({ drawn: { caller } }, method, ...values) => {
  const listener = caller[method];
  if (typeof listener !== 'function') return;
  try {
    listener.apply(caller, values);
  } catch (error) {
    reportError(error);
  }
};
