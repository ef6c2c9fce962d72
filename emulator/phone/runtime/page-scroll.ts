import type { OpenPage, TellPage } from './pages';

/** Where "near the bottom" begins unless a page says so (WeChat docs, "全局配置"). */
const REACH_BOTTOM_PX = 50;

/** Tells a page that it scrolls, and once for each arrival at its bottom. */
export function followPageScroll(page: OpenPage, tell: TellPage): void {
  const { scroller, window } = page;
  let near = false;
  scroller.addEventListener('scroll', () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    tell(page, 'onPageScroll', { scrollTop });
    const rest = scrollHeight - clientHeight - scrollTop;
    const arrived = rest <= (window.onReachBottomDistance ?? REACH_BOTTOM_PX);
    if (arrived && !near) tell(page, 'onReachBottom');
    near = arrived;
  });
}
