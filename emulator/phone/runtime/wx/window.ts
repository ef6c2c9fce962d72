import { api, ApiFailure } from '../api';
import type { OpenPage } from '../pages';
import type { Phone } from '../phone';
import type { TabLook, TabStyle } from '../tab-bar';

interface BarColor {
  frontColor: string;
  backgroundColor: string;
}

/** The APIs that change the navigation bar and the tab bar. */
export function windowApis({ pages, tabBar, project, drawBar }: Phone) {
  const change = (edit: (page: OpenPage) => void): void => {
    const page = pages.top();
    if (!page) throw new ApiFailure('there is no page yet');
    edit(page);
    drawBar();
  };
  const tab = (index: number | undefined): number => {
    if (index !== undefined && project.app.tabBar?.list[index]) return index;
    throw new ApiFailure('tabbar item not found');
  };
  return {
    setNavigationBarTitle: api<{ title: string }>('setNavigationBarTitle', ({ title = '' }) =>
      change(({ window }) => (window.navigationBarTitleText = title)),
    ),
    setNavigationBarColor: api<BarColor>('setNavigationBarColor', (colors) =>
      change(({ window }) => {
        const { frontColor = '#000000', backgroundColor } = colors;
        window.navigationBarTextStyle = /^#fff/i.test(frontColor) ? 'white' : 'black';
        if (backgroundColor) window.navigationBarBackgroundColor = backgroundColor;
      }),
    ),
    showNavigationBarLoading: api('showNavigationBarLoading', () =>
      change((page) => (page.loading = true)),
    ),
    hideNavigationBarLoading: api('hideNavigationBarLoading', () =>
      change((page) => (page.loading = false)),
    ),
    hideHomeButton: api('hideHomeButton', () => change((page) => (page.homeHidden = true))),
    setBackgroundColor: api<{ backgroundColor: string }>(
      'setBackgroundColor',
      ({ backgroundColor = '#ffffff' }) =>
        change(({ window }) => (window.backgroundColor = backgroundColor)),
    ),
    setTabBarBadge: api<{ index: number; text: string }>('setTabBarBadge', ({ index, text = '' }) =>
      tabBar.setBadge(tab(index), text.length > 4 ? '…' : text),
    ),
    removeTabBarBadge: api<{ index: number }>('removeTabBarBadge', ({ index }) =>
      tabBar.setBadge(tab(index), ''),
    ),
    showTabBarRedDot: api<{ index: number }>('showTabBarRedDot', ({ index }) =>
      tabBar.setDot(tab(index), true),
    ),
    hideTabBarRedDot: api<{ index: number }>('hideTabBarRedDot', ({ index }) =>
      tabBar.setDot(tab(index), false),
    ),
    setTabBarItem: api<{ index: number } & TabLook>('setTabBarItem', ({ index, ...look }) =>
      tabBar.setItem(tab(index), look),
    ),
    setTabBarStyle: api<TabStyle>('setTabBarStyle', (style) => tabBar.setStyle(style)),
    showTabBar: api('showTabBar', () => tabBar.setHidden(false)),
    hideTabBar: api('hideTabBar', () => tabBar.setHidden(true)),
  };
}
