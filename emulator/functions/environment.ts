import type { Caller } from '../services';

/** What a function may know about the account it runs in. */
export interface Place {
  /** Environment id. */
  env: string;
  appid: string;
  /** Variables that the developer has set in the console; asked when a process starts. */
  variables?: () => Record<string, string>;
}

/** Gives the developer's machine away as little as the cloud does: no secrets, no `NODE_OPTIONS`. */
const INHERITED = ['PATH', 'SystemRoot'];

/**
 * What a function's process is born with; it stays the same for its whole life.
 * @param place the account
 * @returns variables as the cloud sets them; the keys are dummies, since the gateway checks no signature
 */
export function processVariables({ env, variables }: Place): Record<string, string> {
  const inherited = INHERITED.flatMap((key) => {
    const value = process.env[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    TZ: 'UTC',
    ...variables?.(),
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'local-secret-id',
    TENCENTCLOUD_SECRETKEY: 'local-secret-key',
    TENCENTCLOUD_SESSIONTOKEN: 'local-session-token',
    SCF_NAMESPACE: env,
  };
}

/** The SDKs see a `TCB_*` variable only if this list names it. */
const TCB_KEYS = ['TCB_ENV', 'TCB_SEQID', 'TCB_SOURCE', 'TRIGGER_SRC'];

const callerVariables = ({ source, openid }: Caller, appid: string): Record<string, string> => {
  if (source === 'wx_trigger') return { WX_APPID: appid };
  const token = { WX_APPID: appid, WX_API_TOKEN: 'local-api-token' };
  return openid === undefined ? token : { WX_CLIENTIP: '127.0.0.1', ...token, WX_OPENID: openid };
};

/**
 * What changes with every invocation. The process drops every other `WX_*` and `TCB_*` variable.
 * @param id the invocation; its part of the gateway's address tells the gateway who calls
 * @param gatewayUrl address of the gateway without a slash at its end
 */
export function invocationVariables(
  id: string,
  caller: Caller,
  { env, appid }: Place,
  gatewayUrl: string,
): Record<string, string> {
  const wx = callerVariables(caller, appid);
  const timer = { TRIGGER_SRC: 'timer', WX_TRIGGER_API_TOKEN_V0: 'local-trigger-token' };
  return {
    ...wx,
    ...(caller.source === 'wx_trigger' ? timer : {}),
    WX_CONTEXT_KEYS: Object.keys(wx).join(','),
    TCB_CONTEXT_KEYS: TCB_KEYS.join(','),
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${gatewayUrl}/${id}` }),
    TCB_ENV: env,
    TCB_SEQID: id,
    TCB_SOURCE: caller.source,
  };
}
