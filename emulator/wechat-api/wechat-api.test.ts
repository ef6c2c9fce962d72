import { createTestProject, type TestProject } from '../hub/testing';
import { startLocalCloud, type LocalCloud } from '../local-cloud';

const APPID = 'wx0123456789abcdef';
const SECRET = 'secret-of-the-test';
const keyword = { key: 'thing1', label: '商品', example: '茶' };

let project: TestProject;
let cloud: LocalCloud;

beforeAll(async () => {
  project = createTestProject({
    'cloud/a/index.js': '',
    'local-cloud.json': {
      env: 'local-test',
      appid: APPID,
      secret: SECRET,
      pages: ['pages/index'],
      templates: [
        { templateId: 'TPL', title: '发货', keywords: [{ ...keyword, key: 'keyword1' }] },
      ],
      subscribeTemplates: [{ templateId: 'SUB', title: '发货', keywords: [keyword] }],
    },
  });
  cloud = await startLocalCloud({ project: project.folder, timers: 'advance' });
});
beforeEach(() => cloud.state.reset());
afterAll(async () => {
  await cloud.stop();
  project.remove();
});

type Json = Record<string, unknown>;

const fetchText = async (path: string, init?: RequestInit): Promise<string> => {
  const response = await fetch(`${cloud.url}/wechat-api${path}`, init);
  expect(response.status).toBe(200);
  return response.text();
};
const get = async (path: string): Promise<Json> => JSON.parse(await fetchText(path)) as Json;
const post = async (path: string, body: string | Uint8Array | Json): Promise<Json> => {
  const bytes = typeof body === 'string' || body instanceof Uint8Array;
  const init = { method: 'POST', body: bytes ? (body as string) : JSON.stringify(body) };
  return JSON.parse(await fetchText(path, init)) as Json;
};
const credentials = { grant_type: 'client_credential', appid: APPID, secret: SECRET };
const classicPath = `/cgi-bin/token?${new URLSearchParams(credentials).toString()}`;
const fetchToken = async (): Promise<string> => String((await get(classicPath)).access_token);

const subscribePath = (token: string): string =>
  `/cgi-bin/message/subscribe/send?access_token=${token}`;

/** A user who has accepted the subscribe template once. */
function createReader(): { openid: string; card: Json } {
  const { openid } = cloud.wechat.createUser();
  cloud.wechat.subscribe(openid, { SUB: 'accept' });
  const data = { thing1: { value: '茶' } };
  return { openid, card: { touser: openid, template_id: 'SUB', data } };
}

test('both endpoints give a token', async () => {
  expect(await get(classicPath)).toEqual({ access_token: expect.any(String), expires_in: 7200 });
  const stable = await post('/cgi-bin/stable_token', credentials);
  expect(stable).toEqual({ access_token: expect.any(String), expires_in: 7200 });
  const again = await post('/cgi-bin/stable_token', credentials);
  expect(again.access_token).toBe(stable.access_token);
  const forced = await post('/cgi-bin/stable_token', { ...credentials, force_refresh: true });
  expect(forced.access_token).not.toBe(stable.access_token);
});

test('what is wrong with a request for a token has a code and words', async () => {
  const wrong = `/cgi-bin/token?${new URLSearchParams({ ...credentials, secret: 'x' }).toString()}`;
  expect(await get(wrong)).toMatchObject({
    errcode: 40125,
    errmsg: expect.stringContaining('invalid appsecret'),
  });
  expect(await get('/cgi-bin/token')).toMatchObject({ errcode: 41002 });
  expect(await post(classicPath, '')).toMatchObject({ errcode: 43001 });
  expect(await get('/cgi-bin/stable_token')).toMatchObject({ errcode: 43002 });
  expect(await post('/cgi-bin/stable_token', '')).toMatchObject({ errcode: 44002 });
  expect(await post('/cgi-bin/stable_token', 'x')).toMatchObject({ errcode: 47001 });
});

test('a subscribe message arrives; its msgid is a bare number of 19 digits', async () => {
  const { openid, card } = createReader();
  const init = { method: 'POST', body: JSON.stringify(card) };
  const text = await fetchText(subscribePath(await fetchToken()), init);
  expect(text).toMatch(/^\{"errcode":0,"errmsg":"ok","msgid":\d{19}\}$/);
  expect(cloud.wechat.inbox(openid)).toHaveLength(1);
  const again = await post(subscribePath(await fetchToken()), card);
  expect(again).toMatchObject({ errcode: 43101 });
});

test('a template message arrives', async () => {
  const { openid } = cloud.wechat.createUser();
  const { formId } = cloud.wechat.tap(openid);
  const data = { keyword1: { value: '茶' } };
  const card = { touser: openid, template_id: 'TPL', form_id: formId, data };
  const path = `/cgi-bin/message/wxopen/template/send?access_token=${await fetchToken()}`;
  expect(await post(path, card)).toMatchObject({ errcode: 0 });
  expect(await post(path, card)).toMatchObject({ errcode: 41029 });
  expect(cloud.wechat.inbox(openid)).toHaveLength(1);
});

test('a send without a valid token spends nothing', async () => {
  const { openid, card } = createReader();
  const old = await fetchToken();
  await fetchToken();
  await cloud.clock.advance(5 * 60_000);
  const codes = [];
  for (const token of ['', 'x', old]) {
    codes.push((await post(subscribePath(token), card)).errcode);
  }
  expect(codes).toEqual([41001, 40001, 40001]);
  const last = await fetchToken();
  await cloud.clock.advance(7_200_000);
  expect(await post(subscribePath(last), card)).toMatchObject({ errcode: 42001 });
  expect(cloud.wechat.inbox(openid)).toEqual([]);
  expect(cloud.wechat.tokens()).toMatchObject([{ used: 0 }]);
});

test('what is wrong with a send has a code', async () => {
  const token = await fetchToken();
  const latin1 = Uint8Array.from([0x7b, 0x22, 0xe9, 0x22, 0x7d]);
  expect(await get(subscribePath(token))).toMatchObject({ errcode: 43002 });
  expect(await post(subscribePath(token), '')).toMatchObject({ errcode: 44002 });
  expect(await post(subscribePath(token), '[]')).toMatchObject({ errcode: 47001 });
  expect(await post(subscribePath(token), latin1)).toMatchObject({ errcode: 47002 });
  const stranger = { touser: 'nobody', template_id: 'SUB', data: {} };
  expect(await post(subscribePath(token), stranger)).toMatchObject({ errcode: 40003 });
});

test('faults strike calls by their name; a dropped answer comes after the work', async () => {
  const { openid, card } = createReader();
  const token = await fetchToken();
  const match = { action: 'wx.http', apiName: 'subscribeMessage.send' };
  cloud.faults.add({ match, effect: { errCode: 45009 } });
  expect(await post(subscribePath(token), card)).toMatchObject({ errcode: 45009 });
  cloud.faults.add({ match, effect: { errCode: 40001 } });
  expect(await post(subscribePath(token), card)).toMatchObject({ errcode: 40001 });
  expect(cloud.wechat.inbox(openid)).toEqual([]);
  cloud.faults.add({ match, effect: 'dropAnswer' });
  await expect(post(subscribePath(token), card)).rejects.toThrow('fetch failed');
  expect(cloud.wechat.inbox(openid)).toHaveLength(1);
  cloud.faults.add({ match: { action: 'wx.http', apiName: 'token' }, effect: { errCode: 45011 } });
  expect(await get(classicPath)).toMatchObject({ errcode: 45011 });
});

test('a caller that is not in the white list gets no token', async () => {
  cloud.settings.change({ http: { ipListed: false } });
  const answers = [await get(classicPath), await post('/cgi-bin/stable_token', credentials)];
  expect(answers).toMatchObject([{ errcode: 40164 }, { errcode: 40164 }]);
  cloud.settings.change({ http: { ipListed: true } });
  expect(await get(classicPath)).toMatchObject({ expires_in: 7200 });
});

test('two sends to one user at the same time', async () => {
  const { openid, card } = createReader();
  cloud.wechat.subscribe(openid, { SUB: 'accept' });
  const token = await fetchToken();
  cloud.settings.change({ latency: { wechatMs: 100 } });
  const sends = [post(subscribePath(token), card), post(subscribePath(token), card)];
  const codes = (await Promise.all(sends)).map(({ errcode }) => errcode);
  expect(new Set(codes)).toEqual(new Set([0, 43108]));
});

test('the lists of templates', async () => {
  const token = await fetchToken();
  const one = await get(`/wxaapi/newtmpl/gettemplate?access_token=${token}`);
  expect(one).toMatchObject({ errcode: 0, data: [{ priTmplId: 'SUB', type: 2 }] });
  const path = `/cgi-bin/wxopen/template/list?access_token=${token}`;
  const other = await post(path, { offset: 0, count: 20 });
  expect(other).toMatchObject({ errcode: 0, list: [{ template_id: 'TPL' }] });
});

test('every call is an event; tokens are masked, secrets are not there', async () => {
  const before = cloud.events.since(0).at(-1)?.id ?? 0;
  const { card } = createReader();
  const token = await fetchToken();
  await post(subscribePath(token), card);
  const events = cloud.events.since(before).map(({ event }) => event);
  const calls = events.filter(({ type }) => type === 'wechat.http');
  expect(calls).toMatchObject([
    { apiName: 'token', method: 'GET', ok: true },
    { apiName: 'subscribeMessage.send', method: 'POST', ok: true },
  ]);
  const text = JSON.stringify(events);
  expect(text).not.toContain(token);
  expect(text).not.toContain(SECRET);
});

test('pages of the browser are refused, whatever their origin', async () => {
  for (const origin of [cloud.url, 'http://evil.example']) {
    const response = await fetch(`${cloud.url}/wechat-api${classicPath}`, { headers: { origin } });
    expect(response.status).toBe(403);
  }
});

test('a path that is not there says which there are', async () => {
  const response = await fetch(`${cloud.url}/wechat-api/cgi-bin/menu`);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('/cgi-bin/stable_token');
});

test('tokens survive an export, and a reset ends them', async () => {
  const token = await fetchToken();
  const snapshot = await cloud.state.save();
  const known = () => cloud.accessTokens.examine(token);
  await cloud.state.reset();
  expect(known()).toBe(40001);
  await cloud.state.restore(snapshot);
  expect(known()).toBe(0);
  const { accessTokens: _, ...earlier } = snapshot;
  await cloud.state.restore(earlier);
  expect(known()).toBe(40001);
});
