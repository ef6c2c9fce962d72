import { Hono } from 'hono';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Scripts come from files of the folder only, and no other page may show this one in a frame. */
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** Dots only before the ending: no path of this shape leads out of the folder. */
const FILE = /^(\/[\w-]+)+\.\w+$/;

/** The files of `folder`; `/` is its `index.html`. */
export const pageRoutes = (folder: string): Hono =>
  new Hono().get('/*', async (c) => {
    const path = c.req.path === '/' ? '/index.html' : c.req.path;
    const type = FILE.test(path) ? TYPES[extname(path)] : undefined;
    const content = type ? await readFile(join(folder, path)).catch(() => undefined) : undefined;
    if (!type || !content) return c.notFound();
    return c.body(content, 200, {
      'Content-Type': type,
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': POLICY,
    });
  });
