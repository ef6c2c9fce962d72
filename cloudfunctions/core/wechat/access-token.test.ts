import { createBench, type Bench } from '../testing/bench';
import { HOUR, MINUTE, NONE, SECOND } from '../words';
import { openAccessTokens, type AccessTokens } from './access-token';
import type { WeChatAccount } from './account';
import { HttpFailure, type HttpRequest } from './http';

const account: WeChatAccount = {
  appid: 'wx0123456789abcdef',
  secret: 'a-secret',
  api: 'https://api.example',
  role: 'writer',
  kind: 'stable',
};
const classic: WeChatAccount = { ...account, kind: 'classic' };
const reader = { role: 'reader' } as const;

/** One database and one WeChat, for as many processes as a test wants. */
interface Stage {
  bench: Bench;
  requests: HttpRequest[];
  /** What WeChat answers next; a new token if the list is empty. */
  answers: (object | HttpFailure)[];
  /** Runs before WeChat answers: another process, a clock that moves. */
  duringFetch: () => Promise<void>;
  /** A process of its own: nothing is remembered from another one. */
  open: (change?: Partial<WeChatAccount>) => AccessTokens;
  stored: () => object | undefined;
}

function createStage(base: WeChatAccount = account): Stage {
  const bench = createBench();
  let given = 0;
  const stage: Stage = {
    bench,
    requests: [],
    answers: [],
    duringFetch: async () => undefined,
    open: (change = {}) => {
      const sleep = async (ms: number) => {
        await new Promise(setImmediate);
        bench.advance(ms);
      };
      return openAccessTokens({ ...bench, http, sleep }, { ...base, ...change });
    },
    stored: () => bench.db.all('accessTokens')[0],
  };
  const http = async (request: HttpRequest) => {
    stage.requests.push(request);
    const number = (given += 1); // WeChat has worked when the answer is on its way
    await stage.duringFetch();
    const answer = stage.answers.shift() ?? token(`T${number}`);
    if (answer instanceof HttpFailure) throw answer;
    return { status: 200, text: JSON.stringify(answer) };
  };
  return stage;
}

const token = (access_token: string, expires_in = 7200) => ({ access_token, expires_in });
const isForced = ({ body }: HttpRequest): boolean =>
  body?.includes('"force_refresh":true') ?? false;

test('the first who needs a token fetches it, the others read it', async () => {
  const { open, requests, stored } = createStage();
  expect(await open().current()).toBe('T1');
  expect(await open().current()).toBe('T1');
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    method: 'POST',
    url: 'https://api.example/cgi-bin/stable_token',
  });
  expect(stored()).toMatchObject({ token: 'T1', claim: NONE, errCode: 0 });
});

test('a classic token comes from the other endpoint', async () => {
  const { open, requests } = createStage(classic);
  expect(await open().current()).toBe('T1');
  expect(requests[0]?.url).toBe(
    'https://api.example/cgi-bin/token?grant_type=client_credential&appid=wx0123456789abcdef&secret=a-secret',
  );
});

test('the secret is neither stored nor logged, and the token is not logged', async () => {
  const { open, bench, answers } = createStage();
  await open().current();
  answers.push({ errcode: 40125, errmsg: 'invalid appsecret' });
  bench.advance(2 * HOUR);
  await expect(open().current()).rejects.toThrow('40125');
  expect(JSON.stringify(bench.db.all('accessTokens'))).not.toContain(account.secret);
  expect(bench.logs.length).toBeGreaterThan(1);
  expect(JSON.stringify(bench.logs)).not.toMatch(/a-secret|T1/);
});

test('a hundred callers in twenty processes fetch once', async () => {
  const { open, requests } = createStage();
  const processes = Array.from({ length: 20 }, () => open());
  const callers = processes.flatMap((tokens) => Array.from({ length: 5 }, () => tokens.current()));
  expect(new Set(await Promise.all(callers))).toEqual(new Set(['T1']));
  expect(requests).toHaveLength(1);
});

test.each([
  ['stable', account, 4 * MINUTE],
  ['classic', classic, 25 * MINUTE],
])('a %s token is renewed before its end, not earlier', async (_, base, margin) => {
  const { open, bench, requests } = createStage(base);
  const tokens = open();
  await tokens.current();
  bench.advance(2 * HOUR - margin - 1);
  expect(await tokens.current()).toBe('T1');
  bench.advance(1);
  expect(await tokens.current()).toBe('T2');
  expect(requests).toHaveLength(2);
  expect(requests.some(isForced)).toBe(false);
});

test('while one renews, the others use the old token', async () => {
  const stage = createStage();
  await stage.open().current();
  stage.bench.advance(2 * HOUR - MINUTE);
  const others: string[] = [];
  stage.duringFetch = async () => void others.push(await stage.open().current());
  expect(await stage.open().current()).toBe('T2');
  expect(others).toEqual(['T1']);
  expect(stage.requests).toHaveLength(2);
});

test('without an old token they wait and read again', async () => {
  const stage = createStage();
  let waiting: Promise<string> | undefined;
  stage.duringFetch = async () => {
    waiting ??= stage.open().current();
    await new Promise(setImmediate);
  };
  expect(await stage.open().current()).toBe('T1');
  expect(await waiting).toBe('T1');
  expect(stage.requests).toHaveLength(1);
});

test('a holder that died costs half a minute, and then somebody else fetches', async () => {
  const stage = createStage();
  stage.duringFetch = () => new Promise(() => undefined); // killed while WeChat worked
  void stage.open().current();
  await new Promise(setImmediate);
  expect(stage.requests).toHaveLength(1);
  stage.duringFetch = async () => undefined;
  await expect(stage.open().current()).rejects.toThrow('Another process is fetching');
  stage.bench.advance(30 * SECOND);
  expect(await stage.open().current()).toBe('T2');
});

test('a holder that comes back late does not overwrite the newer token', async () => {
  const stage = createStage(classic);
  let inner: string | undefined;
  stage.duringFetch = async () => {
    stage.duringFetch = async () => undefined;
    stage.bench.advance(31 * SECOND); // frozen for longer than its lease
    inner = await stage.open().current();
  };
  expect(await stage.open().current()).toBe('T2');
  expect(inner).toBe('T2');
  expect(stage.stored()).toMatchObject({ token: 'T2', claim: NONE });
  expect(stage.bench.logs.map(({ event }) => event)).toEqual([
    'accessToken.renewed',
    'accessToken.overtaken',
  ]);
});

describe('a token that WeChat refuses', () => {
  test('is renewed if it is still the stored one', async () => {
    const { open, bench, requests } = createStage(classic);
    await open().current();
    bench.advance(MINUTE);
    const tokens = open();
    await tokens.current();
    expect(await tokens.replace('T1')).toBe('T2');
    expect(await tokens.current()).toBe('T2');
    expect(await open().current()).toBe('T2');
    expect(requests).toHaveLength(2);
  });

  test('is replaced by the stored one if a peer has renewed it', async () => {
    const { open, bench, requests } = createStage(classic);
    const slow = open();
    await slow.current();
    bench.advance(MINUTE);
    await open().replace('T1');
    expect(await slow.replace('T1')).toBe('T2');
    expect(requests).toHaveLength(2);
  });

  test('is renewed once, however many notice', async () => {
    const { open, bench, requests } = createStage(classic);
    await open().current();
    bench.advance(MINUTE);
    const processes = Array.from({ length: 20 }, () => open());
    const replaced = await Promise.all(processes.map((tokens) => tokens.replace('T1')));
    expect(new Set(replaced)).toEqual(new Set(['T2']));
    expect(requests).toHaveLength(2);
  });

  test('is forced if WeChat still gives it as the stable one', async () => {
    const { open, bench, requests, answers } = createStage();
    await open().current();
    bench.advance(MINUTE);
    answers.push(token('T1', 7000), token('forced'));
    expect(await open().replace('T1')).toBe('forced');
    expect(requests.map(isForced)).toEqual([false, false, true]);
  });

  test('is not renewed again if it has just come', async () => {
    const { open, requests } = createStage(classic);
    await open().current();
    await expect(open().replace('T1')).rejects.toThrow('a moment ago');
    expect(requests).toHaveLength(1);
  });
});

describe('a reader', () => {
  test('takes what a writer has stored', async () => {
    const { open, requests } = createStage(classic);
    await open().current();
    expect(await open(reader).current()).toBe('T1');
    expect(requests).toHaveLength(1);
  });

  test('never fetches a classic token: says how to get one', async () => {
    const { open, requests, bench } = createStage(classic);
    await expect(open(reader).current()).rejects.toMatchObject({
      errCode: 41001,
      message: expect.stringMatching(/reader.*Let refreshAccessToken run/),
    });
    await open().current();
    bench.advance(MINUTE);
    await expect(open(reader).replace('T1')).rejects.toMatchObject({ errCode: 40001 });
    bench.advance(2 * HOUR);
    await expect(open(reader).current()).rejects.toThrow('There is no valid classic access token');
    expect(requests).toHaveLength(1);
  });

  test('uses the old classic token until its end when no writer renews it', async () => {
    const { open, requests, bench } = createStage(classic);
    await open().current();
    bench.advance(2 * HOUR - MINUTE);
    expect(await open(reader).current()).toBe('T1');
    expect(requests).toHaveLength(1);
  });

  test('without a secret takes the stored stable token, and asks for none', async () => {
    const { open, requests } = createStage();
    const poor = { ...reader, secret: NONE };
    await expect(open(poor).current()).rejects.toThrow('There is no valid stable access token');
    await open().current();
    expect(await open(poor).current()).toBe('T1');
    expect(requests).toHaveLength(1);
  });

  test('may ask for the stable token, and never forces another', async () => {
    const { open, requests, bench, answers } = createStage();
    expect(await open(reader).current()).toBe('T1');
    bench.advance(MINUTE);
    answers.push(token('T1', 7000));
    await expect(open(reader).replace('T1')).rejects.toThrow('WeChat refuses the stored stable');
    expect(requests.map(isForced)).toEqual([false, false]);
  });
});

describe('WeChat gives none', () => {
  test.each([
    [{ errcode: 40164, errmsg: 'invalid ip' }, 40164, 'white list'],
    [{ errcode: 40125, errmsg: 'invalid appsecret' }, 40125, 'WECHAT_APP_SECRET'],
    [{ errcode: 45009, errmsg: 'limit' }, 45009, 'one environment only'],
    [{ unexpected: true }, -2, 'not an answer of WeChat'],
    [new HttpFailure(false, 'ECONNREFUSED'), -2, 'ECONNREFUSED'],
    [new HttpFailure(true, 'ECONNRESET'), -2, 'ECONNRESET'],
  ])('%j', async (answer, errCode, words) => {
    const { open, answers, stored } = createStage();
    answers.push(answer);
    await expect(open().current()).rejects.toMatchObject({
      errCode,
      message: expect.stringContaining(words),
    });
    expect(stored()).toMatchObject({ errCode, claim: NONE });
  });

  test('nobody asks again for ten seconds', async () => {
    const { open, answers, bench, requests } = createStage();
    answers.push({ errcode: 40164 });
    await expect(open().current()).rejects.toThrow('40164');
    bench.advance(10 * SECOND - 1);
    await expect(open().current()).rejects.toThrow('40164');
    expect(requests).toHaveLength(1);
    bench.advance(1);
    expect(await open().current()).toBe('T2');
  });

  test('the old token is used as long as it is valid', async () => {
    const { open, answers, bench } = createStage();
    await open().current();
    bench.advance(2 * HOUR - MINUTE);
    answers.push({ errcode: -1 });
    expect(await open().current()).toBe('T1');
    bench.advance(31 * SECOND);
    answers.push({ errcode: -1 });
    await expect(open().current()).rejects.toThrow('-1');
  });
});
