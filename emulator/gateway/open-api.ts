import { weChatAnswer } from './answer';
import { bytesIn, type Call } from './call';
import { API_NOT_FOUND, isSystemError, neverLeft, NO_PERMISSION } from './codes';
import { toJson } from './json';
import { cloudCallCodec } from './protobuf';
import type { GatewayOptions, Work } from './work';

/** Functions call only what their `config.json` lists; programs outside are not asked. */
const mayCall = ({ invocation, apiName = '' }: Call): boolean =>
  !invocation || invocation.openapi.includes(apiName);

/**
 * `wx.openApi`: a cloud call such as `templateMessage.send`.
 * @param forced WeChat's code of an injected fault; codes that mean that the call never left keep it
 *   from WeChat, with any other WeChat does what its switches say
 */
export async function callOpenApi(
  { wechat }: GatewayOptions,
  call: Call,
  forced: number | undefined,
): Promise<Work> {
  const codec = await cloudCallCodec();
  const systemError = (errorCode: number): Work => ({
    answer: weChatAnswer(codec.encodeError(errorCode)),
    code: errorCode,
  });
  if (!mayCall(call)) return systemError(NO_PERMISSION);
  if (forced !== undefined && neverLeft(forced)) return systemError(forced);
  const parameters = codec.decode(bytesIn(call.fields, 'requestData'));
  const answer = wechat.openApi(call.apiName ?? '', parameters, forced);
  if (!answer) return systemError(API_NOT_FOUND);
  const errcode = Number(answer.errcode ?? 0);
  if (isSystemError(errcode)) return systemError(errcode);
  const work = { answer: weChatAnswer(codec.encodeJson(toJson(answer))) };
  return errcode === 0 ? work : { ...work, code: errcode };
}
