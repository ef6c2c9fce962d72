import type { Locator, Page } from 'playwright-core';
import { type LocalCloud, startLocalCloud } from '../../emulator/local-cloud';
import story from '../../story.current.json';
import { root } from '../cloud';
import { overflow, screens, withBrowser } from './chromium';

const open = withBrowser();

jest.setTimeout(180_000); // two cores may draw two browsers at a time

const PAID = '付款成功通知';
const WANG = [PAID, '订单发货提醒', '确认收货提醒', '退款成功通知'];

/** Whose phone is shown after each step, and the cards on it. */
const afterStep: { user: { en: string; zh: string }; cards: string[] }[] = [
  ...[0, 0, 1, 2, 3, 3, 4].map((count) => ({
    user: { en: 'Wang', zh: '小王' },
    cards: WANG.slice(0, count),
  })),
  ...[0, 1, 2, 2].map((count) => ({
    user: { en: 'Li', zh: '小李' },
    cards: [PAID, PAID].slice(0, count),
  })),
];

let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ project: root, timers: 'advance', era: 'current' });
}, 60_000);
beforeEach(() => cloud.state.reset());
afterAll(() => cloud.stop());

/** Waits until the text of a place is as wanted. */
async function shows(place: Locator, wanted: string | RegExp): Promise<void> {
  await place.filter({ hasText: wanted }).first().waitFor();
}

const books = (page: Page, name: string): Locator =>
  page.getByRole('region', { name }).getByRole('listitem');

test("today's whole story on a phone", async () => {
  const { page, complaints } = await open(cloud.url, screens.phone);
  const language = 'zh';
  await shows(page.locator('h1'), story.title[language]);
  for (const [index, { user, cards }] of afterStep.entries()) {
    await page.locator('#next').tap();
    await page
      .locator(`#steps li:nth-child(${index + 1})[aria-current=step]`)
      .waitFor({ state: 'attached' });
    await shows(page.locator('#step-text'), story.steps[index]?.text[language] ?? '');
    await shows(page.locator('.person:has(:checked)'), user[language]);
    await page.locator('#cards h3').nth(cards.length).waitFor({ state: 'detached' });
    expect([index + 1, await page.locator('#cards h3').allTextContents()]).toEqual([
      index + 1,
      cards,
    ]);
    expect(await overflow(page)).toBe(0);
  }
  expect(await page.locator('#next').textContent()).toBe('演示结束');
  expect(complaints).toEqual([]);
});

test('the books tell why: a tap in vain, a way that is switched off, a message that waits', async () => {
  const { page } = await open(cloud.url, screens.desktop);
  const next = async (step: number): Promise<void> => {
    await page.locator('#next').click();
    await page
      .locator(`#steps li:nth-child(${step})[aria-current=step]`)
      .waitFor({ state: 'attached' });
  };
  await next(1);
  await shows(page.locator('.books'), /Credits, as WeChat counts them.*Nothing yet/s);
  await next(2);
  await books(page, 'Credits, as WeChat counts them').nth(2).waitFor();
  await next(3);
  await next(4);
  await shows(books(page, 'Switched off'), /Payment.*no longer offers.*45103/);
  await next(5);
  await next(6);
  await shows(books(page, 'Messages'), /Refund done.*waiting.*the next “allow” sends it/);
  await page.getByRole('tab', { name: 'Activity', exact: true }).click();
  await shows(page.locator('.cloud'), /the phone gives no formId/);
});
