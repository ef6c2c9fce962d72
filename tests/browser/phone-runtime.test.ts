import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { createTestProject } from '../../emulator/hub/testing';
import { type LocalCloud, startLocalCloud } from '../../emulator/local-cloud';
import { overflow, screens, withBrowser } from './chromium';
import { drag, newPhone, onSheet, says, shown, styleOf, withFixture } from './phone-fixture';

jest.setTimeout(180_000);

const open = withBrowser();
const gallery = withFixture('gallery');

/** Runs one API of the gallery with a tap. */
const run = (page: Page, name: string): Promise<void> => shown(page, `.run-${name}`).tap();

/** The APIs of the gallery on the phone of a new user. */
async function apis(cloud: LocalCloud): Promise<Page> {
  const { page } = await open(newPhone(cloud), screens.phone);
  await page.getByRole('button', { name: '接口' }).tap();
  await shown(page, '.run-toast').waitFor();
  return page;
}

/** What the phone of the newest user has told the console. */
function told(cloud: LocalCloud): unknown[] {
  const openid = cloud.wechat.users().at(-1)?.openid;
  return cloud.events
    .since(0)
    .flatMap(({ event }) => (event.type === 'phone.log' && event.openid === openid ? [event] : []));
}

describe('built-in components', () => {
  test.each(['desktop', 'phone'] as const)('a form on a %s', async (screen) => {
    const { page, complaints } = await open(newPhone(gallery()), screens[screen]);
    const press = (place: Locator) => (screen === 'phone' ? place.tap() : place.click());
    await shown(page, '.field input').fill('王小明');
    await press(shown(page, 'wx-label').filter({ hasText: '贺卡' }));
    await press(shown(page, 'wx-label').filter({ hasText: '自取' }));
    await press(page.getByRole('switch', { name: '保价' }));
    await shown(page, 'wx-slider input').fill('7');
    await press(shown(page, '.tea'));
    await press(page.getByRole('option', { name: '绿茶' }));
    await press(onSheet(page, '确定'));
    await says(page, '.tea', '绿茶');
    await press(shown(page, '.day'));
    await press(page.getByRole('option', { name: '9月' }));
    await page.getByRole('option', { name: '31日' }).waitFor({ state: 'detached' });
    await press(onSheet(page, '确定'));
    await says(page, '.day', '2026-09-30');
    await press(shown(page, '.submit'));
    await says(page, '.log', 'formId');
    const { formId, ...detail } = JSON.parse(await shown(page, '.log').innerText());
    expect(formId).toMatch(/^[0-9a-f]{32}$/);
    expect(detail).toEqual({
      value: {
        name: '王小明',
        note: '',
        extras: ['box', 'card'],
        send: 'self',
        insured: false,
        count: 7,
        tea: 1,
        day: '2026-09-30',
        hour: '09:30',
      },
      target: { id: 'go', dataset: { kind: 'tea' } },
    });
    await press(shown(page, '.reset'));
    await says(page, '.log', 'reset');
    expect(await shown(page, '.field input').inputValue()).toBe('');
    expect(complaints).toEqual([]);
  });

  test('a formId that comes too late, and a local cloud that is gone', async () => {
    const { page } = await open(newPhone(gallery()), screens.phone);
    await page.route('**/api/tap', () => undefined);
    await shown(page, '.submit').tap();
    await says(page, '.log', 'requestFormId:fail timeout');
    await page.unroute('**/api/tap');
    await page.route('**/api/**', (route) => route.abort());
    await shown(page, '.submit').tap();
    await says(page, '.log', 'requestFormId:fail the local cloud does not answer');
    await page.getByText('本地云没有响应').waitFor();
    await page.unroute('**/api/**');
    await shown(page, '.submit').tap();
    await page.getByText('本地云没有响应').waitFor({ state: 'detached' });
  });

  test('presses, keys, pictures and panes', async () => {
    const { page } = await open(newPhone(gallery()), screens.desktop);
    await shown(page, '.press').hover();
    await page.mouse.down();
    await says(page, '.log', 'longpress');
    await shown(page, '.press.pressed').waitFor();
    expect(await styleOf(page, '.press', 'background-color')).toBe('rgb(1, 2, 3)');
    await page.mouse.up();
    await shown(page, '.press:not(.pressed)').waitFor();
    await shown(page, '.press').press('Enter');
    await says(page, '.log', '"tap"');
    await shown(page, '.number').click();
    await says(page, '.log', 'getPhoneNumber:fail');
    await page.getByText('<button open-type="getPhoneNumber"> 在本地手机中不支持').waitFor();
    await shown(page, '.off').click({ force: true });
    await shown(page, '.picture img').waitFor();
    await says(page, '.log', 'getPhoneNumber:fail'); // the button that is off has said nothing
    await drag(page, shown(page, '.swiper'), -300, 0);
    await says(page, '.log', '{"current":1,"source":"touch"}');
    await shown(page, '.scroll').hover();
    await page.mouse.wheel(0, 900);
    await says(page, '.log', 'scrolltolower');
    expect(await shown(page, '.rich').innerHTML()).toBe('<b style="color: red">粗</b><i>斜</i>');
  });

  test('what the phone lacks says so in its place and to the console', async () => {
    const { page } = await open(newPhone(gallery()), screens.phone);
    await says(page, '.unsupported', '里面');
    const content = await page.evaluate(
      `[...document.querySelectorAll('.unsupported')].map((one) => getComputedStyle(one, '::before').content)`,
    );
    expect(content).toEqual(['"〈video〉本地手机暂不支持"', '"〈no-such-thing〉本地手机暂不支持"']);
    expect(told(gallery())).toEqual([
      expect.objectContaining({ level: 'unsupported', text: '<video> 在本地手机中不支持' }),
      expect.objectContaining({ level: 'unsupported', text: '<no-such-thing> 在本地手机中不支持' }),
    ]);
  });

  test('fit a small phone', async () => {
    const small = { ...screens.phone, viewport: { width: 320, height: 568 } };
    const { page } = await open(newPhone(gallery()), small);
    await shown(page, '.submit').waitFor();
    expect(await overflow(page)).toBe(0);
    expect(await page.evaluate(`document.querySelector('.page-scroll').scrollWidth`)).toBe(320);
  });
});

describe('navigation', () => {
  test('pages come, wait and go as in WeChat', async () => {
    const page = await apis(gallery());
    await shown(page, '.inner').tap();
    await says(page, '.query', '{"id":"7","name":"%E8%8C%B6"}');
    await says(page, '.told', /^load show ready$/);
    for (let depth = 2; depth < 10; depth += 1) {
      await shown(page, '.deeper').tap();
      await says(page, '.query', `"depth":"${depth}"`);
    }
    await shown(page, '.deeper').tap();
    await says(page, '.told', 'navigateTo:fail webview count limit exceed');
    await page.getByRole('button', { name: '返回', exact: true }).tap();
    await says(page, '.told', /^load show ready hide show$/);
    await shown(page, '.bare').tap();
    await page.locator('[data-page="pages/bare"] .bar-title').waitFor({ state: 'hidden' });
    expect(await styleOf(page, '.sky', 'height')).toBe('812px');
  });

  test('scrolling to the bottom, to the top, and pulling down', async () => {
    const { page } = await open(newPhone(gallery()), screens.desktop);
    await page.getByRole('button', { name: '接口' }).click();
    await shown(page, '.inner').click();
    await shown(page, '.row').first().hover();
    await page.mouse.wheel(0, 20_000);
    await shown(page, '.told').filter({ hasText: 'bottom' }).waitFor({ state: 'attached' });
    expect(await shown(page, '.pinned').isVisible()).toBe(true);
    await page.mouse.wheel(0, -20_000);
    await page.waitForFunction(
      `document.querySelector('.page:not([hidden]) .page-scroll').scrollTop === 0`,
    );
    await drag(page, shown(page, '.row').first(), 0, 200);
    await says(page, '.told', 'pull');
    expect(await page.locator('.refreshing').count()).toBe(0);
  });

  test.each([
    ['tabRefused', 'navigateTo:fail can not navigateTo a tabbar page'],
    ['missing', 'navigateTo:fail page \\"pages/none\\" is not found'],
    ['toNoTab', 'switchTab:fail can not switch to no-tabBar page'],
    ['atRoot', 'navigateBack:fail cannot navigate back at first page.'],
  ])('refuses in the words of WeChat: %s', async (name, words) => {
    const page = await apis(gallery());
    await run(page, name);
    await says(page, '.log', words);
  });

  test('badges and titles', async () => {
    const page = await apis(gallery());
    await run(page, 'badge');
    await page.locator('.tab-badge', { hasText: '3' }).waitFor();
    await run(page, 'noBadge');
    await page.locator('.tab-badge', { hasText: '3' }).waitFor({ state: 'hidden' });
    await run(page, 'title');
    await page.getByRole('heading', { name: '新标题' }).waitFor();
  });
});

describe('payment', () => {
  test.each([
    ['确认支付', 'requestPayment:ok'],
    ['取消支付', 'requestPayment:fail cancel'],
    ['支付失败', 'requestPayment:fail'],
    ['支付成功但回调丢失', 'requestPayment:ok'],
  ])('%s', async (button, words) => {
    const page = await apis(gallery());
    await run(page, 'pay');
    const sheet = page.getByRole('dialog', { name: '支付' });
    await sheet.filter({ hasText: '￥1.28' }).filter({ hasText: '茶叶店-红茶' }).waitFor();
    await onSheet(page, button).tap();
    await says(page, '.log', words);
    await sheet.waitFor({ state: 'detached' });
  });

  test('Escape cancels', async () => {
    const page = await apis(gallery());
    await run(page, 'pay');
    await onSheet(page, '确认支付').waitFor();
    await page.keyboard.press('Escape');
    await says(page, '.log', 'requestPayment:fail cancel');
  });
});

describe('consent', () => {
  test('each template has its own answer', async () => {
    const page = await apis(gallery());
    await run(page, 'ask');
    await page.getByRole('checkbox', { name: '退款成功通知' }).tap();
    await onSheet(page, '允许').tap();
    await says(page, '.log', '"SHIPPED":"accept","REFUNDED":"reject"');
  });

  test('may be asked after a payment and after a dialog, in no other late moment', async () => {
    const page = await apis(gallery());
    await run(page, 'payThenAsk');
    await onSheet(page, '确认支付').tap();
    await onSheet(page, '取消').tap();
    await says(page, '.log', '"SHIPPED":"reject","REFUNDED":"reject"');
    await run(page, 'modalThenAsk');
    await onSheet(page, '确定').tap();
    await onSheet(page, '平台封禁').tap();
    await says(page, '.log', '"SHIPPED":"ban","REFUNDED":"ban"');
    await run(page, 'askLate');
    await says(
      page,
      '.log',
      'requestSubscribeMessage:fail can only be invoked by user TAP gesture.',
    );
  });

  test('is asked once at a time', async () => {
    const page = await apis(gallery());
    await run(page, 'askTwice');
    await says(page, '.log', 'requestSubscribeMessage:fail last call has not ended');
    await onSheet(page, '允许').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
  });

  test('a choice for ever is not asked again, and the settings change it', async () => {
    const page = await apis(gallery());
    await run(page, 'ask');
    await page.getByText('总是保持以上选择').tap();
    await onSheet(page, '允许').tap();
    await says(page, '.log', 'accept');
    await run(page, 'openSetting');
    await page.getByRole('switch', { name: '订单发货提醒' }).tap();
    await onSheet(page, '返回').tap();
    await says(page, '.log', '"itemSettings":{"SHIPPED":"reject","REFUNDED":"accept"}');
    await run(page, 'ask');
    await says(page, '.log', '"SHIPPED":"reject","REFUNDED":"accept"');
  });

  test('what was allowed once can be rejected in the settings', async () => {
    const page = await apis(gallery());
    await run(page, 'ask');
    await onSheet(page, '允许').tap();
    await says(page, '.log', 'accept');
    await run(page, 'openSetting');
    await page.getByRole('switch', { name: '订单发货提醒' }).tap();
    await onSheet(page, '返回').tap();
    await says(page, '.log', '"itemSettings":{"SHIPPED":"reject"}');
  });

  test('the main switch refuses all', async () => {
    const page = await apis(gallery());
    await run(page, 'openSetting');
    await page.getByRole('switch', { name: '接收订阅消息' }).tap();
    await onSheet(page, '返回').tap();
    await says(page, '.log', '"mainSwitch":false');
    await run(page, 'ask');
    await says(page, '.log', '"errCode":20004');
  });
});

describe('other APIs', () => {
  test.each([
    ['callbacks', '["success login:ok","complete","undefined"]'],
    ['store', '[{"tea":2},"",["cart","name"]]'],
    ['call', '"errCode":-504002'],
    ['told', '["launch pages/parts 1001","show 1001"]'],
  ])('%s', async (name, words) => {
    const page = await apis(gallery());
    await run(page, name);
    await says(page, '.log', words);
  });

  test('the database, as far as its rules allow', async () => {
    const page = await apis(gallery());
    await run(page, 'database');
    await says(page, '.log', 'teas');
    expect(JSON.parse(await shown(page, '.log').innerText())).toEqual({
      teas: [
        ['绿茶', 5, true],
        ['白茶', 4, false],
        ['红茶', 4, true],
      ],
      counts: [1, 0, 2, 1],
      denied: {
        errCode: -502003,
        errMsg: 'collection.count:fail -502003 database permission denied. Permission denied',
      },
    });
  });

  test('storage outlives a reload', async () => {
    const page = await apis(gallery());
    await run(page, 'store');
    await says(page, '.log', 'cart');
    await page.reload();
    await page.getByRole('button', { name: '接口' }).tap();
    await run(page, 'read');
    await says(page, '.log', '"data":{"tea":2}');
  });

  test('toasts, dialogs and lists', async () => {
    const page = await apis(gallery());
    await run(page, 'toast');
    await page.getByRole('status').filter({ hasText: '已加入' }).waitFor();
    await page.getByText('已加入').waitFor({ state: 'detached' });
    await run(page, 'loading');
    await page.getByText('加载中').waitFor();
    await run(page, 'hide');
    await page.getByText('加载中').waitFor({ state: 'detached' });
    await run(page, 'modal');
    await onSheet(page, '取消订单').tap();
    await says(page, '.log', '"confirm":true,"cancel":false');
    await run(page, 'editable');
    await page.getByPlaceholder('写点什么').fill('少冰');
    await onSheet(page, '确定').tap();
    await says(page, '.log', '"content":"少冰"');
    await run(page, 'sheet');
    await onSheet(page, '朋友圈').tap();
    await says(page, '.log', '"tapIndex":1');
    await run(page, 'sheet');
    await onSheet(page, '取消').tap();
    await says(page, '.log', 'showActionSheet:fail cancel');
  });

  test('what fails or lacks is seen, sent to the console and told to the app', async () => {
    const page = await apis(gallery());
    await run(page, 'lacking');
    await says(page, '.log', 'scanCode:fail not supported by the phone of the local cloud');
    await page.getByText('wx.scanCode 在本地手机中不支持').waitFor();
    await run(page, 'throws');
    await page.getByText('TypeError: 坏了').waitFor();
    await page.getByRole('button', { name: '关闭提示' }).last().tap();
    await page.getByText('TypeError: 坏了').waitFor({ state: 'detached' });
    await run(page, 'logs');
    await run(page, 'told');
    await says(page, '.log', 'error TypeError: 坏了');
    expect(told(gallery())).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ level: 'unsupported', text: 'wx.scanCode 在本地手机中不支持' }),
        expect.objectContaining({ level: 'error', page: 'pages/apis' }),
        expect.objectContaining({ level: 'log', text: '来自页面 {"a":1}' }),
      ]),
    );
  });

  test('the date is that of the local cloud', async () => {
    const cloud = gallery();
    const page = await apis(cloud);
    await cloud.clock.advance(40 * 86_400_000);
    await run(page, 'store'); // any call brings the time
    await says(page, '.log', 'cart');
    await run(page, 'now');
    const virtual = new Date(cloud.clock.now()).toISOString().slice(0, 10);
    await says(page, '.log', virtual);
  });
});

test('the console opens a card, and puts the phone away', async () => {
  const cloud = gallery();
  // The test stands in for the console: a page of its origin that shows nothing by itself.
  const { page } = await open(`${cloud.url}/_local/clock`, { ...screens.desktop, bypassCSP: true });
  const send = (message: object): Promise<unknown> =>
    page.evaluate(`frames[0].postMessage(${JSON.stringify(message)}, '*')`);
  const hears = (message: object): Promise<unknown> =>
    page.waitForFunction(`heard.includes('${JSON.stringify(message)}')`);
  await page.evaluate(`
    globalThis.heard = [];
    addEventListener('message', ({ data }) => heard.push(JSON.stringify(data)));
    document.body.innerHTML = '<iframe width="375" height="740" src="${newPhone(cloud)}"></iframe>';
  `);
  await hears({ type: 'ready' });
  await send({ type: 'open', page: 'pages/inner?id=9' });
  await hears({ type: 'page', page: 'pages/inner?id=9' });
  const phone = page.frameLocator('iframe');
  await phone.locator('.query', { hasText: '{"id":"9"}' }).waitFor();
  await phone.getByRole('button', { name: '返回首页' }).click();
  await hears({ type: 'page', page: 'pages/parts' });
  await send({ type: 'hide' });
  await send({ type: 'show' });
  await send({ type: 'clock', offset: 0 });
  await phone.getByRole('button', { name: '接口' }).click();
  await phone.locator('.run-told').click();
  const came = ['launch pages/parts 1001', 'show 1001', 'hide', 'show 1014'];
  const steps = JSON.stringify([...came, 'unload', 'hide', 'show 1014']);
  await phone.locator('.log', { hasText: steps }).waitFor();
});

test('mistakes in a mini-program are shown in its place', async () => {
  const project = createTestProject({
    'project.config.json': { appid: 'wx1', cloudfunctionRoot: 'cloud', miniprogramRoot: 'app/' },
    'cloud/none/index.js': '',
    'app/app.json': { pages: ['pages/a'] },
    'app/pages/a.js': 'Page({})',
    'app/pages/a.wxml': '\n<view class="{{">',
  });
  const cloud = await startLocalCloud({ project: project.folder, timers: 'advance' });
  try {
    const { page } = await open(newPhone(cloud), screens.phone);
    await page.getByRole('alert').filter({ hasText: '小程序无法启动' }).waitFor();
    await page.getByText('pages/a.wxml:2').first().waitFor();
    project.write({ 'app/pages/a.wxml': '<view class="fine">好</view>' });
    await page.getByRole('button', { name: '重新加载' }).tap();
    await says(page, '.fine', '好');
  } finally {
    await cloud.stop();
    project.remove();
  }
});

/** A page that tries everything on every collection, and shows how each attempt ended. */
const THIEF = `Page({
  data: { log: '' },
  async steal() {
    const db = wx.cloud.database();
    const ended = [];
    for (const name of NAMES) {
      const all = db.collection(name), mine = all.where({ _openid: '{openid}' }), one = all.doc('mine');
      const data = { state: 'open' };
      for (const attempt of [
        () => all.get(), () => mine.get(), () => one.get(), () => all.count(),
        () => all.add({ data }), () => one.set({ data }), () => all.doc('new').set({ data }),
        () => mine.update({ data }), () => one.update({ data }), () => mine.remove(), () => one.remove(),
      ]) ended.push(await attempt().then(() => name + ' is open', ({ errCode }) => errCode));
    }
    this.setData({ log: JSON.stringify({ ended }) });
  },
});`;

test('a page reaches no collection of the shop', async () => {
  const database = JSON.parse(await readFile(join(__dirname, '../../database.json'), 'utf8'));
  const names = Object.keys(database.collections);
  const project = createTestProject({
    'project.config.json': { appid: 'wx1', cloudfunctionRoot: 'cloud', miniprogramRoot: 'app/' },
    'database.json': database,
    'cloud/none/index.js': '',
    'app/app.json': { pages: ['pages/a'] },
    'app/pages/a.js': `const NAMES = ${JSON.stringify(names)};\n${THIEF}`,
    'app/pages/a.wxml':
      '<view class="steal" bindtap="steal">偷</view><view class="log">{{log}}</view>',
  });
  const cloud = await startLocalCloud({ project: project.folder, timers: 'advance' });
  try {
    const { openid } = cloud.wechat.createUser();
    for (const name of names) cloud.database.insert(name, [{ _id: 'mine', _openid: openid }]);
    const before = cloud.database.save();
    const { page } = await open(cloud.phoneUrl(openid), screens.phone);
    await shown(page, '.steal').tap();
    await says(page, '.log', 'ended');
    const { ended } = JSON.parse(await shown(page, '.log').innerText());
    expect(ended).toEqual(Array.from({ length: names.length * 11 }, () => -502003));
    expect(cloud.database.save()).toEqual(before);
  } finally {
    await cloud.stop();
    project.remove();
  }
});
