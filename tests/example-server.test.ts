import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningServer, startServer } from '../examples/server/server';
import { readSettings } from '../examples/server/settings';
import type { Credit, Message } from '../cloudfunctions/core/words';
import type { Fault } from '../emulator/services';
import { auditBooks } from '../scripts/audit';
import { pointSdkAt } from '../scripts/outsider';
import { paidOrder } from '../scripts/shopper';
import { withLocalCloud } from './cloud';

jest.setTimeout(60_000);
const local = withLocalCloud();
const API_KEY = 'a-key-of-twenty-four-characters';
const parcel = { carrier: '顺丰速运', trackingNo: 'SF1234567890' };

const variables = (url: string) => ({
  TCB_ENV: 'local-hongyan',
  TENCENTCLOUD_SECRETID: 'local',
  TENCENTCLOUD_SECRETKEY: 'local',
  WECHAT_APP_ID: 'touristappid',
  WECHAT_APP_SECRET: 'local-secret',
  WECHAT_API: `${url}/wechat-api`,
  API_KEY,
  PORT: '0',
});

let server: RunningServer;
const logs: object[] = [];

beforeEach(async () => {
  const { cloud, hub } = local();
  pointSdkAt(cloud.url, 'local-hongyan');
  const log = (event: string, details = {}) => void logs.push({ event, ...details });
  server = await startServer(readSettings(variables(cloud.url)), {
    log,
    now: () => cloud.clock.now(),
  });
  await hub.toMorning();
});
afterEach(async () => {
  await server.stop();
  local().cloud.settings.change({ era: 'classic' });
});

interface Answer {
  status: number;
  body: { ok: boolean; data?: Record<string, unknown>; error?: { code: string; message: string } };
}

async function call(path: string, body?: object | string, key = API_KEY): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, connection: 'close' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const sent = { state: 'sent', reason: 'sent' };

/** A member of the staff, who ships with the cloud function. */
async function createStaff(): Promise<string> {
  const { hub } = local();
  const staff = await hub.createUser();
  await hub.insert('staff', { _id: staff, name: '店长' });
  return staff;
}

/** Every token agrees in WeChat's books and in ours. */
async function expectBooksToAgree(): Promise<void> {
  const audit = await auditBooks(local().hub);
  expect(audit.length).toBeGreaterThan(0);
  expect(audit.filter(({ agrees }) => !agrees)).toEqual([]);
}

const lastEvent = (): number => local().cloud.events.since(0).at(-1)?.id ?? 0;

/** WeChat's codes of what has been sent since an event, 0 if it was delivered. */
const codesSince = (id: number, type: 'wechat.send' | 'wechat.http'): unknown[] =>
  local()
    .cloud.events.since(id)
    .filter(({ event }) => event.type === type)
    .map(({ event }) => event.errcode ?? event.code ?? 0);

test('the back office ships a paid order, and the buyer gets the card', async () => {
  const { hub } = local();
  const buyer = await hub.createUser();
  const { sn } = await paidOrder(hub, buyer);
  const unsent = { sn, state: 'paid', totalFee: expect.any(Number), carrier: '', trackingNo: '' };
  expect((await call(`/orders/${sn}`)).body.data).toEqual(unsent);
  const { status, body } = await call(`/orders/${sn}/ship`, parcel);
  expect([status, body]).toEqual([200, { ok: true, data: { message: sent } }]);
  expect(await hub.inbox(buyer)).toMatchObject([{ title: '订单发货提醒' }]);
  expect((await call(`/orders/${sn}`)).body.data).toMatchObject({
    sn,
    state: 'shipped',
    ...parcel,
  });
  const again = await call(`/orders/${sn}/ship`, parcel);
  expect(again.body.data).toEqual({ message: sent });
  expect(await hub.inbox(buyer)).toHaveLength(1);
  await expectBooksToAgree();
});

test('today the same order goes out as a subscribe message', async () => {
  const { hub, cloud } = local();
  cloud.settings.change({ era: 'current' });
  const buyer = await hub.createUser();
  const { sn } = await paidOrder(hub, buyer);
  const answers = { 'sub-order-shipped': 'accept' };
  await hub.subscribe(buyer, answers);
  await hub.call(buyer, 'collectCredits', { taps: [], consents: [{ id: 'consent-1', answers }] });
  const { body } = await call(`/orders/${sn}/ship`, parcel);
  expect(body.data).toEqual({ message: sent });
  expect(await hub.inbox(buyer)).toMatchObject([{ channel: 'subscribe' }]);
  const query = { messageId: `orderShipped:${sn}`, result: 'answered' };
  expect(await hub.find('attempts', query)).toMatchObject([
    { errCode: 45103 }, // the prepay_id first, and the channel is gone
    { errCode: 0, msgid: expect.stringMatching(/^\d{19}$/) },
  ]);
  await expectBooksToAgree();
});

test('the server and a function ship the same order at once: one card', async () => {
  const { hub } = local();
  const staff = await createStaff();
  for (let round = 0; round < 5; round++) {
    const buyer = await hub.createUser();
    const { sn } = await paidOrder(hub, buyer);
    await Promise.all([
      call(`/orders/${sn}/ship`, parcel),
      hub.rawCall(staff, 'shipOrder', { sn, ...parcel }),
    ]);
    await hub.advance('10m', 'last');
    const titles = (await hub.inbox(buyer)).map(({ title }) => title);
    expect(titles).toEqual(['订单发货提醒', '付款成功通知']);
  }
  await expectBooksToAgree();
});

test('the server and the dispatcher work at once and never spend the same credit', async () => {
  const { hub } = local();
  const buyers = await Promise.all(Array.from({ length: 8 }, () => hub.createUser()));
  const orders = [];
  for (const openid of buyers) orders.push(await paidOrder(hub, openid));
  const before = lastEvent();
  const shipped = orders.map(({ sn }) => call(`/orders/${sn}/ship`, parcel));
  // pay notices wait for their grace time in the queue; the dispatcher takes the same prepay_ids
  await Promise.all([...shipped, hub.advance('1m', 'last')]);
  await hub.advance('10m', 'last');
  const codes = codesSince(before, 'wechat.send');
  expect(codes.length).toBeGreaterThan(8);
  expect(codes.filter((code) => code === 41028 || code === 41029)).toEqual([]);
  await expectBooksToAgree();
});

/** What is left of a shipping notice whose send was struck. */
async function shipStruck(by: 'server' | 'function', effect: Fault['effect']): Promise<object> {
  const { hub } = local();
  const staff = await createStaff();
  const buyer = await hub.createUser();
  const { sn } = await paidOrder(hub, buyer);
  const action = by === 'server' ? 'wx.http' : 'wx.openApi';
  await hub.fault({ match: { action, apiName: 'templateMessage.send' }, effect });
  if (by === 'server') await call(`/orders/${sn}/ship`, parcel);
  else await hub.rawCall(staff, 'shipOrder', { sn, ...parcel });
  expect(await hub.faultHits()).toBeGreaterThan(0);
  await hub.clearFaults();
  const [message] = (await hub.find('messages', {
    _id: `orderShipped:${sn}`,
  })) as unknown as Message[];
  const credits = (await hub.find('credits', { sn })) as unknown as Credit[];
  const { state, reason, errCode, maybeSent, maybeSpent, tries } = message ?? ({} as Message);
  return {
    message: { state, reason, errCode, maybeSent, maybeSpent, tries },
    credits: credits.map((credit) => credit.state).toSorted((a, b) => a.localeCompare(b)),
    cards: (await hub.inbox(buyer)).length,
  };
}

test.each<[Fault['effect']]>([
  ['dropAnswer'],
  [{ errCode: -1 }],
  [{ errCode: 45009 }],
  [{ errCode: 45011 }],
  [{ errCode: 40003 }],
  [{ errCode: 41028 }],
  [{ errCode: 41029 }],
  [{ errCode: 41030 }],
])('a send struck by %j leaves the same as that of a function', async (effect) => {
  const ofFunction = await shipStruck('function', effect);
  expect(await shipStruck('server', effect)).toEqual(ofFunction);
  expect(ofFunction).toMatchObject({ message: { state: expect.any(String) } });
  await expectBooksToAgree();
});

test('a token that somebody has ended is replaced within the send', async () => {
  const { hub, cloud } = local();
  const buyers = [await hub.createUser(), await hub.createUser()];
  const [first, second] = [
    await paidOrder(hub, buyers[0] ?? ''),
    await paidOrder(hub, buyers[1] ?? ''),
  ];
  await call(`/orders/${first.sn}/ship`, parcel);
  await hub.advance('2m', 'last');
  const credentials = {
    grantType: 'client_credential',
    appid: 'touristappid',
    secret: 'local-secret',
  };
  cloud.accessTokens.fetchStable(credentials, true);
  const before = lastEvent();
  const { body } = await call(`/orders/${second.sn}/ship`, parcel);
  expect(body.data).toEqual({ message: sent });
  expect(codesSince(before, 'wechat.http')).toEqual([40001, 0, 0]); // refused, another token, sent
  await expectBooksToAgree();
});

test('without a token nothing leaves, and the message waits for one', async () => {
  const { hub, cloud } = local();
  cloud.settings.change({ http: { ipListed: false } });
  await hub.advance('3h', 'last'); // the stored token has ended
  const buyer = await hub.createUser();
  const { sn } = await paidOrder(hub, buyer);
  const { body } = await call(`/orders/${sn}/ship`, parcel);
  expect(body.data).toMatchObject({ message: { state: 'queued', reason: 'misconfigured' } });
  expect(await hub.find('credits', { sn, state: 'inDoubt' })).toEqual([]);
  await hub.advance('15m', 'last'); // the dispatcher of the functions needs no token
  expect((await hub.inbox(buyer)).map(({ title }) => title)).toContain('订单发货提醒');
  await expectBooksToAgree();
});

test('the back office asks for a refund, and the timer of the functions makes it', async () => {
  const { hub } = local();
  const buyer = await hub.createUser();
  const { sn } = await paidOrder(hub, buyer);
  const asked = await call(`/orders/${sn}/refund`, { reason: '七天无理由' });
  expect([asked.status, asked.body.data]).toEqual([200, { state: 'refunding' }]);
  await hub.advance('15m', 'last');
  expect((await call(`/orders/${sn}`)).body.data).toMatchObject({ state: 'refunded' });
  expect((await hub.inbox(buyer)).map(({ title }) => title)).toContain('退款成功通知');
  const again = await call(`/orders/${sn}/refund`, { reason: '七天无理由' });
  expect(again.body.data).toEqual({ state: 'refunded' });
});

test.each([
  ['without the key', '/orders/X1', undefined, 'wrong', 401, 'UNAUTHENTICATED'],
  ['an order that is not there', '/orders/X1', undefined, API_KEY, 404, 'NOT_FOUND'],
  ['a path that is not there', '/nothing', undefined, API_KEY, 404, 'NOT_FOUND'],
  ['a path that is no address', '//[', undefined, API_KEY, 404, 'NOT_FOUND'],
  ['a path that hides another', '//x/health', undefined, API_KEY, 404, 'NOT_FOUND'],
  ['no order number', '/orders/%7B%7D', undefined, API_KEY, 400, 'INVALID_ARGUMENT'],
  ['not JSON', '/orders/X1/ship', '{', API_KEY, 400, 'INVALID_ARGUMENT'],
  ['a field too many', '/orders/X1/ship', { ...parcel, by: 1 }, API_KEY, 400, 'INVALID_ARGUMENT'],
  ['a field too few', '/orders/X1/ship', {}, API_KEY, 400, 'INVALID_ARGUMENT'],
  ['17 KB', '/orders/X1/ship', 'x'.repeat(17 * 1024), API_KEY, 400, 'INVALID_ARGUMENT'],
])('%s', async (_, path, body, key, status, code) => {
  const answer = await call(path, body, key);
  expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  expect(answer.body.error?.message).not.toContain('user'); // nobody's phone asks here
});

test('it stops when what runs is answered, whoever keeps a connection', async () => {
  const { hub, cloud } = local();
  const { sn } = await paidOrder(hub, await hub.createUser());
  const { hostname, port } = new URL(server.url);
  const silent = connect(Number(port), hostname, () => silent.write('GET /health HTTP/1.1\r\n'));
  const silenced = once(silent, 'close');
  const slow = { match: { action: 'database.getDocument' }, effect: { delayMs: 500 }, times: 2 };
  cloud.faults.add(slow);
  const headers = { authorization: `Bearer ${API_KEY}`, connection: 'keep-alive' };
  const impatient = new AbortController();
  const left = fetch(`${server.url}/orders/${sn}`, { headers, signal: impatient.signal });
  const running = fetch(`${server.url}/orders/${sn}`, { headers });
  while ((await hub.faultHits()) < 2) await sleep(20);
  impatient.abort();
  await expect(left).rejects.toThrow('aborted');
  const stopped = server.stop().then(() => 'stopped');
  expect((await running).status).toBe(200);
  expect(await Promise.race([stopped, sleep(2000, 'lingers')])).toBe('stopped');
  await silenced;
});

test('an unpaid order is not shipped', async () => {
  const { hub } = local();
  const buyer = await hub.createUser();
  const items = [{ goodsId: 'tea', quantity: 1 }];
  const made = await hub.call(buyer, 'createOrder', { requestId: 'request-1', items });
  if (!made.ok) throw new Error(made.error.message);
  const { status, body } = await call(`/orders/${made.data.sn}/ship`, parcel);
  expect([status, body.error?.code]).toEqual([409, 'CONFLICT']);
});

test('the log has no key, no secret, no token', async () => {
  const { hub, cloud } = local();
  logs.length = 0;
  await hub.advance('3h', 'last');
  const { sn } = await paidOrder(hub, await hub.createUser());
  cloud.faults.add({ match: { action: 'wx.http' }, effect: { errCode: 40125 }, times: 1 });
  await call(`/orders/${sn}/ship`, parcel, API_KEY.replace('a', 'b'));
  await call(`/orders/${sn}/ship`, parcel);
  const text = JSON.stringify(logs);
  expect(text).toContain('UNAUTHENTICATED');
  const [stored] = await hub.find('accessTokens');
  expect(String(stored?.token).length).toBeGreaterThan(100);
  for (const secret of [API_KEY, 'local-secret', String(stored?.token)]) {
    expect(text).not.toContain(secret);
  }
});

describe('settings', () => {
  const good = variables('http://127.0.0.1:5140');

  test('loopback unless another address is wanted', () => {
    expect(readSettings(good)).toMatchObject({ host: '127.0.0.1', port: 0 });
    expect(readSettings({ ...good, PORT: undefined })).toMatchObject({ port: 8790 });
  });

  test('nothing is set', () => {
    expect(() => readSettings({})).toThrow('The variable TCB_ENV is missing');
  });

  test.each([
    [{ API_KEY: undefined }, 'The variable API_KEY is missing'],
    [{ API_KEY: 'short' }, 'The variable API_KEY must have 24 characters'],
    [{ TCB_ENV: 'elsewhere' }, 'The variable TCB_ENV is no environment of environments.ts'],
    [{ TENCENTCLOUD_SECRETKEY: '' }, 'The variable TENCENTCLOUD_SECRETKEY is missing'],
    [{ PORT: 'http' }, 'The variable PORT must be the number of a port'],
    [{ WECHAT_APP_SECRET: '' }, 'WECHAT_APP_ID and WECHAT_APP_SECRET must be set'],
  ])('%j: names the variable, never a value', (change, message) => {
    const read = () => readSettings({ ...good, ...change });
    expect(read).toThrow(message);
    for (const value of ['local-secret', API_KEY, 'short', 'elsewhere']) {
      expect(read).not.toThrow(value);
    }
  });
});
