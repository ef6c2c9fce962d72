import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nodeHttp } from './https';

let server: Server | undefined;

/** @returns the address of a server that answers so */
async function serve(listener: RequestListener): Promise<string> {
  const opened = createServer(listener);
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(opened.address() as AddressInfo).port}/path?secret=1`;
}

afterEach(async () => {
  const opened = server;
  server = undefined;
  if (!opened) return;
  opened.closeAllConnections();
  await new Promise((resolve) => opened.close(resolve));
});

test('gives status and text, and sends the body as JSON', async () => {
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.statusCode = 502;
      response.end(`${request.method} ${request.headers['content-type']} ${chunks.join('')}`);
    });
  });
  const answer = await nodeHttp({ method: 'POST', url, body: '{"name":"茶"}', timeoutMs: 5000 });
  expect(answer).toEqual({ status: 502, text: 'POST application/json {"name":"茶"}' });
});

test('nobody listens: it certainly did not leave', async () => {
  const url = await serve(() => undefined);
  await new Promise((resolve) => server?.close(resolve));
  const request = { method: 'GET', url, timeoutMs: 5000 } as const;
  await expect(nodeHttp(request)).rejects.toMatchObject({
    connected: false,
    message: 'ECONNREFUSED',
  });
});

test('the connection breaks: it may have left', async () => {
  const url = await serve((request) => request.socket.destroy());
  const request = { method: 'GET', url, timeoutMs: 5000 } as const;
  await expect(nodeHttp(request)).rejects.toMatchObject({ connected: true, message: 'ECONNRESET' });
});

test('half an answer is none', async () => {
  const url = await serve((request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('{"errcode":0');
    setImmediate(() => request.socket.destroy());
  });
  const request = { method: 'GET', url, timeoutMs: 5000 } as const;
  await expect(nodeHttp(request)).rejects.toMatchObject({ connected: true });
});

test('no answer within the time', async () => {
  const url = await serve(() => undefined);
  const request = { method: 'GET', url, timeoutMs: 50 } as const;
  await expect(nodeHttp(request)).rejects.toMatchObject({ connected: true, message: 'ETIMEDOUT' });
});

test('an answer without an end is cut off', async () => {
  const url = await serve((_, response) => response.end(Buffer.alloc(2 * 1024 * 1024)));
  const request = { method: 'GET', url, timeoutMs: 5000 } as const;
  await expect(nodeHttp(request)).rejects.toMatchObject({ connected: true });
});

test('an error never shows the address, which may hold a secret', async () => {
  const url = await serve((request) => request.socket.destroy());
  const error: unknown = await nodeHttp({ method: 'GET', url, timeoutMs: 5000 }).catch((e) => e);
  expect(JSON.stringify(error) + String(error)).not.toContain('secret');
});
