import { Hono } from 'hono';
import { sendFile } from '../static';

/**
 * The console: the files of `folder`; `/` is its `index.html`. Scripts come from there only, no
 * other page may show it in a frame, and it may show the phones in one.
 * @param phonePort where the phones are
 */
export function pageRoutes(folder: string, phonePort: number): Hono {
  const phones = `http://127.0.0.1:${phonePort} http://localhost:${phonePort}`;
  const policy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
    `frame-src ${phones}; frame-ancestors 'none'`;
  return new Hono().get('/*', (c) =>
    sendFile(c, folder, c.req.path === '/' ? '/index.html' : c.req.path, policy),
  );
}
