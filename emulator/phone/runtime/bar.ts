import { h, place } from './dom';
import type { OpenPage } from './pages';

/** What the buttons of the navigation bar do. */
export interface BarActions {
  back: () => void;
  home: () => void;
  menu: () => void;
  restart: () => void;
}

/** What the bar shows of the pages. */
export interface BarState {
  page: OpenPage;
  /** There is a page below this one. */
  canGoBack: boolean;
  /** There is no page below, and this is none that the mini-program starts with. */
  canGoHome: boolean;
}

/**
 * Draws the navigation bar, with WeChat's capsule at its right.
 * @returns what shows the state of another page
 */
export function createBar(actions: BarActions): (state: BarState) => void {
  const back = barButton('返回', 'back', actions.back);
  const home = barButton('返回首页', 'home', actions.home);
  const title = h('h1', { class: 'bar-title' });
  const busy = h('span', { class: 'spinner', 'aria-label': '加载中' });
  const capsule = h(
    'div',
    { class: 'capsule' },
    barButton('更多', 'more', actions.menu),
    barButton('重新进入小程序', 'target', actions.restart),
  );
  const middle = h('div', { class: 'bar-middle' }, busy, title);
  const bar = place('bar');
  bar.append(h('div', { class: 'bar-left' }, back, home), middle, capsule);
  return ({ page, canGoBack, canGoHome }) => {
    const { window } = page;
    const custom = window.navigationStyle === 'custom';
    back.hidden = !canGoBack || custom;
    home.hidden = canGoBack || !canGoHome || page.homeHidden || custom;
    busy.hidden = !page.loading;
    title.textContent = window.navigationBarTitleText ?? '';
    document.title = title.textContent || '小程序';
    bar.classList.toggle('custom', custom);
    bar.classList.toggle('dark', window.navigationBarTextStyle !== 'black');
    bar.style.background = custom ? '' : (window.navigationBarBackgroundColor ?? '#000000');
    page.frame.style.background = window.backgroundColor ?? '';
  };
}

const barButton = (name: string, shape: string, act: () => void): HTMLButtonElement =>
  h('button', {
    type: 'button',
    class: `bar-button bar-${shape}`,
    'aria-label': name,
    onclick: act,
  });
