import { api, ApiFailure } from '../api';
import type { Phone } from '../phone';
import { parsePlace, type Place } from '../url';

interface To {
  url: string;
}

/** WeChat's limit of open pages (WeChat docs, "wx.navigateTo"). */
const MOST_PAGES = 10;

/** The APIs that go from page to page, refusing in WeChat's words. */
export function navigationApis({ pages }: Phone) {
  /** @throws ApiFailure for a page that does not exist */
  const target = (url: string | undefined): Place => {
    if (!url) throw new ApiFailure('parameter error: parameter.url should be String');
    const place = parsePlace(url, pages.top()?.path ?? '');
    if (!pages.exists(place.path)) throw new ApiFailure(`page "${place.path}" is not found`);
    return place;
  };
  const ordinary = (name: string, url: string | undefined): Place => {
    const place = target(url);
    if (pages.isTab(place.path)) throw new ApiFailure(`can not ${name} a tabbar page`);
    return place;
  };
  return {
    navigateTo: api<To>('navigateTo', ({ url }) => {
      const place = ordinary('navigateTo', url);
      if (pages.stack().length >= MOST_PAGES) throw new ApiFailure('webview count limit exceed');
      pages.push(place);
    }),
    redirectTo: api<To>('redirectTo', ({ url }) => pages.replaceTop(ordinary('redirectTo', url))),
    reLaunch: api<To>('reLaunch', ({ url }) => pages.restart(target(url))),
    switchTab: api<To>('switchTab', ({ url }) => {
      const { path } = target(url);
      if (!pages.isTab(path)) throw new ApiFailure('can not switch to no-tabBar page');
      pages.switchTab(path);
    }),
    navigateBack: api<{ delta: number }>('navigateBack', ({ delta = 1 }) => {
      if (pages.stack().length < 2) throw new ApiFailure('cannot navigate back at first page.');
      pages.back(delta);
    }),
  };
}
