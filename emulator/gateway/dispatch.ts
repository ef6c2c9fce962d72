import { randomUUID } from 'node:crypto';
import { GatewayError } from '../errors';
import { jsonAnswer } from './answer';
import type { Call } from './call';
import { codeOf } from './codes';
import { invokeFunction } from './invoke-function';
import { callOpenApi } from './open-api';
import { callPayApi } from './pay-api';
import type { GatewayOptions, Work } from './work';

/** What injected faults want of a call, and what other calls on their way make of it. */
export interface Wanted {
  errCode?: number | string | undefined;
  failsLater?: number | undefined;
}

/** A number of WeChat; texts and the SDK's own numbers are codes of the gateway, which end here. */
function forcedCode(errCode: number | string | undefined, { action }: Call): number | undefined {
  if (errCode === undefined) return undefined;
  const code = typeof errCode === 'string' ? errCode : codeOf(errCode);
  if (code !== undefined) throw new GatewayError(code, `Injected fault ${errCode}`);
  if (action === 'wx.openApi' || action === 'wx.wxPayApi') return Number(errCode);
  throw new GatewayError('SYS_ERR', `Injected fault ${errCode}`);
}

const answered = (fields: Record<string, unknown>): Work => ({
  answer: jsonAnswer({ ...fields, requestId: randomUUID() }),
});

/**
 * Does the work of a call. Pages reach nothing but the database.
 * @param wanted by injected faults
 * @throws GatewayError in the cloud's words
 */
export async function dispatch(
  options: GatewayOptions,
  call: Call,
  { errCode, failsLater }: Wanted,
): Promise<Work> {
  const { action, fields, openid } = call;
  const forced = forcedCode(errCode, call);
  if (openid !== undefined) return answered(options.database.handleFor(openid, action, fields));
  if (action.startsWith('database.')) return answered(options.database.handle(action, fields));
  switch (action) {
    case 'functions.invokeFunction':
      return invokeFunction(options, call);
    case 'wx.openApi':
      return callOpenApi(options, call, { forced, failsLater });
    case 'wx.wxPayApi':
      return callPayApi(options, call, forced);
    default:
      throw new GatewayError('INVALID_PARAM', `${action || 'This'} is not in the local cloud yet.`);
  }
}
