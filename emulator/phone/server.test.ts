import { createTestProject, type TestProject } from '../hub/testing';
import { type LocalCloud, startLocalCloud } from '../local-cloud';
import { type Bridge, CLOCK_OFFSET_HEADER } from './protocol';

const FILES = {
  'project.config.json': { appid: 'wx1', cloudfunctionRoot: 'cloud', miniprogramRoot: 'app/' },
  'local-cloud.json': {
    env: 'local-test',
    subMchIds: ['1900000001'],
    subscribeTemplates: [
      {
        templateId: 'SUB',
        title: '发货通知',
        keywords: [{ key: 'thing1', label: '商品', example: '茶' }],
      },
    ],
    users: [
      {
        as: 'keeper',
        label: { en: 'Keeper', zh: '店主' },
        documents: [{ collection: 'notes', document: { _id: '{{openid}}', stars: 5 } }],
      },
    ],
  },
  'cloud/echo/index.js': `exports.main = async (event) => ({ event, openid: process.env.WX_OPENID, source: process.env.TCB_SOURCE });`,
  'app/app.json': { pages: ['pages/a'] },
  'app/pages/a.ts': 'Page({ data: { secret: "in app.js" } })',
  'app/pages/a.wxml': '<view>{{secret}}</view>',
  'app/images/logo.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'app/images/.hidden.svg': 'hidden',
};

let project: TestProject;
let cloud: LocalCloud;
let openid: string;

beforeAll(async () => {
  project = createTestProject(FILES);
  cloud = await startLocalCloud({ project: project.folder, timers: 'advance' });
});
afterAll(async () => {
  await cloud.stop();
  project.remove();
});
beforeEach(async () => {
  await cloud.state.reset();
  ({ openid } = cloud.wechat.createUser());
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${cloud.phoneUrl(openid)}api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
async function ask<Name extends keyof Bridge>(name: Name, request: Bridge[Name]['request']) {
  const response = await post(name, request);
  expect(response.status).toBe(200);
  return (await response.json()) as Bridge[Name]['answer'];
}
const get = (path: string) => fetch(cloud.phoneUrl(openid) + path);

describe('the address of a phone', () => {
  test('is an origin of its own, which the hub names', async () => {
    const response = await fetch(`${cloud.url}/_local/users/${openid}/phone`);
    expect(await response.json()).toEqual({ url: cloud.phoneUrl(openid) });
    expect(new URL(cloud.phoneUrl(openid)).origin).not.toBe(cloud.url);
  });

  test('acts as nobody else, and as nobody after a reset', async () => {
    const url = cloud.phoneUrl(openid);
    await cloud.state.reset();
    const response = await fetch(`${url}api/tap`, { method: 'POST' });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('belongs to nobody any more');
    expect(
      (await fetch(url.replace(/\w{32}/, 'guess') + 'api/tap', { method: 'POST' })).status,
    ).toBe(404);
  });

  test('is missing for a project without a mini-program', async () => {
    const other = createTestProject({ 'cloud/a/index.js': '' });
    const bare = await startLocalCloud({ project: other.folder, timers: 'advance' });
    const user = bare.wechat.createUser().openid;
    const response = await fetch(`${bare.url}/_local/users/${user}/phone`);
    expect([response.status, await response.text()]).toEqual([
      404,
      expect.stringContaining('no mini-program'),
    ]);
    expect(() => bare.phoneUrl(user)).toThrow('no mini-program');
    await bare.stop();
    other.remove();
  });
});

describe('files', () => {
  test('the compiled mini-program, again after a change', async () => {
    expect(await (await get('app.js')).text()).toContain('in app.js');
    project.write({ 'app/pages/a.ts': 'Page({ data: { secret: "after a change" } })' });
    expect(await (await get('app.js')).text()).toContain('after a change');
  });

  test('images of the mini-program, but no sources and nothing outside its folder', async () => {
    const logo = await get('mp/images/logo.svg');
    expect([logo.status, logo.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    const paths = [
      'mp/pages/a.ts',
      'mp/app.json',
      'mp/images/.hidden.svg',
      'mp/%2e%2e/local-cloud.json',
    ];
    for (const path of [
      ...paths,
      'mp/..%2f..%2fcloud/echo/index.js',
      'mp/images%2f..%2f..%2fcloud%2fecho%2findex.js',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  test('only the console may show the phone in a frame', async () => {
    const policy = (await get('mp/images/logo.svg')).headers.get('content-security-policy');
    expect(policy).toContain(`frame-ancestors ${cloud.url} `);
  });
});

describe('the bridge', () => {
  test('starts with what the phone has stored', async () => {
    await ask('storage', { key: 'cart', value: '[1]' });
    await ask('storage', { key: 'old', value: '1' });
    await ask('storage', { key: 'old' });
    expect(await ask('start', {})).toMatchObject({
      appid: 'wx1',
      env: 'local-test',
      storage: { cart: '[1]' },
      consoleOrigins: expect.arrayContaining([cloud.url]),
    });
    await ask('storage', { clear: true });
    expect(await ask('start', {})).toMatchObject({ storage: {} });
  });

  test('calls functions as this user, whatever the page says', async () => {
    const answer = await ask('call', { name: 'echo', data: { openid: 'somebody else' } });
    expect(answer).toMatchObject({ result: { openid, source: 'wx_client' } });
    expect(await ask('call', { name: 'gone', data: {} })).toMatchObject({
      error: { errCode: -501000 },
    });
  });

  test('asks the database as this user, as far as its rules allow', async () => {
    const add = { collectionName: 'notes', data: ['{"stars":1}'] };
    const added = await ask('database', { action: 'database.insertDocument', fields: add });
    expect(added).toMatchObject({ data: { insertedIds: [expect.any(String)] } });
    expect(cloud.database.find('notes', '{"stars":1,"_openid":{"$exists":true}}')).toEqual([
      expect.objectContaining({ _openid: openid }),
    ]);
    const all = { collectionName: 'notes', query: '{}' };
    expect(await ask('database', { action: 'database.removeDocument', fields: all })).toMatchObject(
      { data: { deleted: 1 } },
    );
    expect(cloud.database.find('notes')).not.toEqual([]);
  });

  test.each(['functions.invokeFunction', 'wx.openApi', 'wx.wxPayApi', 'database.addCollection'])(
    'does not let a page do what functions do: %s',
    async (action) => {
      const fields = { collectionName: 'notes', function_name: 'echo', apiName: 'x' };
      expect(await ask('database', { action, fields })).toMatchObject({
        code: 'DATABASE_PERMISSION_DENIED',
      });
      expect(cloud.events.since(0).at(-1)?.event).toMatchObject({
        type: 'gateway.call',
        openid,
        action,
        ok: false,
      });
    },
  );

  test('faults strike the database of a page, too', async () => {
    const fields = { collectionName: 'notes' };
    const request = { action: 'database.calculateDocument', fields };
    cloud.faults.add({ match: { action: request.action }, effect: { errCode: -501003 } });
    cloud.faults.add({ match: { action: request.action, nth: 2 }, effect: 'dropAnswer' });
    expect(await ask('database', request)).toMatchObject({ code: 'EXCEED_REQUEST_LIMIT' });
    expect(await ask('database', request)).toMatchObject({ code: 'SYS_ERR' });
    expect(await ask('database', request)).toMatchObject({ data: { total: 0 } });
  });

  test.each([
    ['mock', 'the formId is a mock one'],
    ['unavailable', expect.stringContaining('no longer available in develop or trial version')],
    ['deprecated', 'requestFormId:fail deprecated'],
  ] as const)('a tap gives what the setting %s says, and no credit', async (formIds, formId) => {
    cloud.settings.change({ phone: { formIds } });
    expect(await ask('tap', {})).toEqual({ formId });
    expect(cloud.wechat.tokens()).toEqual([]);
  });

  test('a tap gives a real formId by default', async () => {
    const { formId } = await ask('tap', {});
    expect(cloud.wechat.tokens()).toMatchObject([{ token: formId, openid, state: 'usable' }]);
  });

  test('a payment that WeChat cannot open', async () => {
    const fault = { fault: expect.stringContaining('parameter error') };
    expect(await ask('payment', { payment: {} })).toEqual(fault);
    expect(await ask('pay', { payment: {}, outcome: 'success' })).toEqual({
      errMsg: expect.stringContaining('requestPayment:fail parameter error'),
    });
  });

  test('consent: the question, the answers, the settings', async () => {
    expect(await ask('consent', { tmplIds: ['SUB'] })).toEqual({
      ask: [{ templateId: 'SUB', title: '发货通知', keywords: [{ label: '商品', example: '茶' }] }],
      answers: {},
    });
    await ask('subscribe', { answers: { SUB: 'accept' }, always: false });
    expect(await ask('settings', {})).toMatchObject({ itemSettings: {}, accepted: ['SUB'] });
    expect(await ask('subscribe', { answers: { SUB: 'accept' }, always: true })).toEqual({
      errMsg: 'requestSubscribeMessage:ok',
      SUB: 'accept',
    });
    expect(await ask('settings', {})).toEqual({
      mainSwitch: true,
      itemSettings: { SUB: 'accept' },
      accepted: [],
      titles: { SUB: '发货通知' },
    });
    await ask('changeSettings', { itemSettings: { SUB: 'reject' } });
    expect(cloud.wechat.tokens()).toEqual([]);
    expect(await ask('consent', { tmplIds: ['no'] })).toMatchObject({ errCode: 20001 });
  });

  test('every answer tells the virtual time, and lines of the phone become events', async () => {
    await cloud.clock.advance(86_400_000, 'last');
    const response = await post('log', { level: 'warn', text: 'hm', page: 'pages/a' });
    expect(Number(response.headers.get(CLOCK_OFFSET_HEADER))).toBe(cloud.clock.offset());
    const { event } = cloud.events.since(0).at(-1) ?? {};
    expect(event).toMatchObject({ type: 'phone.log', openid, level: 'warn', text: 'hm' });
  });

  test('refuses what it does not know, and calls from other pages', async () => {
    expect((await post('tap', { formId: 'mine' })).status).toBe(400);
    expect((await post('everything', {})).status).toBe(404);
    expect((await post('tap', {}, { Origin: cloud.url })).status).toBe(403);
    const text = { method: 'POST', body: '{}', headers: { 'Content-Type': 'text/plain' } };
    expect((await fetch(`${cloud.phoneUrl(openid)}api/tap`, text)).status).toBe(415);
  });
});

test('declared users are there after the start and after a reset, with their documents', async () => {
  const [keeper] = cloud.wechat.users();
  expect(keeper).toMatchObject({ as: 'keeper', label: { zh: '店主' } });
  expect(cloud.database.find('notes')).toContainEqual({ _id: keeper?.openid, stars: 5 });
  await cloud.state.reset();
  expect(cloud.wechat.users()).toHaveLength(1);
});
