import type { Context } from 'hono';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
};

/**
 * Answers with a file of `folder`.
 * @param path below the folder, with a slash in front; no path leads out of it
 * @param policy the header `Content-Security-Policy`
 * @returns 404 if there is no such file or its type is not one of a page
 */
export async function sendFile(
  c: Context,
  folder: string,
  path: string,
  policy: string,
): Promise<Response> {
  const type = staysInside(path) ? TYPES[extname(path).toLowerCase()] : undefined;
  const content = type ? await readFile(join(folder, path)).catch(() => undefined) : undefined;
  if (!type || !content) return c.notFound();
  return c.body(content, 200, {
    'Content-Type': type,
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': policy,
  });
}

/** No part of the path is hidden, climbs up or is another kind of separator. */
const staysInside = (path: string): boolean =>
  path.split('/').every((part, i) => (i === 0 ? part === '' : /^[^.\\\0][^\\\0]*$/.test(part)));
