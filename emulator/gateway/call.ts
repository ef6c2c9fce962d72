import type { RunningInvocation } from '../functions/functions';
import { GatewayError } from '../errors';
import { parseObject } from './json';
import { decodeMultipart, type Fields } from './multipart';

/** A request as the HTTP server got it. */
export interface GatewayRequest {
  /** Path with or without a query, for example `/admin/<invocation>?env=local-shop`. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** One call of an SDK, decoded. */
export interface Call {
  action: string;
  /** What is called at WeChat, for example `templateMessage.send` or `unifiedOrder`. */
  apiName?: string;
  fields: Fields;
  /** Id in the path; empty if the call does not come from a function of the local cloud. */
  invocationId: string;
  /** Absent for calls from outside, and after the invocation has ended. */
  invocation?: RunningInvocation;
  /** The user whose page calls, for whom the rules of the database count. */
  openid?: string;
}

/** `''` if the call names no invocation, `undefined` if the path is not the gateway's. */
export const invocationIdIn = (path: string): string | undefined => {
  const match = /^\/admin(?:\/([^/?]*))?\/?(?:\?|$)/.exec(path);
  return match ? (match[1] ?? '') : undefined;
};

/** A text field, or `undefined` if it is absent or not a text. */
export const textIn = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
};

/**
 * A field that holds bytes.
 * @throws GatewayError `INVALID_PARAM` if it is absent or not bytes
 */
export const bytesIn = (fields: Fields, name: string): Buffer => {
  const value = fields[name];
  if (Buffer.isBuffer(value)) return value;
  throw new GatewayError('INVALID_PARAM', `The field ${name} of the request must be bytes.`);
};

/**
 * Reads the fields of a request, JSON or multipart.
 * @throws GatewayError `INVALID_PARAM` if it is neither
 */
function fieldsOf({ headers, body }: GatewayRequest): Fields {
  const contentType = String(headers['content-type'] ?? '');
  if (contentType.startsWith('multipart/')) return decodeMultipart(body, contentType);
  const fields = parseObject(body.toString());
  if (fields) return fields;
  throw new GatewayError('INVALID_PARAM', 'The body of the request is not a JSON object.');
}

/**
 * Decodes a request and finds out who calls.
 * @param running gives the running invocation with an id
 * @throws GatewayError `INVALID_PARAM` if the request cannot be read
 */
export function callIn(
  request: GatewayRequest,
  invocationId: string,
  running: (id: string) => RunningInvocation | undefined,
): Call {
  const fields = fieldsOf(request);
  const apiName = textIn(fields, 'apiName');
  const invocation = running(invocationId);
  return {
    action: textIn(fields, 'action') ?? '',
    fields,
    invocationId,
    ...(apiName === undefined ? {} : { apiName }),
    ...(invocation ? { invocation } : {}),
  };
}
