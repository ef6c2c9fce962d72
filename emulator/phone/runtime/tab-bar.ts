import type { AppConfig } from '../protocol';
import { h, place } from './dom';
import { imageUrl } from './url';

/** The tab bar and what pages change on it. Indexes count from 0. */
export interface TabBar {
  /** Marks the tab of a page, or hides the bar on other pages. */
  show: (path: string) => void;
  /** @param text an empty one takes the badge off */
  setBadge: (index: number, text: string) => void;
  setDot: (index: number, on: boolean) => void;
  setItem: (index: number, item: TabLook) => void;
  setStyle: (style: TabStyle) => void;
  /** Hides the bar also on tab pages, or shows it again there. */
  setHidden: (hidden: boolean) => void;
}

export interface TabLook {
  text?: string;
  iconPath?: string;
  selectedIconPath?: string;
}

export interface TabStyle {
  color?: string;
  selectedColor?: string;
  backgroundColor?: string;
}

/**
 * Draws the tab bar of an app.
 * @param tapped a tab was tapped; `again` if its page is shown already
 */
export function createTabBar(
  config: AppConfig['tabBar'],
  tapped: (index: number, path: string, text: string) => void,
): TabBar {
  const nav = place('tabs');
  const list = (config?.list ?? []).map((item) => ({ ...item }));
  let style: TabStyle = { ...config };
  let path = '';
  let hidden = false;
  const tabs = list.map((item, index) => drawTab(() => tapped(index, item.pagePath, item.text)));
  nav.append(...tabs.map(({ button }) => button));
  const draw = (): void => {
    nav.hidden = hidden || !list.some(({ pagePath }) => pagePath === path);
    nav.style.background = style.backgroundColor ?? '';
    list.forEach((item, index) => tabs[index]?.show(item, style, item.pagePath === path));
  };
  return {
    show(shown) {
      path = shown;
      draw();
    },
    setBadge: (index, text) => tabs[index]?.mark('badge', text),
    setDot: (index, on) => tabs[index]?.mark('dot', on ? ' ' : ''),
    setItem(index, item) {
      Object.assign(list[index] ?? {}, item);
      draw();
    },
    setStyle(change) {
      style = { ...style, ...change };
      draw();
    },
    setHidden(wanted) {
      hidden = wanted;
      draw();
    },
  };
}

function drawTab(act: () => void) {
  const picture = h('img', { alt: '' });
  const badge = h('span', { class: 'tab-badge', hidden: true });
  const name = h('span', { class: 'tab-name' });
  const button = h(
    'button',
    { type: 'button', class: 'tab', onclick: act },
    h('span', { class: 'tab-icon' }, picture, badge),
    name,
  );
  return {
    button,
    show(item: TabLook, style: TabStyle, selected: boolean): void {
      const icon = selected ? (item.selectedIconPath ?? item.iconPath) : item.iconPath;
      picture.hidden = !icon;
      if (icon) picture.src = imageUrl(`/${icon.replace(/^\//, '')}`, '');
      name.textContent = item.text ?? '';
      button.style.color = (selected ? style.selectedColor : style.color) ?? '';
      button.setAttribute('aria-current', selected ? 'page' : 'false');
    },
    mark(kind: 'badge' | 'dot', text: string): void {
      badge.hidden = text === '';
      badge.className = `tab-badge tab-${kind}`;
      badge.textContent = text.trim();
    },
  };
}
