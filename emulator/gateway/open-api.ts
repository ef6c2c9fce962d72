import { weChatAnswer } from './answer';
import { bytesIn, type Call } from './call';
import { API_NOT_FOUND, isSystemError, neverLeft, NO_PERMISSION } from './codes';
import { toJson } from './json';
import { cloudCallCodec } from './protobuf';
import type { Flight } from '../services';
import type { GatewayOptions, Work } from './work';

/** Functions call only what their `config.json` lists; programs outside are not asked. */
const mayCall = ({ invocation, apiName = '' }: Call): boolean =>
  !invocation || invocation.openapi.includes(apiName);

/** Tells WeChat of a cloud call that is on its way. */
export async function takeOff({ wechat }: GatewayOptions, call: Call): Promise<Flight | undefined> {
  const { action, apiName = '', fields } = call;
  if (action !== 'wx.openApi' || !mayCall(call)) return undefined;
  const codec = await cloudCallCodec();
  return wechat.takeOff(apiName, codec.decode(bytesIn(fields, 'requestData')));
}

/**
 * `wx.openApi`: a cloud call such as `templateMessage.send`.
 * @param wanted by injected faults: `forced` is WeChat's code; codes that mean that the call never
 *   left keep it from WeChat, with any other WeChat does what its switches say
 */
export async function callOpenApi(
  { wechat }: GatewayOptions,
  call: Call,
  { forced, failsLater }: { forced: number | undefined; failsLater: number | undefined },
): Promise<Work> {
  const codec = await cloudCallCodec();
  const systemError = (errorCode: number): Work => ({
    answer: weChatAnswer(codec.encodeError(errorCode)),
    code: errorCode,
  });
  if (!mayCall(call)) return systemError(NO_PERMISSION);
  if (forced !== undefined && neverLeft(forced)) return systemError(forced);
  const parameters = codec.decode(bytesIn(call.fields, 'requestData'));
  const answer = wechat.openApi(call.apiName ?? '', parameters, forced, failsLater);
  if (!answer) return systemError(API_NOT_FOUND);
  const errcode = Number(answer.errcode ?? 0);
  if (isSystemError(errcode)) return systemError(errcode);
  const work = { answer: weChatAnswer(codec.encodeJson(toJson(answer))) };
  return errcode === 0 ? work : { ...work, code: errcode };
}
