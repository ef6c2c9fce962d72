import type { FrameLocator, Locator, Page } from 'playwright-core';
import { createTestProject } from '../../emulator/hub/testing';
import { startLocalCloud } from '../../emulator/local-cloud';
import story from '../../story.json';
import { withLocalCloud } from '../cloud';
import { overflow, screens, withBrowser } from './chromium';

const local = withLocalCloud();
const open = withBrowser();

jest.setTimeout(180_000); // two cores may draw two browsers at a time

const PAID = '付款成功通知';
const UNFINISHED = '订单待支付提醒';
const REFUNDED = '退款成功通知';
const WANG = [PAID, '订单发货提醒', '确认收货提醒', REFUNDED];
const SHOP = '鸿雁小店';
const ORDER = '订单详情';

/** Whose phone is shown after each step, the page on it, and the cards. */
const afterStep: { user: { en: string; zh: string }; page: string; cards: string[] }[] = [
  ...[SHOP, ORDER, '支付结果', ORDER, ORDER, ORDER].map((page, step) => ({
    user: { en: 'Wang', zh: '小王' },
    page,
    cards: WANG.slice(0, Math.max(0, step - 1)),
  })),
  ...[[], [UNFINISHED], [UNFINISHED, PAID], [UNFINISHED, PAID], [UNFINISHED, PAID, REFUNDED]].map(
    (cards, step) => ({
      user: { en: 'Li', zh: '小李' },
      page: step < 2 ? '我的' : ORDER,
      cards,
    }),
  ),
];

const next = (page: Page): Locator => page.locator('#next');
const titles = (page: Page): Promise<string[]> => page.locator('#cards h3').allTextContents();
const phone = (page: Page): FrameLocator => page.frameLocator('.phone-place:not([hidden]) iframe');
const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name, exact: true });
const books = (page: Page, name: string): Locator =>
  page.getByRole('region', { name }).getByRole('listitem');

/** Waits until the step with this number has been played. */
const played = (page: Page, step: number): Promise<void> =>
  page.locator(`#steps li:nth-child(${step})[aria-current=step]`).waitFor({ state: 'attached' });

/** Waits until the text of a place is as wanted. */
async function shows(place: Locator, wanted: string | RegExp): Promise<void> {
  await place.filter({ hasText: wanted }).first().waitFor();
}

const untilNextHour = (now: number): number => 3_600_000 - (now % 3_600_000);

// today's story is played on a phone, in Chinese: story-current.test.ts
test('the whole story on a desktop', async () => {
  const { page, complaints } = await open(local().cloud.url, screens.desktop);
  const language = 'en';
  await shows(page.locator('h1'), story.title[language]);
  const places = new Set<number | undefined>();

  for (const [index, { user, page: shown, cards }] of afterStep.entries()) {
    await next(page).click();
    await played(page, index + 1);
    await shows(page.locator('#step-text'), story.steps[index]?.text[language] ?? '');
    await shows(page.locator('.person:has(:checked)'), user[language]);
    await shows(phone(page).locator('.bar-title'), shown);
    await page.locator('#cards h3').nth(cards.length).waitFor({ state: 'detached' });
    expect([index + 1, await titles(page)]).toEqual([index + 1, cards]);
    expect(await overflow(page)).toBe(0);
    places.add((await next(page).boundingBox())?.y);
  }

  await shows(phone(page).locator('body'), '已退款');
  expect(await next(page).textContent()).toBe('The end');
  expect(places.size).toBe(1); // the button has never moved
  expect(complaints).toEqual([]);
});

test('credits in plain words, in both books', async () => {
  const { page } = await open(local().cloud.url, screens.desktop);
  await next(page).click();
  await played(page, 1);
  await shows(page.locator('#tokens li'), /Tap.*usable.*0 of 1 used · 6 d 23 h left/);
  await shows(books(page, 'Credits'), /Tap.*ready.*6 d 23 h/);
  await next(page).click();
  await played(page, 2);
  await shows(page.locator('#tokens li'), /Payment.*not paid yet/);
  await books(page, 'Credits').filter({ hasText: 'not paid yet' }).nth(2).waitFor();
  await shows(books(page, 'Orders'), /to be paid.*￥68\.00/);
  await next(page).click();
  await played(page, 3);
  await shows(page.locator('#tokens li'), /Payment.*usable.*0 of 3 used/);
  await shows(page.locator('#tokens li'), /Tap.*used up/);
  await shows(books(page, 'Messages'), /Payment received.*sent/);
  await shows(page.locator('#clock'), /10:0\d/);
});

test('English and Chinese, kept over a reload together with the progress', async () => {
  const { page } = await open(local().cloud.url, screens.desktop);
  await next(page).click();
  await played(page, 1);
  await page.getByRole('button', { name: '中文' }).click();
  await shows(page.locator('h1'), story.title.zh);
  await shows(page.locator('#step-title'), story.steps[0]?.title.zh ?? '');
  await shows(page.locator('#tokens li'), '点击');
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  await page.reload();
  await shows(next(page), '下一步');
  await played(page, 1);
  await next(page).click();
  await played(page, 2);
  await page.getByRole('button', { name: 'English' }).click();
  await shows(page.locator('#progress'), 'Step 2 of 11');
});

test('a step that fails says why, and can be tried again', async () => {
  const { cloud } = local();
  const { page } = await open(cloud.url, screens.desktop);
  const problem = page.getByRole('alert');
  cloud.faults.add({ match: { function: 'collectCredits' }, effect: 'killBefore' });
  await next(page).click();
  await shows(problem, /^The function collectCredits failed: .+/);
  await shows(next(page), 'Try again');
  await next(page).click();
  await played(page, 1);
  await problem.waitFor({ state: 'detached' });
  expect(cloud.wechat.tokens()).toHaveLength(1); // what had been done was not done again
});

test('play all, pause, start again, and a reset from elsewhere', async () => {
  const { cloud } = local();
  const { page } = await open(cloud.url, screens.desktop);
  await page.getByRole('button', { name: 'Play all' }).click();
  await played(page, 2);
  await page.getByRole('button', { name: 'Pause' }).click();
  await shows(next(page), 'Next step');
  await page.getByRole('button', { name: 'Start again' }).click();
  await shows(page.locator('#step-title'), 'Watch it happen');
  expect(cloud.wechat.tokens()).toEqual([]);
  await next(page).click();
  await played(page, 1);
  await cloud.state.reset();
  await shows(page.locator('#step-title'), 'Watch it happen');
});

test('the keyboard is enough', async () => {
  const { page } = await open(local().cloud.url, screens.desktop);
  await shows(next(page), 'Next step');
  await next(page).focus();
  await page.keyboard.press('Enter');
  await played(page, 1);
  await page.keyboard.press('Enter'); // the focus is still there
  await played(page, 2);
  await page.locator('.person input:checked').focus();
  await page.keyboard.press('ArrowRight');
  await shows(page.locator('.person:has(:checked)'), 'Li');
  await page.getByRole('log', { name: 'Service notifications of Li' }).waitFor();
  await tab(page, 'Books').focus();
  await page.keyboard.press('ArrowRight');
  expect(await tab(page, 'Activity').getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('ArrowLeft');
  await page.locator('.tab-overview:focus').waitFor();
});

test('a shopper buys in the phone, and the card leads back into it', async () => {
  const { page, complaints } = await open(local().cloud.url, screens.desktop);
  const shop = phone(page);
  await shop.getByText('购买').first().click();
  await shop.getByText('提交订单').click();
  await shop.getByRole('button', { name: '确认支付' }).click();
  await shows(shop.locator('body'), '支付成功');
  await shows(page.locator('#cards h3'), PAID);
  await page.getByRole('button', { name: '进入小程序' }).click();
  await shows(shop.locator('body'), '商家正在备货');
  await page.locator('.person', { hasText: 'Shop keeper' }).click();
  await shows(phone(page).locator('body'), SHOP);
  await page.locator('.person', { hasText: 'Wang' }).click();
  await shows(phone(page).locator('body'), '商家正在备货'); // her phone was alive behind the other
  expect(complaints).toEqual([]);
});

test('time passes by hand: the clock, what ran, and the phone that knows', async () => {
  const { cloud } = local();
  cloud.clock.restart(untilNextHour(Date.now()) + 25_000); // for 76 s one timer alone is due next
  const { page } = await open(cloud.url, screens.desktop);
  await shows(phone(page).locator('body'), SHOP);
  const before = cloud.clock.offset();
  await page.getByRole('button', { name: '+1 day' }).click();
  await shows(page.getByRole('status'), /Ran: .*dispatchMessages/);
  expect(cloud.clock.offset() - before).toBeGreaterThan(86_000_000);
  await page.getByRole('button', { name: 'Next timer' }).click();
  await shows(page.getByRole('status'), /^Ran: dispatchMessages$/); // it alone
  const frame = page.frames().find((one) => one !== page.mainFrame());
  await frame?.waitForFunction(
    'Date.now() - performance.timeOrigin - performance.now() > 86_000_000',
  );
});

test('a new user has a phone of their own', async () => {
  const { cloud } = local();
  const { page } = await open(cloud.url, screens.desktop);
  await page.getByRole('button', { name: 'New user' }).click();
  await shows(page.locator('.person:has(:checked)'), 'User 4');
  await shows(phone(page).locator('body'), SHOP);
  expect(cloud.wechat.users()).toHaveLength(4);
});

test('on a small screen one thing is shown at a time', async () => {
  const { page } = await open(local().cloud.url, {
    ...screens.phone,
    viewport: { width: 320, height: 640 },
  });
  await shows(phone(page).locator('body'), SHOP);
  expect(await page.locator('#cards').isVisible()).toBe(false);
  await tab(page, '通知').tap();
  expect(await page.locator('#cards').isVisible()).toBe(true);
  await tab(page, '云端').tap();
  for (const name of ['账本', '动态', '数据库', '云函数', '故障与开关', '接口']) {
    await tab(page, name).tap();
    expect([name, await overflow(page)]).toEqual([name, 0]);
  }
});

describe('a project that is not ours', () => {
  const evil = '<img src=x onerror="document.title=1">';
  const project = createTestProject({
    'cloud/hello/index.js': '',
    'local-cloud.json': {
      env: 'local-test',
      pages: ['pages/index'],
      templates: [
        {
          templateId: 'T',
          title: evil,
          keywords: [{ key: 'keyword1', label: evil, example: 'x' }],
        },
      ],
    },
  });
  afterAll(() => project.remove());

  test('has phones, cards and books without a story; data are shown as text', async () => {
    const cloud = await startLocalCloud({ project: project.folder, timers: 'advance' });
    try {
      const { page, complaints } = await open(cloud.url, screens.desktop);
      await shows(page.locator('#step-text'), 'This project has no story.json');
      expect(await next(page).count()).toBe(0);
      const { openid } = cloud.wechat.createUser({ label: { en: evil, zh: evil } });
      const { formId } = cloud.wechat.tap(openid);
      cloud.wechat.openApi('templateMessage.send', {
        touser: openid,
        template_id: 'T',
        form_id: formId,
        page: 'pages/index',
        data: { keyword1: { value: evil } },
      });
      await shows(page.locator('#cards h3'), evil);
      await shows(page.locator('#cards dd'), evil);
      await shows(page.locator('.person'), evil);
      await shows(page.locator('.no-phone'), 'This project has no mini-program');
      await shows(page.locator('#tokens li'), /Tap.*used up/);
      expect(await page.locator('#cards img').count()).toBe(0);
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    } finally {
      await cloud.stop();
    }
  });
});
