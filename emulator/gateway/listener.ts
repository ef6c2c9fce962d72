import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { jsonAnswer, type Answer } from './answer';
import type { GatewayRequest } from './call';

/** More than any call that the cloud would take (6 MB); keeps a mistake from filling the memory. */
const BODY_LIMIT = 16 * 1024 * 1024;

/** Gives `undefined` if the body is too long; rejects if the caller went away. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function answerTo(
  request: IncomingMessage,
  handle: (request: GatewayRequest) => Promise<Answer | 'drop'>,
): Promise<Answer | 'drop'> {
  if (request.method !== 'POST') {
    return jsonAnswer({ code: 'INVALID_PARAM', message: 'The gateway takes POST only.' }, 405);
  }
  const body = await bodyOf(request);
  if (!body) return jsonAnswer({ code: 'INVALID_PARAM', message: 'More than 16 MB.' }, 413);
  return handle({ path: request.url ?? '', headers: request.headers, body });
}

function write(response: ServerResponse, answer: Answer | 'drop'): void {
  if (answer === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

/** Connects `handle` to a server of `node:http`. */
export const createListener =
  (handle: (request: GatewayRequest) => Promise<Answer | 'drop'>): RequestListener =>
  (request, response) => {
    answerTo(request, handle).then(
      (answer) => write(response, answer),
      // The caller went away in the middle of its request, for example because it was killed.
      () => response.destroy(),
    );
  };
