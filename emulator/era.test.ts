import { createTestProject, request, type TestProject } from './hub/testing';
import { startLocalCloud, type LocalCloud } from './local-cloud';

/** The SDK is found from this repository, not from the test's folder. */
const SDK = JSON.stringify(require.resolve('wx-server-sdk'));
const story = (title: string) => ({ title: { en: title, zh: title }, steps: [] });
const template = (templateId: string, type?: string) => ({
  templateId,
  title: templateId,
  keywords: [],
  ...(type ? { type } : {}),
});

const FILES = {
  'local-cloud.json': {
    env: 'local-test',
    pages: ['pages/index'],
    subscribeTemplates: [template('SUB'), template('LONG', 'longTerm')],
    pushes: {
      subscribe_msg_popup_event: 'heard',
      subscribe_msg_change_event: 'heard',
      subscribe_msg_sent_event: 'heard',
    },
    variables: { WECHAT_API: '{{weChatApi}}', SHOP: 'tea {{other}}' },
  },
  'database.json': { collections: { heard: {} } },
  'story.json': story('then'),
  'story.current.json': story('now'),
  'cloud/heard/index.js': `
    const cloud = require(${SDK});
    cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
    exports.main = async (event) => {
      const { OPENID = 'nobody', SOURCE } = cloud.getWXContext();
      const data = { text: JSON.stringify(event), OPENID, SOURCE };
      await cloud.database().collection('heard').add({ data });
      return 'success';
    };`,
  'cloud/later/config.json': { permissions: { openapi: ['cloudbase.addDelayedFunctionTask'] } },
  'cloud/later/index.js': `
    const cloud = require(${SDK});
    cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
    exports.main = (event) => cloud.openapi.cloudbase.addDelayedFunctionTask({
      env: cloud.getWXContext().ENV, functionName: 'heard', data: JSON.stringify(event), delayTime: 60,
    });`,
  'cloud/shown/index.js': `exports.main = () => [process.env.WECHAT_API, process.env.SHOP];`,
};

let project: TestProject;
let cloud: LocalCloud;
let openid: string;

const get = async (path: string) => (await request(cloud.url, path)).body;
const post = async (path: string, body: unknown = {}) =>
  (await request(cloud.url, path, body)).body;
const heard = () => cloud.database.find('heard') as { text: string; OPENID: string }[];

beforeAll(async () => {
  project = createTestProject(FILES);
  const options = { project: project.folder, timers: 'advance', era: 'current' } as const;
  cloud = await startLocalCloud(options);
});
afterAll(async () => {
  await cloud.stop();
  project.remove();
});
beforeEach(async () => {
  await post('/reset');
  openid = cloud.wechat.createUser().openid;
});

test('each era has its own story', async () => {
  expect(await get('/settings')).toMatchObject({
    era: 'current',
    phone: { formIds: 'deprecated' },
  });
  expect(await get('/story')).toMatchObject({ title: { en: 'now' } });
  await post('/settings', { era: 'classic' });
  expect(await get('/story')).toMatchObject({ title: { en: 'then' } });
  await post('/settings', { era: 'current' });
});

test('functions have the variables of the console, with the address of the HTTP API', async () => {
  const { result } = await post(`/users/${openid}/call`, { name: 'shown' });
  expect(result).toEqual([`${cloud.url}/wechat-api`, 'tea {{other}}']);
});

test('what the user does with subscribe messages reaches the function that is named for it', async () => {
  await post(`/users/${openid}/subscribe`, { answers: { SUB: 'accept' }, always: true });
  expect(await get(`/users/${openid}/settings`)).toEqual({
    mainSwitch: true,
    itemSettings: { SUB: 'accept' },
  });
  const changed = await post(`/users/${openid}/settings`, { itemSettings: { SUB: 'reject' } });
  expect(changed).toEqual({ mainSwitch: true, itemSettings: { SUB: 'reject' } });
  const { tasks } = await post('/clock', { advance: '1m' });
  expect(tasks).toMatchObject([
    { label: 'event push heard, call 1', ok: true },
    { label: 'event push heard, call 1', ok: true },
  ]);
  expect(heard()).toMatchObject([
    { OPENID: openid, SOURCE: 'wx_unknown', text: expect.stringContaining('popup') },
    { OPENID: openid, SOURCE: 'wx_unknown', text: expect.stringContaining('change') },
  ]);
});

test.each([
  [{ itemSettings: { SUB: 'ban' } }, 'itemSettings.SUB'],
  [{ itemSettings: { TPL: 'reject' } }, 'no subscribe template "TPL"'],
  [{ main: true }, 'There is no field "main" here'],
])('the settings page refuses %j', async (change, message) => {
  const reply = await request(cloud.url, `/users/${openid}/settings`, change);
  expect(reply).toMatchObject({ status: 400 });
  expect(JSON.stringify(reply.body)).toContain(JSON.stringify(message).slice(1, -1));
  expect((await request(cloud.url, '/users/nobody/settings')).status).toBe(404);
});

test('long-term and one-time templates are not asked together', async () => {
  const answers = { SUB: 'accept', LONG: 'accept' };
  const reply = await request(cloud.url, `/users/${openid}/subscribe`, { answers });
  expect(reply).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST' } } });
  await post(`/users/${openid}/subscribe`, { answers: { LONG: 'accept' } });
  expect(cloud.wechat.tokens()).toMatchObject([{ kind: 'longTerm', state: 'usable' }]);
});

test('a delayed task runs at its time, for nobody, also after an import', async () => {
  await post(`/users/${openid}/call`, { name: 'later', data: { sn: '7' } });
  const saved = await get('/export');
  await post('/reset');
  await post('/clock', { advance: '2m' });
  expect(heard()).toEqual([]);
  await post('/reset');
  await post('/import', saved);
  await post('/clock', { advance: '59s' });
  expect(heard()).toEqual([]);
  await post('/clock', { advance: '1m' });
  expect(heard()).toMatchObject([{ text: '{"sn":"7"}', OPENID: 'nobody', SOURCE: 'wx_unknown' }]);
});
