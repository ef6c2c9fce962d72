import { GatewayError } from '../errors';
import { jsonAnswer, weChatAnswer } from './answer';
import { bytesIn, type Call } from './call';
import { API_NOT_FOUND } from './codes';
import { parseObject, toJson } from './json';
import type { GatewayOptions, Work } from './work';

/** Who calls is the gateway's knowledge, never the request's: `_caller` replaces what came in. */
function parametersOf({ fields, invocation }: Call): Record<string, unknown> {
  const parameters = parseObject(bytesIn(fields, 'requestData').toString());
  if (!parameters) throw new GatewayError('INVALID_PARAM', 'Payment data must be a JSON object.');
  const { _caller, ...given } = parameters;
  const openid = invocation?.caller.openid;
  return openid === undefined ? given : { ...given, _caller: openid };
}

/** WeChat Pay has a code for what failed; without one, the whole call failed. */
function failureIn(answer: Record<string, unknown>): string | undefined {
  if (answer.return_code !== 'SUCCESS') return 'FAIL';
  return answer.result_code === 'FAIL' ? String(answer.err_code) : undefined;
}

/**
 * `wx.wxPayApi`: a call of `cloud.cloudPay`, for example `unifiedOrder`.
 * @param forced code of an injected fault: WeChat Pay answers `return_code: FAIL` and does nothing
 */
export function callPayApi(
  { wechat }: GatewayOptions,
  call: Call,
  forced: number | undefined,
): Work {
  const { apiName = '' } = call;
  const refusal = { return_code: 'FAIL', return_msg: `Injected fault ${forced}` };
  const answer = forced === undefined ? wechat.pay(apiName, parametersOf(call)) : refusal;
  if (!answer) {
    const errmsg = `There is no cloudPay.${apiName} in the local cloud`;
    return { answer: jsonAnswer({ errcode: API_NOT_FOUND, errmsg }), code: API_NOT_FOUND };
  }
  const work = { answer: weChatAnswer(Buffer.from(toJson(answer))) };
  const code = failureIn(answer);
  return code === undefined ? work : { ...work, code };
}
