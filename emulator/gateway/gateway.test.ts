import type { Caller } from '../services';
import { account, startTestCloud, type TestCloud } from './test-cloud';

const DAY = 24 * 60 * 60 * 1000;
/** Loading the SDK in a new process takes a while on a busy machine. */
jest.setTimeout(30_000);

let cloud: TestCloud;
let openid: string;
let client: Caller;

beforeAll(async () => {
  cloud = await startTestCloud();
});

beforeEach(async () => {
  await cloud.reset();
  ({ openid } = cloud.wechat.createUser());
  client = { source: 'wx_client', openid };
});

afterAll(async () => {
  await cloud.stop();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const resources = process.getActiveResourcesInfo();
  for (const kind of ['ProcessWrap', 'TCPSocketWrap', 'TCPServerWrap']) {
    expect(resources).not.toContain(kind);
  }
});

const post = (body: string, headers: Record<string, string> = {}, path = '') =>
  fetch(cloud.url + path, { method: 'POST', body, headers });

describe('database', () => {
  test('wx-server-sdk', async () => {
    const { errors, ...result } = await cloud.run('wx-database');
    expect(result).toEqual({
      ids: ['string', 2],
      dates: [true, true],
      updated: 1,
      multi: 2,
      found: [
        { sn: 'c', stock: 9 },
        { sn: 'b', stock: 5 },
        { sn: 'a', stock: 3 },
      ],
      created: 1,
      count: 3,
      removed: 2,
      after: ['x', 'y'],
    });
    expect(errors).toMatchObject({
      duplicate: { errCode: -502001, errMsg: expect.stringContaining('E11000') },
      missing: { errCode: -502005, errMsg: expect.stringContaining('Db or Table not exist') },
      document: { errCode: -1, errMsg: expect.stringContaining('does not exist') },
      exists: { errCode: -1, code: 'DATABASE_COLLECTION_ALREADY_EXIST' },
      transaction: { code: 'INVALID_PARAM' },
      aggregate: { errMsg: expect.stringContaining('yet') },
      upload: { errMsg: expect.stringContaining('is not in the local cloud yet') },
    });
  });

  test('node-sdk', async () => {
    expect(await cloud.run('node-database')).toMatchObject({
      version: '3.18.3',
      taken: [1, 0],
      stock: 0,
      duplicate: {
        code: 'DATABASE_REQUEST_FAILED',
        message: expect.stringContaining('E11000'),
      },
      missing: { code: 'DATABASE_COLLECTION_NOT_EXIST' },
      removed: 1,
    });
  });

  test('another environment is refused', async () => {
    const error = await cloud.run('node-database', { env: 'prod-7gx' });
    expect(error).toMatchObject({
      code: 'INVALID_ENV',
      message: expect.stringContaining('local-shop'),
    });
  });

  test('calls are told with function, collection and code', async () => {
    await cloud.run('write', { sn: 'a' });
    await cloud.run('write', { sn: 'a' });
    const call = { function: 'write', action: 'database.insertDocument', collection: 'goods' };
    expect(cloud.calls()).toMatchObject([
      { ...call, ok: true },
      { ...call, ok: false, code: 'DATABASE_REQUEST_FAILED' },
    ]);
    const starts = cloud.events.filter(({ type }) => type === 'function.start');
    expect(cloud.calls().map((event) => event.requestId)).toEqual(
      starts.map((event) => event.requestId),
    );
  });
});

describe('cloud calls', () => {
  const send = (api: string, changes: Record<string, unknown> = {}, options?: unknown) =>
    cloud.run('send', { api, parameters: { touser: openid, ...changes }, options }, client);
  const template = (formId: string) =>
    send('templateMessage.send', {
      templateId: 'TPL',
      formId,
      page: 'pages/index/index',
      data: { keyword1: { value: 'Tea' } },
    });

  test('a template message arrives; a spent or unknown formId is refused', async () => {
    const { formId } = cloud.wechat.tap(openid);
    expect(await template(formId)).toMatchObject({
      errCode: 0,
      errMsg: 'openapi.templateMessage.send:ok',
    });
    expect(cloud.wechat.inbox(openid)).toMatchObject([
      { templateId: 'TPL', rows: [{ key: 'keyword1', value: 'Tea' }] },
    ]);
    expect((await template(formId)).errCode).toBe(41029);
    expect(await template('unknown')).toMatchObject({
      errCode: 41028,
      errMsg: expect.stringMatching(/^openapi\.templateMessage\.send:fail invalid form id/),
    });
    expect(cloud.calls().at(-1)).toMatchObject({ apiName: 'templateMessage.send', code: 41028 });
  });

  test('a subscribe message gives its msgid with all digits', async () => {
    const parameters = { template_id: 'SUB', data: { thing1: { value: 'Tea' } } };
    expect((await send('subscribeMessage.send', parameters, { convertCase: false })).errCode).toBe(
      43101,
    );
    cloud.wechat.subscribe(openid, { SUB: 'accept' });
    const sent = await send('subscribeMessage.send', parameters, { convertCase: false });
    expect(sent.msgid).toMatch(/^\d{19}$/);
  });

  test('two sends to one user at once: the second is 43108 and spends nothing', async () => {
    cloud.settings.latency.wechatMs = 300;
    cloud.wechat.subscribe(openid, { SUB: 'accept' });
    cloud.wechat.subscribe(openid, { SUB: 'accept' });
    const other = cloud.wechat.createUser().openid;
    cloud.wechat.subscribe(other, { SUB: 'accept' });
    const parameters = { templateId: 'SUB', data: { thing1: { value: 'Tea' } } };
    const all = [openid, openid, other].map((touser) => ({ touser, ...parameters }));
    const codes = await cloud.run<number[]>('send-together', { all });
    expect(codes.slice(0, 2).toSorted((a, b) => a - b)).toEqual([0, 43108]);
    expect(codes[2]).toBe(0);
    expect((await send('subscribeMessage.send', parameters)).errCode).toBe(0);
  });

  test('lists come through the SDK as they are', async () => {
    const listed = await send('subscribeMessage.getTemplateList');
    expect(listed).toMatchObject({
      errCode: 0,
      data: [{ priTmplId: 'SUB', content: ':{{thing1.DATA}}\n', type: 2 }],
    });
    const page = await send('templateMessage.getTemplateList', { offset: 0, count: 20 });
    expect(page).toMatchObject({ list: [{ templateId: 'TPL', title: 'Shipped' }] });
  });

  test('a delayed task is taken through the SDK', async () => {
    const task = { env: 'local-shop', functionName: 'who', data: '{}', delayTime: 6 };
    expect((await send('cloudbase.addDelayedFunctionTask', task)).errCode).toBe(0);
    expect(await send('cloudbase.addDelayedFunctionTask', { ...task, delayTime: 5 })).toMatchObject(
      { errCode: 40097, errMsg: expect.stringContaining('delay_time') },
    );
  });

  test('a delivery that fails later is answered as sent', async () => {
    cloud.wechat.subscribe(openid, { SUB: 'accept' });
    cloud.faults.add({
      match: { apiName: 'subscribeMessage.send' },
      effect: { failsLater: 40037 },
    });
    const parameters = { templateId: 'SUB', data: { thing1: { value: 'Tea' } } };
    expect((await send('subscribeMessage.send', parameters)).errCode).toBe(0);
    expect(cloud.wechat.inbox(openid)).toEqual([]);
  });

  test('what config.json does not list is -604101, what does not exist -604100', async () => {
    expect(await send('security.msgSecCheck')).toMatchObject({ errCode: -604101 });
    expect(await send('nothing.likeThis')).toMatchObject({ errCode: -604100 });
  });

  test('a fault forces WeChat’s code; what never left spends nothing', async () => {
    const { formId } = cloud.wechat.tap(openid);
    for (const errCode of [-1, 45009, -604102, -604101]) {
      cloud.faults.add({ match: { apiName: 'templateMessage.send' }, effect: { errCode } });
      expect((await template(formId)).errCode).toBe(errCode);
    }
    cloud.faults.add({ match: {}, effect: { errCode: 'SYS_ERR' } });
    expect((await template(formId)).errCode).toBe(-501001);
    expect((await template(formId)).errCode).toBe(0);
  });
});

describe('payment', () => {
  const order = {
    body: 'Tea',
    outTradeNo: 'no1',
    spbillCreateIp: '127.0.0.1',
    subMchId: '1900000109',
    totalFee: 100,
    envId: account.env,
    functionName: 'paid',
  };
  const pay = (changes: object = {}, caller = client, api = 'unifiedOrder') =>
    cloud.run('pay', { api, parameters: { ...order, ...changes } }, caller);

  test('unifiedOrder succeeds in the words of the SDK', async () => {
    const answer = await pay();
    expect(answer).toMatchObject({
      errCode: 0,
      errMsg: 'cloudPay.unifiedOrder:ok',
      returnCode: 'SUCCESS',
      resultCode: 'SUCCESS',
      payment: { appId: account.appid, signType: 'MD5' },
    });
    const paid = await cloud.wechat.userPays(
      openid,
      answer.payment as Record<string, unknown>,
      'success',
    );
    expect(paid.errMsg).toBe('requestPayment:ok');
  });

  test('a refused order is FAIL but not thrown', async () => {
    expect(await pay({ totalFee: 0 })).toMatchObject({ errCode: 0, returnCode: 'FAIL' });
    cloud.faults.add({ match: { apiName: 'unifiedOrder' }, effect: { errCode: 1 } });
    expect(await pay()).toMatchObject({ errCode: 0, returnCode: 'FAIL' });
    expect(cloud.calls()).toMatchObject([{ code: 'FAIL' }, { code: 'FAIL' }]);
  });

  test('the payer is who called the function, whatever the request says', async () => {
    const forged = { _caller: openid, _Caller: openid };
    const refused = await pay(forged, { source: 'wx_trigger' });
    expect(refused).toMatchObject({ returnCode: 'FAIL' });
    expect(JSON.stringify(refused)).toContain('openid');
  });

  test('an unknown call and a fault of the gateway are thrown', async () => {
    expect(await pay({}, client, 'downloadFundFlow')).toMatchObject({
      thrown: { errCode: -604100 },
    });
    cloud.faults.add({ match: { action: 'wx.wxPayApi' }, effect: { errCode: -501003 } });
    expect(await pay()).toMatchObject({ thrown: { errCode: -501003 } });
  });
});

describe('functions call functions', () => {
  test.each(['chain', 'node-chain'])('%s: the result, the user and the source', async (name) => {
    const answer = await cloud.run(name, { name: 'who', data: {} }, client);
    expect(answer.result).toMatchObject({
      before: { OPENID: openid, SOURCE: 'wx_client,scf', ENV: account.env },
    });
  });

  test('errors of the called function', async () => {
    expect(await cloud.run('chain', { name: 'who', data: { fail: 'no goods' } })).toMatchObject({
      errCode: -1,
      code: 'FUNCTIONS_EXECUTE_FAIL',
      errMsg: expect.stringMatching(/^callFunction:fail .*Error: no goods\n +at /s),
    });
    const missing = await cloud.run('node-chain', { name: 'nowhere' });
    expect(missing).toMatchObject({
      code: 'FUNCTION_NOT_FOUND',
      message: expect.stringContaining('nowhere/index.js'),
    });
  });
});

describe('the world of a function', () => {
  test('getWXContext for a client', async () => {
    const { before } = await cloud.run('who', {}, client);
    expect(before).toEqual({
      CLIENTIP: '127.0.0.1',
      APPID: account.appid,
      OPENID: openid,
      ENV: account.env,
      SOURCE: 'wx_client',
    });
  });

  test('getWXContext for a timer, which may send', async () => {
    const { before, trigger } = await cloud.run('who', {}, { source: 'wx_trigger' });
    expect(before).toEqual({ APPID: account.appid, ENV: account.env, SOURCE: 'wx_trigger' });
    expect(trigger).toBe('timer');
  });

  test('overlapping invocations keep their own user, also in a reused process', async () => {
    for (const round of [1, 2]) {
      const openids = ['oAnn', 'oBob', 'oCleo'].map((name) => name + round);
      const results = await Promise.all(
        openids.map((each) =>
          cloud.run<Record<'before' | 'after', { OPENID: string }>>(
            'who',
            { waitMs: 200 },
            { source: 'wx_client', openid: each },
          ),
        ),
      );
      expect(results.map(({ before }) => before.OPENID)).toEqual(openids);
      expect(results.map(({ after }) => after.OPENID)).toEqual(openids);
    }
  });

  test('Date follows the virtual clock', async () => {
    cloud.offset = 30 * DAY;
    const { today } = await cloud.run<{ today: string }>('who');
    expect(Math.abs(Date.parse(today) - Date.now() - 30 * DAY)).toBeLessThan(5000);
  });

  test('work that is left behind is refused with the reason', async () => {
    await cloud.run('late');
    while (cloud.calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(cloud.calls()).toMatchObject([{ ok: false, code: 'INVALID_REQUEST_SOURCE' }]);
    while (cloud.functions.logs().length === 0) await new Promise(setImmediate);
    expect(cloud.functions.logs()[0]?.text).toContain('must await all its work');
  });
});

describe('faults and latency', () => {
  const insert = { function: 'write', action: 'database.insertDocument' };

  test('dropAnswer: the work is done, the SDK sees -501001', async () => {
    cloud.faults.add({ match: insert, effect: 'dropAnswer' });
    expect(await cloud.run('write', { sn: 'a' })).toMatchObject({
      errCode: -501001,
      errMsg: expect.stringContaining('socket hang up'),
    });
    expect(cloud.database.find('goods')).toMatchObject([{ sn: 'a' }]);
    expect(cloud.calls()).toMatchObject([{ ok: false, code: 'dropped' }]);
  });

  test.each([
    ['killBefore', 0],
    ['killAfter', 1],
  ] as const)('%s leaves %d documents and a dead process', async (effect, stored) => {
    cloud.faults.add({ match: { ...insert, nth: 2 }, effect });
    await cloud.run('write', { sn: 'a' });
    const killed = await cloud.functions.invoke('write', { sn: 'b' }, client);
    expect(killed).toMatchObject({
      error: { errCode: -504002, errMsg: expect.stringContaining('was killed') },
    });
    expect(cloud.database.find('goods', '{"sn":"b"}')).toHaveLength(stored);
    expect(await cloud.run('write', { sn: 'c' })).toEqual({ stored: 'string' });
  });

  test('errCode: the work is not done', async () => {
    cloud.faults.add({ match: insert, effect: { errCode: 'DATABASE_REQUEST_FAILED' } });
    cloud.faults.add({ match: { ...insert, nth: 2 }, effect: { errCode: -501002 } });
    expect(await cloud.run('write', { sn: 'a' })).toMatchObject({ errCode: -502001 });
    expect(await cloud.run('write', { sn: 'a' })).toMatchObject({ errCode: -501002 });
    expect(cloud.database.find('goods')).toEqual([]);
  });

  test('a delay that is longer than the time-out: the work is done all the same', async () => {
    cloud.faults.add({ match: insert, effect: { delayMs: 3500 } });
    const answer = await cloud.functions.invoke('write', { sn: 'a' }, client);
    expect(answer).toMatchObject({
      error: {
        errCode: -504003,
        errMsg: expect.stringContaining('Invoking task timed out after 3 seconds'),
      },
    });
    while (cloud.calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(cloud.database.find('goods')).toHaveLength(1);
  });

  test('latency applies by kind of call', async () => {
    cloud.settings.latency = { databaseMs: 150, wechatMs: 0 };
    await cloud.run('write', { sn: 'a' });
    await cloud.run('send', { api: 'templateMessage.send', parameters: { touser: openid } });
    const [database, wechat] = cloud.calls().map(({ ms }) => Number(ms));
    expect(database).toBeGreaterThanOrEqual(149);
    expect(wechat).toBeLessThan(149);
  });
});

describe('what is no call of a function', () => {
  test('a program outside may call; it has no user', async () => {
    const body = { action: 'functions.invokeFunction', function_name: 'who', envName: account.env };
    const answer = await post(JSON.stringify(body));
    const { data } = (await answer.json()) as { data: { response_data: string } };
    expect(JSON.parse(data.response_data).before).toMatchObject({ SOURCE: 'scf' });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test('web pages, other methods and other paths are refused', async () => {
    expect((await post('{}', { origin: 'http://evil.example' })).status).toBe(403);
    expect((await fetch(cloud.url)).status).toBe(405);
    expect((await post('{}', {}, '/../other')).status).toBe(404);
  });

  test.each(['', 'not json', '[]'])('the body %j is answered as INVALID_PARAM', async (body) => {
    const answer = await post(body);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ code: 'INVALID_PARAM' });
  });
});
