/**
 * `npm run example [-- --cloud URL --port N]`: the server of `examples/server` against a local cloud
 * that runs already (`npm start`). Ends with Ctrl-C.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createLog } from '../cloudfunctions/core/handler/log';
import { startServer } from '../examples/server/server';
import { readSettings } from '../examples/server/settings';
import { pointSdkAt } from './outsider';

const root = resolve(__dirname, '../..');

/** The local cloud's account, as the console of a real one would show it. */
const account = JSON.parse(readFileSync(resolve(root, 'local-cloud.json'), 'utf8')) as Record<
  'env' | 'appid' | 'secret',
  string
>;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cloud: { type: 'string', default: 'http://127.0.0.1:5140' },
      port: { type: 'string', default: '8790' },
    },
  });
  await fetch(`${values.cloud}/_local/health`).catch(() => {
    throw new Error(`No local cloud answers at ${values.cloud}. Start one with npm start.`);
  });
  pointSdkAt(values.cloud, account.env);
  const apiKey = randomBytes(24).toString('base64url');
  const settings = readSettings({
    ...process.env,
    WECHAT_APP_ID: account.appid,
    WECHAT_APP_SECRET: account.secret,
    WECHAT_API: `${values.cloud}/wechat-api`,
    API_KEY: apiKey,
    PORT: values.port,
  });
  const server = await startServer(settings, { log: createLog({ server: 'example' }) });
  console.log(`The back office's server listens at ${server.url}. Ship a paid order with\n`);
  console.log(
    `  curl ${server.url}/orders/SN/ship -H 'Authorization: Bearer ${apiKey}' \\\n` +
      `    -d '{"carrier":"顺丰速运","trackingNo":"SF1234567890"}'\n`,
  );
  const stop = (): void => void server.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
