import tcb from '@cloudbase/node-sdk';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeHttp } from '../cloudfunctions/core/cloud/https';
import { nodeDatabase } from '../cloudfunctions/core/cloud/node-database';
import { type AccessTokens, openAccessTokens } from '../cloudfunctions/core/wechat/access-token';
import type { WeChatAccount } from '../cloudfunctions/core/wechat/account';
import { HttpFailure } from '../cloudfunctions/core/wechat/http';
import { pointSdkAt } from '../scripts/outsider';
import { withLocalCloud } from './cloud';

jest.setTimeout(60_000);
const local = withLocalCloud();

/** The account of local-cloud.json. */
const appid = 'touristappid';
const secret = 'local-secret';

/** A process that needs tokens, with the clock of the local cloud. */
function open(
  change: Partial<WeChatAccount> = {},
  { http = nodeHttp, wait = realSleep } = {},
): AccessTokens {
  const { cloud } = local();
  pointSdkAt(cloud.url, 'local-hongyan');
  const account: WeChatAccount = {
    appid,
    secret,
    api: `${cloud.url}/wechat-api`,
    role: 'writer',
    kind: 'stable',
    ...change,
  };
  const ports = {
    db: nodeDatabase(tcb.init({ env: 'local-hongyan' }).database()),
    http,
    now: () => cloud.clock.now(),
    newId: randomUUID,
    log: () => undefined,
    sleep: wait,
  };
  return openAccessTokens(ports, account);
}

const realSleep = async (ms: number): Promise<void> => {
  await sleep(ms);
};

/** How often WeChat was asked for a token. */
const fetches = (): number =>
  local()
    .cloud.events.since(0)
    .filter(({ event }) => event.type === 'wechat.http' && String(event.apiName).includes('token'))
    .length;

/** What the tutorials do: a script on somebody's laptop, with the secret of the live shop. */
async function tutorialScript(): Promise<void> {
  const query = new URLSearchParams({ grant_type: 'client_credential', appid, secret });
  const url = `${local().cloud.url}/wechat-api/cgi-bin/token?${query.toString()}`;
  await nodeHttp({ method: 'GET', url, timeoutMs: 5000 });
}

/** WeChat's code for a send with this token to nobody: 40003 if the token is valid. */
async function codeOf(token: string): Promise<number> {
  const url = `${local().cloud.url}/wechat-api/cgi-bin/message/subscribe/send?access_token=${token}`;
  const body = JSON.stringify({ touser: 'nobody', template_id: 'sub-pay-success', data: {} });
  const { text } = await nodeHttp({ method: 'POST', url, body, timeoutMs: 5000 });
  return (JSON.parse(text) as { errcode: number }).errcode;
}
const VALID = 40003;

describe("the tutorial's way", () => {
  test('breaks a live system that keeps a classic token: 40001 after five minutes', async () => {
    const { cloud } = local();
    const live = await open({ kind: 'classic' }).current();
    await tutorialScript();
    expect(await codeOf(live)).toBe(VALID);
    await cloud.clock.advance(5 * 60_000, 'last');
    expect(await codeOf(live)).toBe(40001);
  });

  test('does nothing to the stable token, which is the default', async () => {
    const { cloud } = local();
    const tokens = open();
    const live = await tokens.current();
    await tutorialScript();
    await cloud.clock.advance(5 * 60_000, 'last');
    expect(await tokens.current()).toBe(live);
    expect(await codeOf(live)).toBe(VALID);
  });

  test('is what a reader refuses: it takes the live token, and the live system goes on', async () => {
    const { cloud } = local();
    const before = fetches();
    const reader = open({ kind: 'classic', role: 'reader' });
    await expect(reader.current()).rejects.toThrow('This environment is a reader');
    expect(fetches()).toBe(before);
    const live = await open({ kind: 'classic' }).current();
    expect(await reader.current()).toBe(live);
    await cloud.clock.advance(5 * 60_000, 'last');
    expect(await codeOf(live)).toBe(VALID);
  });

  test('is healed at the first refused send', async () => {
    const { cloud } = local();
    const tokens = open({ kind: 'classic' });
    const live = await tokens.current();
    await tutorialScript();
    await cloud.clock.advance(5 * 60_000, 'last');
    const healed = await tokens.replace(live);
    expect(await codeOf(healed)).toBe(VALID);
    expect(await open({ kind: 'classic' }).current()).toBe(healed);
  });
});

test('thirty processes that need the first token fetch it once', async () => {
  const before = fetches();
  const processes = Array.from({ length: 30 }, () => open());
  const tokens = await Promise.all(processes.map((one) => one.current()));
  expect(new Set(tokens).size).toBe(1);
  expect(fetches() - before).toBe(1);
});

test('twenty processes whose token is refused renew it once', async () => {
  const { cloud } = local();
  const old = await open({ kind: 'classic' }).current();
  await tutorialScript();
  await cloud.clock.advance(5 * 60_000, 'last');
  const before = fetches();
  const processes = Array.from({ length: 20 }, () => open({ kind: 'classic' }));
  const tokens = await Promise.all(processes.map((one) => one.replace(old)));
  expect(new Set(tokens).size).toBe(1);
  expect(await codeOf(tokens[0] ?? '')).toBe(VALID);
  expect(fetches() - before).toBe(1);
});

test('a holder that dies at WeChat: its lease ends, and the next one fetches', async () => {
  const { cloud } = local();
  const wait = async (ms: number) => void (await cloud.clock.advance(ms, 'last'));
  const asked = new Promise<void>((resolve) => {
    const http = () => new Promise<never>(() => resolve()); // killed while WeChat works
    void open({}, { http }).current();
  });
  await asked;
  await expect(open({}, { wait }).current()).rejects.toThrow('Another process is fetching');
  await cloud.clock.advance(30_000, 'last');
  expect(await codeOf(await open().current())).toBe(VALID);
});

test('a holder that thaws after its lease does not overwrite the newer token', async () => {
  const { cloud, hub } = local();
  let thaw: () => void = () => undefined;
  const frozen = new Promise<void>((resolve) => (thaw = resolve));
  let late: Promise<string> | undefined;
  const answered = new Promise<void>((resolve) => {
    const http: typeof nodeHttp = async (request) => {
      const answer = await nodeHttp(request);
      resolve();
      await frozen; // the answer is there, and the process stands still
      return answer;
    };
    late = open({ kind: 'classic' }, { http }).current();
  });
  await answered;
  await cloud.clock.advance(31_000, 'last');
  const newer = await open({ kind: 'classic' }).current();
  thaw();
  expect(await late).toBe(newer);
  const stored = await hub.find('accessTokens', { token: newer }); // others may be beside it
  expect(stored).toMatchObject([{ claim: 'none' }]);
  await cloud.clock.advance(6 * 60_000, 'last');
  expect(await codeOf(newer)).toBe(VALID);
});
test('WeChat refuses the address of the server: the error says what to do', async () => {
  const { cloud } = local();
  cloud.settings.change({ http: { ipListed: false } });
  await expect(open().current()).rejects.toThrow(/40164.*IP white list/);
});

test('an answer that gets lost costs one more fetch, and no token is stored twice', async () => {
  const { cloud, hub } = local();
  cloud.faults.add({ match: { action: 'wx.http', apiName: 'stable_token' }, effect: 'dropAnswer' });
  await expect(open().current()).rejects.toThrow('WeChat did not answer');
  await cloud.clock.advance(10_000, 'last');
  const token = await open().current();
  expect(await codeOf(token)).toBe(VALID);
  expect(await hub.find('accessTokens')).toMatchObject([{ token, errCode: 0 }]);
});

describe('the timer refreshAccessToken', () => {
  test('stores a token, and keeps it valid over a day', async () => {
    const { cloud, hub } = local();
    const run = await hub.runTimer('refreshAccessToken');
    expect(run).toMatchObject({ result: { ok: true, data: { state: 'fresh' } } });
    const reader = { role: 'reader', secret: 'none' } as const;
    const first = await open(reader).current();
    expect(await codeOf(first)).toBe(VALID);
    await cloud.clock.advance(24 * 3_600_000, 'last');
    const second = await open(reader).current();
    expect(second).not.toBe(first);
    expect(await codeOf(second)).toBe(VALID);
  }, 30_000);

  test('says what is wrong, and answers all the same', async () => {
    const { cloud, hub } = local();
    cloud.settings.change({ http: { ipListed: false } });
    const run = await hub.runTimer('refreshAccessToken');
    expect(run).toMatchObject({ result: { data: { state: 'failed', errCode: 40164 } } });
  });

  test('neither log, events nor state show the secret; logs and events show no token', async () => {
    const { cloud, hub } = local();
    await hub.runTimer('refreshAccessToken');
    const token = await open().current();
    const events = JSON.stringify(cloud.events.since(0));
    const logs = JSON.stringify(cloud.functions.logs());
    expect(events + logs).not.toContain(token);
    expect(events + logs + JSON.stringify(await hub.export())).not.toContain(secret);
  });
});

test('a failure of the network names no address, which holds the secret', async () => {
  const http = async () => Promise.reject(new HttpFailure(false, 'ENOTFOUND'));
  const error: unknown = await open({ kind: 'classic' }, { http })
    .current()
    .catch((e: unknown) => e);
  expect(String(error)).toContain('ENOTFOUND');
  expect(String(error)).not.toContain(secret);
});
