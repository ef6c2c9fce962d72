import * as v from 'valibot';
import { environments } from '../scenes/environments';
import { WECHAT_API, type WeChatAccount } from '../wechat/account';
import { NONE } from '../words';

/** The secret goes to this address: to nobody else, and never in the clear. */
const api = v.pipe(
  v.string(),
  v.regex(
    /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)(:|\/|$))/,
    'Expected WECHAT_API to begin with https://',
  ),
  v.transform((address) => address.replace(/\/$/, '')),
);
const Variables = v.object({
  WECHAT_APP_ID: v.optional(v.string(), ''),
  WECHAT_APP_SECRET: v.optional(v.string(), ''),
  WECHAT_API: v.optional(api, WECHAT_API),
});

/**
 * The account for calls outside cloud calls, from the variables of the function or server:
 * `WECHAT_APP_ID`, `WECHAT_APP_SECRET` and, for a local cloud, `WECHAT_API`.
 * @param env cloud environment; its `accessToken` in `environments.ts` says who may fetch
 * @returns undefined if the variables are not set; a reader needs no secret
 * @throws Error if they cannot be used; the secret is never in the message
 */
export function readWeChatAccount(
  env: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): WeChatAccount | undefined {
  const read = v.safeParse(Variables, variables);
  if (!read.success) throw new Error(`${read.issues[0].message}.`);
  const { WECHAT_APP_ID: appid, WECHAT_APP_SECRET: secret, WECHAT_API: address } = read.output;
  const accessToken = environments[env]?.accessToken ?? { role: 'reader', kind: 'stable' };
  if (appid === '' || (accessToken.role === 'writer' && secret === '')) return undefined;
  return { appid, secret: secret || NONE, api: address, ...accessToken };
}
