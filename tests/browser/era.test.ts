import type { Locator, Page } from 'playwright-core';
import { createTestProject, type TestProject } from '../../emulator/hub/testing';
import { type LocalCloud, startLocalCloud } from '../../emulator/local-cloud';
import { overflow, screens, withBrowser } from './chromium';

const open = withBrowser();

jest.setTimeout(180_000); // two cores may draw two browsers at a time

const story = (en: string, zh: string) => ({
  title: { en, zh },
  steps: [{ title: { en: `${en} 1`, zh: `${zh} 1` }, text: { en: '-', zh: '-' }, do: [] }],
});

let project: TestProject;
let cloud: LocalCloud;

beforeAll(async () => {
  project = createTestProject({
    'cloud/hello/index.js': 'exports.main = () => 1;',
    'story.json': story('Then', '从前'),
    'story.current.json': story('Now', '如今的故事'),
  });
  cloud = await startLocalCloud({ project: project.folder, timers: 'advance' });
});
afterAll(async () => {
  await cloud.stop();
  project.remove();
});
beforeEach(async () => {
  await cloud.state.reset();
  cloud.settings.change({ era: 'classic' });
});

const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();

test('another WeChat by two presses: it asks first, and the story begins anew', async () => {
  const { page } = await open(cloud.url, screens.desktop);
  await heading(page, 'Then');
  await button(page, 'Next step').click();
  await page.locator('#steps .done').waitFor({ state: 'attached' });
  cloud.wechat.createUser();
  await button(page, 'Today').click();
  const question = page.getByRole('alertdialog');
  await question.getByText('all orders, users and cards will be gone').waitFor();
  await button(page, 'Cancel').click();
  await question.waitFor({ state: 'detached' });
  expect([cloud.settings.current().era, cloud.wechat.users().length]).toEqual(['classic', 1]);

  await button(page, 'Today').click();
  await button(page, 'Switch and begin anew').click();
  await heading(page, 'Now');
  expect(cloud.settings.current()).toMatchObject({
    era: 'current',
    phone: { formIds: 'deprecated' },
  });
  expect(cloud.wechat.users()).toEqual([]);
  expect(await button(page, 'Today').getAttribute('aria-pressed')).toBe('true');
  await page.locator('#steps .done').waitFor({ state: 'detached' });
});

test('with the keyboard alone, which stays at the switch', async () => {
  const { page } = await open(cloud.url, screens.desktop);
  await heading(page, 'Then');
  await button(page, 'Today').press('Enter');
  await page.getByRole('alertdialog').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('button:focus', { hasText: 'Before 2020' }).waitFor();
  await button(page, 'Today').press('Enter');
  await page.locator('button:focus', { hasText: 'Switch and begin anew' }).waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'Now');
  await page.locator('[aria-pressed=true]:focus').waitFor();
});

test('whoever else changes it: the page follows; nothing reaches beyond a small screen', async () => {
  const { page } = await open(cloud.url, screens.phone);
  await heading(page, '从前');
  await page.setViewportSize({ width: 320, height: 640 });
  await button(page, '如今').tap();
  await page.getByRole('alertdialog').waitFor();
  expect(await overflow(page)).toBe(0);
  await fetch(`${cloud.url}/_local/settings`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"era":"current"}',
  });
  await heading(page, '如今的故事');
  expect(await overflow(page)).toBe(0);
});
