import { api, ApiFailure } from '../api';
import type { OpenPage } from '../pages';
import type { Phone } from '../phone';

interface ScrollTo {
  scrollTop: number;
  selector: string;
  offsetTop: number;
  duration: number;
}

/** The APIs that scroll a page and pull it down. */
export function scrollingApis({ pages, pullDown }: Phone) {
  const top = (): OpenPage => {
    const page = pages.top();
    if (!page) throw new ApiFailure('there is no page yet');
    return page;
  };
  return {
    pageScrollTo: api<ScrollTo>('pageScrollTo', (options) => {
      const { scrollTop, selector, offsetTop = 0, duration = 300 } = options;
      const { scroller } = top();
      const element = selector ? scroller.querySelector(selector) : undefined;
      if (selector && !element) throw new ApiFailure(`there is no ${selector}`);
      const above = element
        ? element.getBoundingClientRect().top - scroller.getBoundingClientRect().top
        : 0;
      const place = element ? scroller.scrollTop + above + offsetTop : scrollTop;
      scroller.scrollTo({ top: place ?? 0, behavior: duration > 0 ? 'smooth' : 'auto' });
    }),
    startPullDownRefresh: api('startPullDownRefresh', () => pullDown.start(top())),
    stopPullDownRefresh: api('stopPullDownRefresh', () => pullDown.stop(top())),
  };
}
