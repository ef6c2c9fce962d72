import { createTestProject, request, type Reply, type TestProject } from './testing';
import { startLocalCloud, type LocalCloud } from '../local-cloud';

const DAY = 86_400_000;
const MINUTE = 60_000;

const FUNCTIONS = {
  'cloud/echo/index.js': `exports.main = async (event) => {
    console.log('echo', event.text);
    if (event.fail) throw new Error('as you wish');
    return event.silent ? undefined : { event, openid: process.env.WX_OPENID, source: process.env.TCB_SOURCE, now: Date.now() };
  };`,
  'cloud/tick/index.js': `exports.main = async (event) => ({ event, source: process.env.TCB_SOURCE, openid: process.env.WX_OPENID ?? null });`,
  'cloud/tick/config.json': {
    triggers: [{ name: 'hourly', type: 'timer', config: '0 0 * * * * *' }],
  },
};

let project: TestProject;
let cloud: LocalCloud;
let openid: string;

const get = (path: string): Promise<Reply> => request(cloud.url, path);
const post = (path: string, body: unknown = {}): Promise<Reply> => request(cloud.url, path, body);
const bodyOf = async (reply: Promise<Reply>): Promise<Record<string, unknown>> => {
  const { status, body } = await reply;
  expect(body).not.toHaveProperty('error.code');
  expect(status).toBe(200);
  return body;
};

beforeAll(async () => {
  project = createTestProject(FUNCTIONS);
  cloud = await startLocalCloud({ project: project.folder, timers: 'advance' });
});
afterAll(async () => {
  await cloud.stop();
  project.remove();
});
beforeEach(async () => {
  await bodyOf(post('/reset'));
  ({ openid } = (await bodyOf(post('/users'))) as { openid: string });
});

test('health tells where one is', async () => {
  const health = await bodyOf(get('/health'));
  expect(health).toMatchObject({ ok: true, env: 'local-test', pid: process.pid });
  expect(Math.abs(Number(health['now']) - Date.now())).toBeLessThan(5000);
});

test('a project without a story has an empty one', async () => {
  expect(await bodyOf(get('/story'))).toMatchObject({ steps: [], watch: [], words: {} });
});

describe('clock', () => {
  test('an advance fires the ticks and says so', async () => {
    const before = Date.now();
    const { now, iso, fired, tasks } = await bodyOf(post('/clock', { advance: '2h' }));
    expect(Number(now)).toBeGreaterThanOrEqual(before + 120 * MINUTE);
    expect(iso).toBe(new Date(Number(now)).toISOString().slice(0, 24));
    const hour = 60 * MINUTE;
    const first = Math.ceil(before / hour) * hour;
    expect(fired).toEqual([first, first + hour].map((at) => ({ function: 'tick', at, ok: true })));
    expect(tasks).toEqual([]);
  });

  test('ticks: last, and a time to go to', async () => {
    const target = Date.now() + 7 * DAY;
    const { fired } = await bodyOf(
      post('/clock', { now: new Date(target).toISOString(), ticks: 'last' }),
    );
    expect(fired).toHaveLength(1);
    const { now, offset } = await bodyOf(get('/clock'));
    expect(Number(now)).toBeGreaterThanOrEqual(target);
    expect(Number(offset)).toBeGreaterThan(6.9 * DAY);
  });

  test('functions see virtual time, and a reset returns to real time', async () => {
    await post('/clock', { advance: '30d', ticks: 'last' });
    const call = { name: 'echo', data: {} };
    const { result } = await bodyOf(post(`/users/${openid}/call`, call));
    expect((result as { now: number }).now).toBeGreaterThan(Date.now() + 29 * DAY);
    await post('/reset');
    const { now } = await bodyOf(get('/clock'));
    expect(Number(now)).toBeLessThan(Date.now() + MINUTE);
  });

  test.each([
    [{}, 'Give either "advance"'],
    [{ advance: '1h', now: 1 }, 'Give either "advance"'],
    [{ advance: 'soon' }, 'advance: "soon" is no time'],
    [{ advance: -5 }, 'advance: "-5" is no time'],
    [{ now: '2020-01-01' }, 'now: "2020-01-01" is no time'],
    [{ now: '2020-01-01T00:00:00Z' }, 'only moves forward'],
    [{ advance: '1h', ticks: 'some' }, 'ticks'],
    [{ advance: '1h', tick: 'last' }, 'There is no field "tick" here'],
  ])('refuses %j', async (body, message) => {
    const reply = await post('/clock', body);
    expect(reply).toEqual({
      status: 400,
      body: { error: { code: 'BAD_REQUEST', message: expect.stringContaining(message) } },
    });
  });
});

describe('users', () => {
  test('a user calls a function as the mini-program does', async () => {
    const call = { name: 'echo', data: { text: 'hi' } };
    const { result } = await bodyOf(post(`/users/${openid}/call`, call));
    expect(result).toMatchObject({ event: { text: 'hi' }, openid, source: 'wx_client' });
    expect(await bodyOf(get('/users'))).toEqual({ users: [{ openid }] });
  });

  test('a failed call is an answer, and nothing returned is null', async () => {
    const failed = await post(`/users/${openid}/call`, { name: 'echo', data: { fail: true } });
    expect(failed.status).toBe(200);
    expect(failed.body['error']).toEqual({
      errCode: -504002,
      errMsg: expect.stringContaining('as you wish'),
    });
    const missing = await post(`/users/${openid}/call`, { name: 'nobody' });
    expect(missing.body['error']).toMatchObject({ errCode: -501000 });
    const silent = await post(`/users/${openid}/call`, { name: 'echo', data: { silent: true } });
    expect(silent.body).toHaveProperty('result', null);
  });

  test('a user asks the database as a page does', async () => {
    const ask = (action: string, fields: Record<string, unknown>) =>
      bodyOf(post(`/users/${openid}/database`, { action, fields }));
    const data = ['{"stars":5}'];
    await ask('database.insertDocument', { collectionName: 'notes', data });
    expect((await bodyOf(get('/db/notes')))['documents']).toContainEqual(
      expect.objectContaining({ stars: 5, _openid: openid }),
    );
    // The seed has no creator, and without rules one sees one's own.
    const count = await ask('database.calculateDocument', { collectionName: 'notes' });
    expect(count).toMatchObject({ data: { total: 1 } });
    expect(await ask('database.addCollection', { collectionName: 'notes' })).toMatchObject({
      code: 'DATABASE_PERMISSION_DENIED',
    });
  });

  test('taps are in the books, the inbox is empty, consent is answered', async () => {
    const { formId } = await bodyOf(post(`/users/${openid}/tap`));
    const { tokens } = await bodyOf(get('/wechat/tokens'));
    expect(tokens).toMatchObject([{ kind: 'form', token: formId, openid, granted: 1, used: 0 }]);
    expect(await bodyOf(get(`/users/${openid}/inbox`))).toEqual({ cards: [] });
  });

  test.each(['tap', 'call', 'database', 'pay', 'subscribe'])(
    'an unknown user cannot %s',
    async (verb) => {
      const bodies: Record<string, unknown> = {
        call: { name: 'echo' },
        database: { action: 'database.getDocument', fields: {} },
        pay: { payment: {}, outcome: 'success' },
        subscribe: { answers: {} },
      };
      const reply = await post(`/users/nobody/${verb}`, bodies[verb]);
      expect(reply).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
      expect((await get('/users/nobody/inbox')).status).toBe(404);
    },
  );

  test.each([
    ['call', {}, 'The field "name" is missing'],
    ['call', { name: 1 }, 'name'],
    ['pay', { payment: {}, outcome: 'maybe' }, 'outcome'],
    ['subscribe', { answers: { a: 1 } }, 'answers.a'],
  ])('%s refuses %j', async (verb, body, field) => {
    const reply = await post(`/users/${openid}/${verb}`, body);
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST' } } });
    expect(reply.body).toHaveProperty('error.message', expect.stringContaining(field));
  });
});

describe('functions', () => {
  test('the list has limits, timers and the next tick', async () => {
    const { functions } = await bodyOf(get('/functions'));
    expect(functions).toMatchObject([
      { name: 'echo', timeout: 3, triggers: [], nextTick: null },
      { name: 'tick', triggers: [{ name: 'hourly' }], nextTick: expect.any(Number) },
    ]);
  });

  test('a timer runs at once, as a timer', async () => {
    const { result } = await bodyOf(post('/timers/tick/run'));
    expect(result).toEqual({
      event: {
        Type: 'Timer',
        TriggerName: 'hourly',
        Time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        Message: '',
      },
      source: 'wx_trigger',
      openid: null,
    });
    expect((await post('/timers/echo/run')).status).toBe(404);
  });

  test('logs, also of one function or one request', async () => {
    const call = { name: 'echo', data: { text: 'find me' } };
    const { requestId } = await bodyOf(post(`/users/${openid}/call`, call));
    const { logs } = await bodyOf(get(`/logs?function=echo&requestId=${String(requestId)}`));
    expect(logs).toMatchObject([{ type: 'function.log', text: 'echo find me', function: 'echo' }]);
    expect(await bodyOf(get('/logs?function=tick&requestId=none'))).toEqual({ logs: [] });
  });
});

describe('database', () => {
  test('inserts, finds and counts', async () => {
    expect(await bodyOf(post('/db/notes', { _id: 'second', stars: 5 }))).toEqual({
      ids: ['second'],
    });
    const many = { documents: [{ stars: 5 }, { stars: 2, at: { $date: '2026-01-01T00:00:00Z' } }] };
    expect((await bodyOf(post('/db/notes', many)))['ids']).toHaveLength(2);
    const query = encodeURIComponent(JSON.stringify({ stars: { $gt: 4 } }));
    const { documents } = await bodyOf(get(`/db/notes?query=${query}`));
    expect(documents).toHaveLength(2);
    expect((await bodyOf(get('/db/notes')))['documents']).toHaveLength(4);
    expect(await bodyOf(get('/db'))).toEqual({
      collections: expect.arrayContaining([{ name: 'notes', documents: 4 }]),
    });
    expect(await bodyOf(get('/db-costs'))).toEqual({ costs: expect.any(Array) });
  });

  test('says what is wrong', async () => {
    expect((await get('/db/nothing')).status).toBe(404);
    expect((await get('/db/notes?query=nonsense')).status).toBe(400);
    expect((await post('/db/notes', { _id: 'first' })).status).toBe(400);
    expect((await post('/db/notes', [1])).status).toBe(400);
  });
});

describe('faults and settings', () => {
  test('faults come and go', async () => {
    const fault = { match: { apiName: 'templateMessage.send', nth: 2 }, effect: 'dropAnswer' };
    expect((await bodyOf(post('/faults', fault)))['faults']).toEqual([{ ...fault, hits: 0 }]);
    expect((await bodyOf(get('/faults')))['faults']).toHaveLength(1);
    expect(await bodyOf(request(cloud.url, '/faults', undefined, 'DELETE'))).toEqual({
      faults: [],
    });
    expect(cloud.faults.list()).toEqual([]);
  });

  test.each([
    [{ effect: 'dropAnswer' }, 'match'],
    [{ match: { nht: 1 }, effect: 'dropAnswer' }, 'match.nht'],
    [{ match: {}, effect: 'explode' }, 'expected {"delayMs"}'],
    [{ match: { nth: 0 }, effect: 'killAfter' }, 'match.nth'],
  ])('refuses the fault %j', async (fault, message) => {
    const reply = await post('/faults', fault);
    expect(reply.status).toBe(400);
    expect(reply.body).toHaveProperty('error.message', expect.stringContaining(message));
  });

  test('another era changes what phones give, unless told otherwise, and stays after a reset', async () => {
    const era = async (change: object) => {
      const { era: now, phone } = await bodyOf(post('/settings', change));
      return [now, phone];
    };
    expect(await era({ era: 'current' })).toEqual(['current', { formIds: 'deprecated' }]);
    expect(await bodyOf(post(`/users/${openid}/tap`))).toEqual({
      formId: 'requestFormId:fail deprecated',
    });
    expect(await bodyOf(get('/wechat/tokens'))).toEqual({ tokens: [] });
    expect(await bodyOf(get('/story'))).toMatchObject({ steps: [] });
    expect(await era({ phone: { formIds: 'mock' } })).toEqual(['current', { formIds: 'mock' }]);
    await post('/reset');
    expect(await bodyOf(get('/settings'))).toMatchObject({
      era: 'current',
      phone: { formIds: 'deprecated' },
    });
    const both = { era: 'classic', phone: { formIds: 'unavailable' } };
    expect(await era(both)).toEqual(['classic', { formIds: 'unavailable' }]);
    expect(await era({ era: 'classic' })).toEqual(['classic', { formIds: 'unavailable' }]);
    await post('/reset');
  });

  test('settings change in part, and a reset returns them', async () => {
    const { switches } = await bodyOf(post('/settings', { switches: { failedSendSpends: true } }));
    expect(switches).toMatchObject({ failedSendSpends: true, busyDelivers: false });
    const after = await bodyOf(post('/settings', { latency: { wechatMs: 5 } }));
    expect(after).toMatchObject({
      switches: { failedSendSpends: true },
      latency: { wechatMs: 5, databaseMs: 0 },
    });
    await post('/reset');
    expect(await bodyOf(get('/settings'))).toMatchObject({
      switches: { failedSendSpends: false },
      latency: { wechatMs: 0 },
    });
  });

  test.each([
    [{ switches: { failSendSpends: true } }, 'Known: failedSendSpends, busyDelivers'],
    [{ switch: {} }, 'There is no "switch" in the body. Known: era, switches, latency'],
    [{ latency: { wechatMs: -1 } }, 'latency.wechatMs'],
    [{ switches: { expiredAnswer: 40003 } }, 'switches.expiredAnswer'],
    [[], 'must be a JSON object'],
    [{ switches: 5 }, 'Expected {"era": "current", "switches"'],
    [{ era: 'golden' }, 'era: expected "classic" or "current"'],
    [{ quota: { 'subscribeMessage.send': -1 } }, 'quota.subscribeMessage.send'],
    [{ bans: { template: [] } }, 'There is no "template" in bans'],
  ])('refuses the settings %j', async (body, message) => {
    const reply = await post('/settings', body);
    expect(reply.status).toBe(400);
    expect(reply.body).toHaveProperty('error.message', expect.stringContaining(message));
  });
});

describe('export and import', () => {
  test('everything comes back: clock, documents and books', async () => {
    await post(`/users/${openid}/tap`);
    await post('/db/notes', { _id: 'kept' });
    await post('/clock', { advance: '3d', ticks: 'last' });
    const saved = await bodyOf(get('/export'));
    await post('/reset');
    await bodyOf(post('/import', saved));
    expect(await bodyOf(get('/users'))).toEqual({ users: [{ openid }] });
    expect((await bodyOf(get('/wechat/tokens')))['tokens']).toHaveLength(1);
    expect((await bodyOf(get('/db/notes')))['documents']).toHaveLength(2);
    expect(Number((await bodyOf(get('/clock')))['now'])).toBeGreaterThan(Date.now() + 2.9 * DAY);
  });

  test('a snapshot that is none changes nothing', async () => {
    const saved = await bodyOf(get('/export'));
    expect((await post('/import', {})).status).toBe(400);
    const reply = await post('/import', { ...saved, wechat: { users: 5 } });
    expect(reply.body).toHaveProperty(
      'error.message',
      expect.stringContaining('nothing was changed'),
    );
    expect(await bodyOf(get('/users'))).toEqual({ users: [{ openid }] });
    expect((await bodyOf(get('/db/notes')))['documents']).toHaveLength(1);
  });
});

describe('events', () => {
  /** Reads the stream until `enough` has come. */
  const readUntil = async (
    enough: string,
    headers: Record<string, string> = {},
  ): Promise<string> => {
    const abort = new AbortController();
    const response = await fetch(`${cloud.url}/_local/events`, { headers, signal: abort.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk);
      if (text.includes(enough)) break;
      if (text === ': hello\n\n') void post(`/users/${openid}/tap`);
    }
    abort.abort();
    return text;
  };

  test('the stream tells what happens, and goes on after the last id', async () => {
    const text = await readUntil('wechat.tap');
    const id = Number(/id: (\d+)\ndata: \{[^\n]*"wechat.tap"/.exec(text)?.[1]);
    await post('/reset');
    const resumed = await readUntil('local.reset', { 'Last-Event-ID': String(id) });
    expect(resumed).toContain(`id: ${id + 1}\n`);
    expect(resumed).not.toContain(`id: ${id}\n`);
  });
});

test('a path that is not there', async () => {
  expect(await get('/nothing')).toMatchObject({
    status: 404,
    body: { error: { code: 'NOT_FOUND' } },
  });
});
