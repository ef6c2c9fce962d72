import type { Locator, Page } from 'playwright-core';
import { withLocalCloud } from '../cloud';
import { screens, withBrowser } from './chromium';

const local = withLocalCloud();
const openPage = withBrowser();

jest.setTimeout(180_000);

/** Opens the console with one of its panels. */
async function open(panel: string): Promise<{ page: Page; complaints: string[] }> {
  const opened = await openPage(local().cloud.url, screens.desktop);
  await opened.page.getByRole('tab', { name: panel, exact: true }).click();
  return opened;
}

const region = (page: Page, name: string): Locator => page.getByRole('region', { name });
const press = (place: Page | Locator, name: string): Promise<void> =>
  place.getByRole('button', { name, exact: true }).click();

/** Waits until the text of a place is as wanted. */
async function shows(place: Locator, wanted: string | RegExp): Promise<void> {
  await place.filter({ hasText: wanted }).first().waitFor();
}

test('a timer is run by hand, and the activity tells of it', async () => {
  const { page } = await open('Functions');
  const row = region(page, 'Functions')
    .getByRole('listitem')
    .filter({ hasText: 'dispatchMessages' });
  await shows(row, /next .*\d\d:\d\d/);
  await press(row, 'Run dispatchMessages now');
  await shows(row.getByRole('status'), 'Result');
  await page.getByRole('tab', { name: 'Activity' }).click();
  await shows(region(page, 'Activity').getByRole('listitem'), /Timer.*dispatchMessages.*\d+ ms/);
});

test('a long activity scrolls in its panel, and the page stays where it is', async () => {
  const { cloud, hub } = local();
  const { page } = await open('Activity');
  for (let round = 0; round < 10; round++) {
    for (const { openid } of cloud.wechat.users()) {
      await hub.tap(openid);
      await hub.tap(openid); // equal ones are one row, which says so to screen readers
    }
  }
  await region(page, 'Activity').getByRole('listitem').nth(29).waitFor();
  const { scrollHeight, clientHeight } = await page.evaluate<Record<string, number>>(
    '(({ scrollHeight, clientHeight }) => ({ scrollHeight, clientHeight }))(document.documentElement)',
  );
  expect(scrollHeight).toBe(clientHeight);
});

test('a function is called as the selected user; a mistake in the data is told in place', async () => {
  const { page, complaints } = await open('Functions');
  const form = region(page, 'Call a function as Wang');
  await form.getByLabel('Function').selectOption('listGoods');
  await form.getByLabel('Data (JSON)').fill('{');
  await press(form, 'Call');
  await shows(form.getByRole('status'), 'This is not JSON');
  await form.getByLabel('Data (JSON)').fill('{}');
  await press(form, 'Call');
  await shows(form.locator('pre'), '武夷山红茶');
  expect(complaints).toEqual([]);
});

test('a preset makes WeChat busy, and the problems show it', async () => {
  const { cloud } = local();
  const { page } = await open('Trouble');
  await press(page, 'WeChat is busy (-1)');
  await shows(page.getByRole('list', { name: 'Faults that wait' }), 'struck 0 of 3');
  expect(cloud.faults.list()).toMatchObject([{ effect: { errCode: -1 }, times: 3 }]);
  await press(page, 'Remove all');
  await shows(page.locator('.empty'), 'None. Everything works.');
  expect(cloud.faults.list()).toEqual([]);
});

test('a fault of one’s own, with the hub’s reason if it is none', async () => {
  const { cloud } = local();
  const { page } = await open('Trouble');
  await page.getByText('A fault of your own').click();
  await page.getByLabel('Function').selectOption('login');
  await page.getByLabel('What happens').selectOption('delayMs');
  await page.getByLabel('ms or code').fill('-5');
  await press(page, 'Add');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('ms or code').fill('5');
  await press(page, 'Add');
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await shows(page.getByRole('list', { name: 'Faults that wait' }), /login.*waits 5 ms/);
  expect(cloud.faults.list()).toMatchObject([{ match: { function: 'login' } }]);
});

test('switches, what a tap gives and how slow services are', async () => {
  const { page } = await open('Trouble');
  /** Waits until the local cloud has taken a setting. */
  const isSet = (wanted: string) =>
    page.waitForFunction(
      `fetch('/_local/settings').then((answer) => answer.text()).then((text) => text.includes('${wanted}'))`,
    );
  await page.getByLabel('was delivered all the same').check();
  await isSet('"busyDelivers":true');
  await page.getByLabel('A batch insert that meets a duplicate').selectOption('unordered');
  await isSet('"batchInsert":"unordered"');
  await page.getByLabel('The notice that a trial version gives').check();
  await isSet('"formIds":"unavailable"');
  await page.getByLabel('WeChat (ms)').fill('5');
  await page.getByLabel('WeChat (ms)').blur();
  await isSet('"wechatMs":5');
  await shows(page.locator('label:has(:checked)'), 'The notice that a trial version gives');
});

test('documents are found with a query; a mistake in it is told in place', async () => {
  const { page } = await open('Database');
  await page.getByRole('button', { name: /^goods/ }).click();
  await page.getByLabel('Query (EJSON)').fill('{"price":{"$near":1}}');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Query (EJSON)').fill('{"title":{"$regex":"红茶"}}');
  await press(page, 'Find');
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await shows(page.locator('.panel'), '1 found');
  const found = page.getByRole('list', { name: 'Documents of goods' });
  await found.locator('summary').click();
  await shows(found.locator('pre'), '武夷山红茶');
});

test('the state is kept in a file and loaded again; beginning anew is asked for first', async () => {
  const { cloud } = local();
  const { page } = await open('API');
  const { openid } = cloud.wechat.createUser();
  const saved = await page.request.get(`${cloud.url}/_local/export`);
  await press(page, 'Begin anew…');
  await press(page, 'Cancel');
  expect(cloud.wechat.users().map((user) => user.openid)).toContain(openid);
  await press(page, 'Begin anew…');
  await press(page, 'Yes, begin anew');
  await shows(page.getByRole('status'), 'Everything has begun anew.');
  expect(cloud.wechat.users().map((user) => user.openid)).not.toContain(openid);
  const load = (name: string, buffer: Buffer): Promise<void> =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer });
  await load('other.json', Buffer.from('not JSON'));
  await shows(page.getByRole('status'), 'other.json is not a saved state.');
  await load('shop.json', await saved.body());
  await shows(page.getByRole('status'), 'shop.json is loaded.');
  expect(cloud.wechat.users().map((user) => user.openid)).toContain(openid);
});
