import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { TestCloud } from '../cloud';
import { withLocalCloud } from '../cloud';
import { overflow, screens, type WatchedPage, withBrowser } from './chromium';

/** Ways to hold a phone in a browser. */
export const holds = {
  'touch, 320 px': { ...screens.phone, viewport: { width: 320, height: 640 } },
  'mouse, 375 px': { viewport: { width: 375, height: 720 }, locale: 'zh-CN' },
} satisfies Record<string, BrowserContextOptions>;

/** The phone of one user in a browser, driven as a person does: by what is written on it. */
export interface ShopPhone {
  openid: string;
  page: Page;
  /** Something on the page that is shown. */
  on: (selector: string) => Locator;
  /** Presses a place with the finger or the mouse, as the phone is held. */
  touch: (place: Locator) => Promise<void>;
  /** Presses the first place on the page with exactly this text. */
  press: (text: string) => Promise<void>;
  /** Presses what a screen reader calls so. */
  pressLabel: (label: string) => Promise<void>;
  /** Presses a tab of the tab bar. */
  goTo: (tab: string) => Promise<void>;
  /** Presses a button of the sheet or dialog that is open. */
  answer: (button: string) => Promise<void>;
  /** Waits until the page shows a text; nothing on it may reach beyond its right edge. */
  sees: (text: string | RegExp) => Promise<void>;
  /** Waits for a page of the mini-program. */
  isOn: (path: string) => Promise<void>;
  /** The query that the page was opened with. */
  query: () => Promise<Record<string, string>>;
  /** Puts the phone away and takes it out again: the mini-program starts anew. */
  restart: () => Promise<void>;
}

/** The people whom local-cloud.json declares. */
export type Name = 'wang' | 'li' | 'keeper';

/** The shop on a local cloud, and phones on demand; afterwards every phone has behaved. */
export function withShop(): () => TestCloud & {
  openidOf: (name: Name) => string;
  open: (name: Name, hold?: BrowserContextOptions) => Promise<ShopPhone>;
} {
  const local = withLocalCloud();
  const browse = withBrowser();
  let phones: WatchedPage[] = [];
  beforeEach(() => {
    phones = [];
  });
  const openidOf = (name: Name): string =>
    local()
      .cloud.wechat.users()
      .find((user) => user.as === name)?.openid ?? '';
  const open = async (name: Name, hold: BrowserContextOptions = holds['mouse, 375 px']) => {
    const openid = openidOf(name);
    const watched = await browse(local().cloud.phoneUrl(openid), hold);
    phones.push(watched);
    return shopPhone(watched.page, openid, 'hasTouch' in hold && hold.hasTouch);
  };
  afterEach(async () => {
    for (const { page, complaints } of phones) {
      expect(complaints).toEqual([]);
      if (!page.isClosed()) expect(await overflow(page)).toBe(0);
    }
  });
  return () => ({ ...local(), openidOf, open });
}

/** The page scrolls inside the phone, so that the document alone would never show it. */
const beyondEdge = (page: Page): Promise<number> =>
  page.evaluate(
    `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.page:not([hidden]) .page-scroll'))`,
  );

function shopPhone(page: Page, openid: string, isTouch: boolean): ShopPhone {
  const touch = (place: Locator) => (isTouch ? place.tap() : place.click());
  const on = (selector: string): Locator => page.locator(`.page:not([hidden]) ${selector}`);
  return {
    openid,
    page,
    on,
    touch,
    press: (text) =>
      touch(page.locator('.page:not([hidden])').getByText(text, { exact: true }).first()),
    pressLabel: (label) =>
      touch(page.locator('.page:not([hidden])').getByLabel(label, { exact: true }).first()),
    goTo: (tab) => touch(page.locator('#tabs').getByText(tab, { exact: true })),
    answer: (button) =>
      touch(page.getByRole('dialog').getByRole('button', { name: button, exact: true })),
    async sees(text) {
      await on('.wx-page').filter({ hasText: text }).waitFor();
      expect([text, await beyondEdge(page)]).toEqual([text, 0]);
    },
    query: () => page.evaluate('getCurrentPages().at(-1).options'),
    isOn: (path) => page.locator(`body[data-page="${path}"]`).waitFor(),
    async restart() {
      await page.reload();
      await page.locator('body[data-page]').waitFor();
    },
  };
}
