import type { Locator, Page } from 'playwright-core';
import { createTestProject } from '../../emulator/hub/testing';
import { startLocalCloud } from '../../emulator/local-cloud';
import story from '../../story.json';
import { withLocalCloud } from '../cloud';
import { overflow, screens, withBrowser } from './chromium';

const local = withLocalCloud();
const open = withBrowser();

jest.setTimeout(60_000);

const PAID = '付款成功通知';
const UNFINISHED = '订单待支付提醒';
const REFUNDED = '退款成功通知';
const WANG = [PAID, '订单发货提醒', '确认收货提醒', REFUNDED];

/** Whose phone is shown after each step, and the cards on it. */
const afterStep: { user: { en: string; zh: string }; cards: string[] }[] = [
  ...[0, 0, 1, 2, 3, 4].map((count) => ({
    user: { en: 'Wang', zh: '小王' },
    cards: WANG.slice(0, count),
  })),
  ...[[], [UNFINISHED], [UNFINISHED, PAID], [UNFINISHED, PAID], [UNFINISHED, PAID, REFUNDED]].map(
    (cards) => ({ user: { en: 'Li', zh: '小李' }, cards }),
  ),
];

const next = (page: Page): Locator => page.locator('#next');
const titles = (page: Page): Promise<string[]> => page.locator('#cards h3').allTextContents();
const documents = (page: Page, title: string): Locator =>
  page.getByRole('group', { name: title }).getByRole('listitem');

/** Waits until the step with this number has been played. */
const played = (page: Page, step: number): Promise<void> =>
  page.locator(`#steps li:nth-child(${step})[aria-current=step]`).waitFor();

/** Waits until the text of a place is as wanted. */
async function shows(place: Locator, wanted: string | RegExp): Promise<void> {
  await place.filter({ hasText: wanted }).first().waitFor();
}

test.each(['desktop', 'phone'] as const)('the whole story on a %s', async (screen) => {
  const { page, complaints } = await open(local().cloud.url, screens[screen]);
  const language = screen === 'desktop' ? 'en' : 'zh';
  const press = (place: Locator) => (screen === 'phone' ? place.tap() : place.click());
  await shows(page.locator('h1'), story.title[language]);
  const places = new Set<number | undefined>();

  for (const [index, { user, cards }] of afterStep.entries()) {
    await press(next(page));
    await played(page, index + 1);
    await shows(page.locator('#step-text'), story.steps[index]?.text[language] ?? '');
    await shows(page.locator('.user:has(:checked)'), user[language]);
    await page.locator('#cards h3').nth(cards.length).waitFor({ state: 'detached' });
    expect([index + 1, await titles(page)]).toEqual([index + 1, cards]);
    expect(await overflow(page)).toBe(0);
    places.add((await next(page).boundingBox())?.y);
  }

  expect(await next(page).textContent()).toBe(language === 'en' ? 'The end' : '演示结束');
  expect(places.size).toBe(1); // the button has never moved
  expect(complaints).toEqual([]);
});

test('credits in plain words, in both books, and what runs', async () => {
  const { page } = await open(local().cloud.url, screens.desktop);
  await next(page).click();
  await played(page, 1);
  await shows(page.locator('#tokens li'), /Tap.*usable.*0 of 1 used · 6 d 23 h left/);
  await shows(documents(page, 'Credits'), /Tap.*ready/);
  await shows(page.locator('#log li'), /Wang.*collectCredits ×2/);
  await next(page).click();
  await played(page, 2);
  await shows(page.locator('#tokens li'), /Payment.*not paid yet/);
  await shows(documents(page, 'Credits'), /Payment ×3.*not paid yet/);
  await next(page).click();
  await played(page, 3);
  await shows(page.locator('#tokens li'), /Payment.*usable.*0 of 3 used/);
  await shows(page.locator('#tokens li'), /Tap.*used up/);
  await shows(documents(page, 'Messages'), /Payment received.*sent/);
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
  await problem.waitFor({ state: 'hidden' });
  expect(cloud.wechat.users()).toHaveLength(2); // what had been done was not done again
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
  expect(cloud.wechat.users()).toEqual([]);
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
  await page.locator('#users input:checked').focus();
  await page.keyboard.press('ArrowLeft');
  await shows(page.locator('.user:has(:checked)'), 'Shop keeper');
  await shows(page.locator('#tokens-of'), 'Shop keeper');
  await page.keyboard.press('ArrowRight');
  await shows(page.locator('#tokens-of'), 'Wang');
});

describe('a project without a story', () => {
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

  test('lists the API, and shows users and cards; data are shown as text', async () => {
    const cloud = await startLocalCloud({ project: project.folder, timers: 'advance' });
    try {
      const { page, complaints } = await open(cloud.url, screens.desktop);
      await shows(page.locator('#step-text'), 'This project has no story.json');
      await page.getByRole('link', { name: 'GET /_local/health' }).waitFor();
      expect(await next(page).isVisible()).toBe(false);
      const { openid } = cloud.wechat.createUser();
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
      await shows(page.locator('#users'), 'User 1');
      expect(await page.locator('#cards img').count()).toBe(0);
      expect(complaints).toEqual([]);
    } finally {
      await cloud.stop();
    }
  });
});
