import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalCloudError } from '../errors';
import { guard } from './guard';
import { problemBody } from './problem';

/** A listening HTTP server on loopback. */
export interface LoopbackServer {
  port: number;
  /** For example `http://127.0.0.1:5140`, without a slash at its end. */
  url: string;
  /** Ends every connection; resolves when the port is free. */
  close(): Promise<void>;
}

/** Longer than clients keep idle connections, so that they never write into a closing one. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Listens on 127.0.0.1 only. `listener` sees requests that the guard lets through.
 * @param port 0 for any free port
 * @throws LocalCloudError `PORT_TAKEN`
 */
export async function openServer(port: number, listener: RequestListener): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const problem = guard(request, opened.port);
    if (!problem) return listener(request, response);
    response.writeHead(problem.status, { 'Content-Type': 'application/json', Connection: 'close' });
    response.end(JSON.stringify(problemBody(problem)));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 5_000;
  await listen(server, port);
  const opened = { port: (server.address() as AddressInfo).port };
  return {
    ...opened,
    url: `http://127.0.0.1:${opened.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });

function explain(error: NodeJS.ErrnoException, port: number): Error {
  const choose = 'Choose another port with --port: --port 5141, or --port 0 for any free one.';
  if (error.code === 'EADDRINUSE') {
    const what = `Port ${port} is taken: another program, or another local cloud, listens on it.`;
    return new LocalCloudError('PORT_TAKEN', `${what} ${choose}`);
  }
  if (error.code === 'EACCES') {
    return new LocalCloudError('PORT_TAKEN', `Port ${port} is reserved for the system. ${choose}`);
  }
  return error;
}
