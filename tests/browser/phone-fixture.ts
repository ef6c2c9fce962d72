import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { type LocalCloud, startLocalCloud } from '../../emulator/local-cloud';

/** A local cloud with one of the phone's own mini-programs; empty again before each test. */
export function withFixture(name: 'gallery' | 'stress'): () => LocalCloud {
  let cloud: LocalCloud | undefined;
  beforeAll(async () => {
    const project = join(__dirname, '../../emulator/phone/fixtures', name);
    cloud = await startLocalCloud({ project, timers: 'advance' });
  });
  beforeEach(() => cloud?.state.reset());
  afterAll(() => cloud?.stop());
  return () => {
    if (!cloud) throw new Error('The local cloud did not start.');
    return cloud;
  };
}

/** The address of the phone of a new user. */
export const newPhone = (cloud: LocalCloud): string =>
  cloud.phoneUrl(cloud.wechat.createUser().openid);

/** Something on the page that is shown. */
export const shown = (page: Page, selector: string): Locator =>
  page.locator(`.page:not([hidden]) ${selector}`);

/** Waits until something on the page that is shown has this text. */
export const says = (page: Page, selector: string, text: string | RegExp): Promise<void> =>
  shown(page, selector).filter({ hasText: text }).waitFor();

/** A button of the sheet or dialog that is open. */
export const onSheet = (page: Page, name: string): Locator =>
  page.getByRole('dialog').getByRole('button', { name, exact: true });

/** What the browser computes for the first element of a selector on the page that is shown. */
export const styleOf = (page: Page, selector: string, property: string): Promise<string> =>
  page.evaluate(
    `getComputedStyle(document.querySelector(${JSON.stringify(`.page:not([hidden]) ${selector}`)})).getPropertyValue('${property}')`,
  );

/** Drags with the mouse, in steps as a hand does. */
export async function drag(page: Page, place: Locator, x: number, y: number): Promise<void> {
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error('There is nothing to drag.');
  const [fromX, fromY] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(fromX + x, fromY + y, { steps: 5 });
  await page.mouse.up();
}
