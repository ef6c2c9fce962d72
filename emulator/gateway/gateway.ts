import type { RequestListener } from 'node:http';
import { jsonAnswer, type Answer } from './answer';
import { callIn, invocationIdIn, textIn, type Call, type GatewayRequest } from './call';
import { createListener } from './listener';
import { parseObject } from './json';
import { failed, perform } from './perform';
import type { Fields } from './multipart';
import type { GatewayOptions } from './work';

export type { GatewayOptions } from './work';

/** The one address that the unmodified SDKs talk to. */
export interface Gateway {
  /**
   * Answers one request; never rejects.
   * @returns the answer, or `drop` if the connection is to be destroyed without one
   */
  handle(request: GatewayRequest): Promise<Answer | 'drop'>;
  /**
   * A page of the mini-program asks for the database, as `wx.cloud.database()` does; never rejects.
   * @param openid the page's user, for whom the rules of the database count
   * @param action `database.getDocument` and its kin
   * @returns what the cloud would answer: the fields of the answer, or `code` and `message`
   */
  handleFor(openid: string, action: string, fields: Fields): Promise<Record<string, unknown>>;
  /** The same for `node:http`; mount it at `/admin` and everything below. */
  listener: RequestListener;
}

/** What the event stream shows of a call besides its outcome. */
function portrait({ action, apiName, fields, invocation, openid }: Call) {
  const collection = textIn(fields, 'collectionName');
  return {
    ...(invocation ? { function: invocation.function, requestId: invocation.id } : {}),
    action,
    ...(apiName === undefined ? {} : { apiName }),
    ...(collection === undefined ? {} : { collection }),
    ...(openid === undefined ? {} : { openid }),
  };
}

/** A page learns of a broken connection by the SDK's code for it. */
const BROKEN = { code: 'SYS_ERR', message: 'The connection was closed without an answer.' };

/** Works on a call and tells the event stream about it, with its real duration in ms. */
async function observe(options: GatewayOptions, call: Call): Promise<Answer | 'drop'> {
  const startedAt = performance.now();
  const outcome = await perform(options, call).catch(failed);
  const silent = typeof outcome === 'string';
  const code = silent ? outcome : outcome.code;
  const ms = Math.round(performance.now() - startedAt);
  const event = { type: 'gateway.call', ...portrait(call), ms, ok: code === undefined };
  options.emit(code === undefined ? event : { ...event, code });
  return silent ? 'drop' : outcome.answer;
}

/**
 * Makes the gateway: it answers as the cloud does, always with HTTP 200, because the SDKs throw the
 * body of any other status away. Emits `gateway.call` for every call that could be read.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const handle = async (request: GatewayRequest): Promise<Answer | 'drop'> => {
    if (request.headers.origin !== undefined) {
      return jsonAnswer({ code: 'FORBIDDEN', message: 'Web pages may not call the gateway.' }, 403);
    }
    const id = invocationIdIn(request.path);
    if (id === undefined) {
      return jsonAnswer({ code: 'NOT_FOUND', message: `Nothing is at ${request.path}.` }, 404);
    }
    try {
      return await observe(options, callIn(request, id, options.functions.running));
    } catch (error) {
      return failed(error).answer;
    }
  };
  const handleFor: Gateway['handleFor'] = async (openid, action, fields) => {
    const answer = await observe(options, { action, fields, openid, invocationId: '' });
    return (answer !== 'drop' && parseObject(answer.body.toString())) || BROKEN;
  };
  return { handle, handleFor, listener: createListener(handle) };
}
