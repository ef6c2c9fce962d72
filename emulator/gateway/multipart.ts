import { GatewayError } from '../errors';

/** The fields of a request: texts, and bytes where the SDK sends bytes. */
export type Fields = Record<string, unknown>;

const HEAD_END = '\r\n\r\n';

/** The boundary may be quoted (RFC 2046). */
function boundaryOf(contentType: string): Buffer {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary) return Buffer.from(`--${boundary}`);
  throw new GatewayError('INVALID_PARAM', 'The multipart request has no boundary.');
}

/**
 * Reads `multipart/form-data`, in which the SDK sends cloud calls and payment calls.
 * A part with the content type `application/octet-stream` stays bytes, any other becomes text.
 * @throws GatewayError `INVALID_PARAM` if the request has no boundary
 */
export function decodeMultipart(body: Buffer, contentType: string): Fields {
  const boundary = boundaryOf(contentType);
  const fields: Fields = {};
  let start = body.indexOf(boundary);
  while (start >= 0) {
    const headStart = start + boundary.length;
    const end = body.indexOf(boundary, headStart);
    const headEnd = body.indexOf(HEAD_END, headStart);
    if (end < 0 || headEnd < 0) return fields;
    const head = body.toString('utf8', headStart, headEnd);
    const name = /name="([^"]*)"/.exec(head)?.[1];
    // The part ends two bytes before the next boundary: its line end.
    const part = body.subarray(headEnd + HEAD_END.length, end - 2);
    if (name) fields[name] = /application\/octet-stream/i.test(head) ? part : part.toString();
    start = end;
  }
  return fields;
}
