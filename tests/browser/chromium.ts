import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

declare global {
  /** Path of the Chromium that jest.config.js has found. */
  var chromiumPath: string;
}

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Two cores may draw two browsers at a time; what is stuck stays stuck. */
const PATIENCE_MS = 60_000;

/** A page and everything that its console has complained about. */
export interface WatchedPage {
  page: Page;
  complaints: string[];
}

/** The kinds of screens that the pages are made for. */
export const screens = {
  desktop: { viewport: { width: 1280, height: 800 }, locale: 'en-US' },
  phone: {
    viewport: { width: 375, height: 812 },
    locale: 'zh-CN',
    hasTouch: true,
    isMobile: true,
  },
} satisfies Record<string, BrowserContextOptions>;

/** One Chromium for the tests of a file; each page has a context of its own, closed after its test. */
export function withBrowser(): (
  url: string,
  screen: BrowserContextOptions,
) => Promise<WatchedPage> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: globalThis.chromiumPath, args: QUIET });
  }, 60_000);
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  afterAll(() => browser?.close());
  return async (url, screen) => {
    if (!browser) throw new Error('Chromium did not start.');
    const page = await (await browser.newContext({ ...screen, reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(url);
    return { page, complaints };
  };
}

/** How far the page reaches beyond its right edge, in CSS pixels. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
