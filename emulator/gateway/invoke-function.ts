import { GatewayError } from '../errors';
import { causeOf } from '../functions/failure';
import type { Caller } from '../services';
import { jsonAnswer } from './answer';
import { textIn, type Call } from './call';
import { parseObject } from './json';
import type { GatewayOptions, Work } from './work';

/** The called function sees the user of the calling one, and `,scf` at the end of its source. */
function callerOf({ invocation }: Call): Caller {
  if (!invocation) return { source: 'scf' };
  const { source, openid } = invocation.caller;
  const chain = `${source},scf`;
  return openid === undefined ? { source: chain } : { source: chain, openid };
}

/** node-sdk sends an empty text, wx-server-sdk `{}`, if there is no event. */
function eventOf({ fields }: Call): Record<string, unknown> {
  const text = textIn(fields, 'request_data') ?? '';
  const event = text === '' ? {} : parseObject(text);
  if (event) return event;
  throw new GatewayError('INVALID_PARAM', 'The data for a function must be an object.');
}

/**
 * `functions.invokeFunction`: a function calls a function and waits for it.
 * @throws GatewayError `FUNCTION_NOT_FOUND` or `FUNCTIONS_EXECUTE_FAIL` with the function's own words
 */
export async function invokeFunction({ functions }: GatewayOptions, call: Call): Promise<Work> {
  const name = textIn(call.fields, 'function_name') ?? '';
  const answer = await functions.invoke(name, eventOf(call), callerOf(call));
  if ('error' in answer) {
    const { errCode, errMsg } = answer.error;
    const code = errCode === -501000 ? 'FUNCTION_NOT_FOUND' : 'FUNCTIONS_EXECUTE_FAIL';
    throw new GatewayError(code, causeOf(errMsg));
  }
  const data = { response_data: JSON.stringify(answer.result) };
  return { answer: jsonAnswer({ data, requestId: answer.requestId }) };
}
