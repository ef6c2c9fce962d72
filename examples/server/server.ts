import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished } from 'node:stream/promises';
import type { Ports } from '../../cloudfunctions/core/ports';
import { Refusal } from '../../cloudfunctions/core/refusal';
import { showsKey } from './api-key';
import { openPorts, type Surroundings } from './ports';
import { route } from './routes';
import type { Settings } from './settings';

/** A running server. */
export interface RunningServer {
  url: string;
  /** Takes no more requests; resolves when those that run are answered. */
  stop(): Promise<void>;
}

/** Starts the back office's server. */
export async function startServer(
  settings: Settings,
  surroundings: Surroundings,
): Promise<RunningServer> {
  const portsOfRequest = openPorts(settings, surroundings);
  const running = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const answered = answer(request, settings.apiKey, portsOfRequest())
      .then((given) => write(response, given))
      .finally(() => running.delete(answered));
    running.add(answered);
  });
  await listen(server, settings);
  const { port } = server.address() as AddressInfo;
  return { url: `http://${settings.host}:${port}`, stop: () => close(server, running) };
}

const listen = (server: Server, { host, port }: Settings): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

async function close(server: Server, running: ReadonlySet<Promise<void>>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await Promise.all(running);
  server.closeAllConnections(); // one that a caller keeps open would hold the process
  await closed;
}

interface Answer {
  status: number;
  body: object;
}

/** Answers as the cloud functions do: `{ok, data}` or `{ok, error}`. Never rejects. */
async function answer(request: IncomingMessage, apiKey: string, ports: Ports): Promise<Answer> {
  try {
    const { method = '', url = '' } = request;
    const [path = ''] = url.split('?');
    if (path === '/health') return { status: 200, body: { ok: true } };
    if (!showsKey(request.headers.authorization, apiKey)) {
      throw new Refusal('UNAUTHENTICATED', 'Send the header Authorization: Bearer <API_KEY>.');
    }
    const data = await route(ports, { method, path, body: await bodyOf(request) });
    return { status: 200, body: { ok: true, data } };
  } catch (error) {
    const { code, message } = refusalOf(error);
    ports.log('server.refused', { code, error: error instanceof Error ? error.message : '?' });
    return { status: statuses[code], body: { ok: false, error: { code, message } } };
  }
}

const statuses: Readonly<Record<Refusal['code'], number>> = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  LIMITED: 429,
  PAYMENT_FAILED: 402,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** Errors of the cloud carry a code; the same request may be sent again. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (typeof error === 'object' && error !== null && 'code' in error) {
    return new Refusal('UNAVAILABLE', 'The cloud did not answer. Send the same request again.');
  }
  return new Refusal('INTERNAL', 'Something is wrong in the server. Its log has the details.');
}

const BODY_LIMIT = 16 * 1024;

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT) throw new Refusal('INVALID_ARGUMENT', 'The body is over 16 KB.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Refusal('INVALID_ARGUMENT', 'The body is not JSON.');
  }
}

/** Resolves when the answer is on its way, or nobody is there to take it. */
async function write(response: ServerResponse, { status, body }: Answer): Promise<void> {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
  await finished(response).catch(() => undefined);
}
