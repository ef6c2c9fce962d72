import * as v from 'valibot';
import { readWeChatAccount } from '../../cloudfunctions/core/handler/wechat-account';
import { environments } from '../../cloudfunctions/core/scenes/environments';
import type { WeChatAccount } from '../../cloudfunctions/core/wechat/account';

/** Everything that this server has to know. */
export interface Settings {
  /** Cloud environment whose database it shares with the functions. */
  env: string;
  /** Keys of a sub-account that may use this environment only. */
  secretId: string;
  secretKey: string;
  account: WeChatAccount;
  /** What callers have to show. */
  apiKey: string;
  host: string;
  port: number;
}

const present = v.pipe(v.optional(v.string(), ''), v.nonEmpty('is missing'));
const Variables = v.object({
  TCB_ENV: v.pipe(
    present,
    v.check((env) => env in environments, 'is no environment of environments.ts'),
  ),
  TENCENTCLOUD_SECRETID: present,
  TENCENTCLOUD_SECRETKEY: present,
  API_KEY: v.pipe(present, v.minLength(24, 'must have 24 characters or more')),
  HOST: v.optional(v.string(), '127.0.0.1'),
  PORT: v.pipe(
    v.optional(v.string(), '8790'),
    v.regex(/^\d{1,5}$/, 'must be the number of a port'),
    v.transform(Number),
  ),
});

/**
 * Reads the settings from environment variables.
 * @throws Error that names the variable, never its value
 */
export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const read = v.safeParse(Variables, variables);
  if (!read.success) {
    const [issue] = read.issues;
    throw new Error(`The variable ${v.getDotPath(issue)} ${issue.message}. See README.md.`);
  }
  const { TCB_ENV: env, API_KEY: apiKey, HOST: host, PORT: port, ...keys } = read.output;
  const account = readWeChatAccount(env, variables);
  if (!account) {
    throw new Error('WECHAT_APP_ID and WECHAT_APP_SECRET must be set. See README.md.');
  }
  const { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey } = keys;
  return { env, secretId, secretKey, account, apiKey, host, port };
}
