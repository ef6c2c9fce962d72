/**
 * `npm run numbers`: what this project costs, measured now on this computer: start of the local
 * cloud, size of the functions, the phone, calls of the cloud per send. Prints a table; `--json` one object.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { cloudDatabase } from '../cloudfunctions/core/cloud/database';
import { sdk } from '../cloudfunctions/core/cloud/sdk';
import { collectCredits } from '../cloudfunctions/core/credits/collect';
import { messageFor } from '../cloudfunctions/core/messages/enqueue';
import type { Ports } from '../cloudfunctions/core/ports';
import { type LocalCloud, startLocalCloud } from '../emulator/local-cloud';
import type { LocalEvent } from '../emulator/services';
import { inDoubtNow } from './audit';
import { connectHub, type Hub } from './hub-client';
import { measurePhone, type Row } from './measure-phone';
import { pointSdkAt } from './outsider';
import { paidOrder } from './shopper';

const root = resolve(__dirname, '../..');
const BATCH = 1000;

/** Median of five starts of the command, from process start to ready, as it says itself. */
async function measureStart(): Promise<Row> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) times.push(await startOnce());
  const median = times.toSorted((a, b) => a - b)[2];
  return {
    what: 'readyMs, median of 5',
    value: `${median} (${times.join(', ')})`,
    budget: '≤ 300',
  };
}

function startOnce(): Promise<number> {
  const options = ['dev', '--port', '0', '--json', '--timers', 'advance'];
  const child = spawn(process.execPath, [resolve(root, 'bin/hongyan.js'), ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) => fail(new Error(`hongyan dev ended with ${code}`)));
    createInterface(child.stdout).once('line', (line) => {
      child.removeAllListeners('exit');
      child.once('exit', () => done((JSON.parse(line) as { readyMs: number }).readyMs));
      child.kill('SIGTERM');
    });
  });
}

/** Our own code in the largest function, minified, without the SDK and valibot. */
async function measureSize(): Promise<Row[]> {
  const names = readdirSync(resolve(root, 'cloudfunctions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'core')
    .map((entry) => entry.name);
  const { outputFiles } = await build({
    entryPoints: names.map((name) => ({
      in: resolve(root, 'cloudfunctions', name, 'main.ts'),
      out: name,
    })),
    outdir: resolve(root, 'dist/numbers'),
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    platform: 'node',
    target: 'node20',
    external: ['wx-server-sdk', 'valibot'],
  });
  return outputFiles
    .map((file) => ({ name: file.path.replace(/.*[/\\]|\.js$/g, ''), bytes: file.contents.length }))
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, 3)
    .map(({ name, bytes }) => ({
      what: `own code in ${name}, minified`,
      value: `${(bytes / 1000).toFixed(1)} KB`,
      budget: '≤ 30 KB',
    }));
}

type GatewayCall = LocalEvent & { ms: number; action: string; apiName?: string; function?: string };

/** The gateway calls of a function while `act` runs. */
async function callsOf(cloud: LocalCloud, name: string, act: () => Promise<unknown>) {
  const calls: GatewayCall[] = [];
  const stop = cloud.events.subscribe(({ event }) => {
    const call = event as GatewayCall;
    if (call.type === 'gateway.call' && call.function === name) calls.push(call);
  });
  await act();
  stop();
  return calls;
}

const isSend = (call: GatewayCall): boolean => call.apiName?.endsWith('.send') ?? false;

/** Calls awaited one after the other before the send leaves; calls in parallel count once. */
async function measureImmediate(
  cloud: LocalCloud,
  name: string,
  act: () => Promise<unknown>,
): Promise<Row> {
  cloud.settings.change({ latency: { databaseMs: 40, wechatMs: 40 } });
  const calls = await callsOf(cloud, name, act);
  cloud.settings.change({ latency: { databaseMs: 0, wechatMs: 0 } });
  const before = calls.slice(0, calls.findIndex(isSend));
  let until = 0;
  const chain: string[] = [];
  for (const call of before.toSorted((a, b) => a.at - a.ms - (b.at - b.ms))) {
    const startedAt = call.at - call.ms;
    const label = call.apiName ?? call.action.replace('database.', '').replace('Document', '');
    if (startedAt >= until - 20) chain.push(label);
    else chain[chain.length - 1] += ` ∥ ${label}`;
    until = Math.max(until, call.at);
  }
  return {
    what: `${name}: calls before its send`,
    value: `${chain.length}: ${chain.join(', ')}`,
    budget: '≤ 4',
  };
}

/** One run of the dispatcher over a batch of due messages, each to another user. */
async function measureBatch(cloud: LocalCloud, hub: Hub): Promise<Row[]> {
  await fillBatch(cloud, hub);
  const startedAt = performance.now();
  const calls = await callsOf(cloud, 'dispatchMessages', () => hub.runTimer('dispatchMessages'));
  const seconds = (performance.now() - startedAt) / 1000;
  const sends = calls.filter(isSend).length;
  const database = calls.length - sends;
  const per = (database / sends).toFixed(3);
  return [
    {
      what: `database calls per message, batch of ${BATCH}`,
      value: `${per} (${database} for ${sends})`,
      budget: '≤ 0.3',
    },
    { what: `the same batch, without latency`, value: `${seconds.toFixed(1)} s`, budget: '' },
  ];
}

/** A batch whose process is killed at its 100th send: what is in doubt then, and how it ends. */
async function measureKill(cloud: LocalCloud, hub: Hub): Promise<Row> {
  await hub.reset();
  await fillBatch(cloud, hub);
  const match = { function: 'dispatchMessages', apiName: 'templateMessage.send', nth: 100 };
  await hub.fault({ match, effect: 'killAfter' });
  await hub.runTimer('dispatchMessages');
  await hub.clearFaults();
  const inDoubt = (await inDoubtNow(hub)).length;
  await hub.advance('10m');
  const sent = (await hub.find('messages', { state: 'sent' })).length;
  const users = new Set((await hub.find('messages')).map((message) => String(message.openid)));
  let cards = 0;
  for (const openid of users) cards += (await hub.inbox(openid)).length;
  const value = `${inDoubt}; ten minutes later ${sent} of ${BATCH} sent, ${cards} cards`;
  return { what: 'messages in doubt after a kill in the batch', value, budget: '≤ 20' };
}

async function fillBatch(cloud: LocalCloud, hub: Hub): Promise<void> {
  const now = await hub.now();
  const db = cloudDatabase(sdk().database());
  const ports = { db, now: () => now, newId: () => 'numbers' } as Partial<Ports> as Ports;
  const messages: Record<string, unknown>[] = [];
  for (let i = 0; i < BATCH; i++) {
    const { openid } = cloud.wechat.createUser();
    const taps = [{ ...cloud.wechat.tap(openid), at: now }];
    await collectCredits(ports, { openid, taps, consents: [], open: { form: 0, subscription: 0 } });
    const fields = { goods: '红茶', amount: 6800, sn: `N${i}`, paidAt: now };
    const notice = { scene: 'paySuccess' as const, key: `N${i}`, openid, fields };
    messages.push({ ...messageFor(notice, now) });
  }
  for (let i = 0; i < BATCH; i += 200) await hub.insert('messages', ...messages.slice(i, i + 200));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const rows = [await measureStart(), ...(await measureSize())];
  const workerFile = resolve(root, 'dist/emulator/worker.cjs');
  const pages = resolve(root, 'dist/emulator/pages');
  const cloud = await startLocalCloud({ project: root, timers: 'advance', workerFile, pages });
  try {
    rows.push(...(await measurePhone(cloud, pages)));
    const hub = connectHub(cloud.url);
    pointSdkAt(cloud.url, 'local-hongyan');
    const [buyer, staff] = [await hub.createUser(), await hub.createUser()];
    await hub.insert('staff', { _id: staff, name: '店长' });
    const { sn } = await paidOrder(hub, buyer);
    const formId = await hub.tap(buyer);
    rows.push(
      await measureImmediate(cloud, 'sendTemplatePaySuccess', () =>
        hub.call(buyer, 'sendTemplatePaySuccess', { sn, formId }),
      ),
      await measureImmediate(cloud, 'shipOrder', () =>
        hub.call(staff, 'shipOrder', { sn, carrier: '顺丰速运', trackingNo: 'SF1234567890' }),
      ),
      await measureImmediate(cloud, 'refundOrder', () =>
        hub.call(staff, 'refundOrder', { sn, reason: '七天无理由' }),
      ),
      ...(await measureBatch(cloud, hub)),
      await measureKill(cloud, hub),
    );
  } finally {
    await cloud.stop();
  }
  if (values.json) console.log(JSON.stringify(rows));
  else for (const { what, value, budget } of rows) console.log(`${what}: ${value}  ${budget}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
