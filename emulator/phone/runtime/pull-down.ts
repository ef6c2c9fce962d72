import type { OpenPage } from './pages';
import { onTouches } from './touches';

/** How far a page must be pulled, and how far it rests open while it refreshes. */
const ENOUGH_PX = 60;
const OPEN_PX = 50;

/** The pulling down of pages that allow it. */
export interface PullDown {
  start: (page: OpenPage) => void;
  stop: (page: OpenPage) => void;
}

/**
 * Lets the user pull pages down.
 * @param top the page that is shown
 * @param refresh a page was pulled far enough
 */
export function createPullDown(
  top: () => OpenPage | undefined,
  refresh: (page: OpenPage) => void,
): PullDown {
  const open = (page: OpenPage, distance: number): void => {
    page.frame.classList.toggle('pulling', distance > 0);
    page.scroller.style.marginTop = distance > 0 ? `${distance}px` : '';
  };
  const start = (page: OpenPage): void => {
    page.frame.classList.add('refreshing');
    open(page, OPEN_PX);
    refresh(page);
  };
  const stop = (page: OpenPage): void => {
    page.frame.classList.remove('refreshing');
    open(page, 0);
  };
  let from: { page: OpenPage; y: number } | undefined;
  let distance = 0;
  onTouches(({ kind, target, changed: [touch], preventDefault }) => {
    if (!touch) return;
    if (kind === 'touchstart') {
      const page = top();
      const able = page?.window.enablePullDownRefresh && page.scroller.scrollTop <= 0;
      const here = able && page.scroller.contains(target) && !isRefreshing(page);
      from = here ? { page, y: touch.clientY } : undefined;
      distance = 0;
      return;
    }
    if (!from) return;
    if (kind === 'touchmove') {
      distance = (touch.clientY - from.y) / 2;
      if (distance > 0) preventDefault();
      return open(from.page, distance);
    }
    if (distance >= ENOUGH_PX) start(from.page);
    else open(from.page, 0);
    from = undefined;
  });
  return { start, stop };
}

const isRefreshing = (page: OpenPage): boolean => page.frame.classList.contains('refreshing');
