import type { IncomingMessage } from 'node:http';
import { parseObject } from '../gateway/json';

/** A request to WeChat's HTTP API. */
export interface ApiRequest {
  method: string;
  /** Below the base path, for example `/cgi-bin/token`. */
  path: string;
  query: URLSearchParams;
  /** Bytes of the body; empty without one. */
  body: Buffer;
}

/** Where the local cloud has what is at `https://api.weixin.qq.com` in the real world. */
export const BASE_PATH = '/wechat-api';

/** More than any message has; keeps a mistake from filling the memory. */
const BODY_LIMIT = 1024 * 1024;

/**
 * Reads a request as `node:http` has it.
 * @returns undefined if its body is too long
 */
export async function readRequest(incoming: IncomingMessage): Promise<ApiRequest | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT) return undefined;
    chunks.push(chunk);
  }
  const { pathname, searchParams: query } = new URL(incoming.url ?? '', 'http://127.0.0.1');
  const path = pathname.slice(BASE_PATH.length);
  return { method: incoming.method ?? '', path, query, body: Buffer.concat(chunks) };
}

/** A text of the query; empty if it is not there. */
export const queryText = ({ query }: ApiRequest, name: string): string => query.get(name) ?? '';

/** The body as a JSON object, or WeChat's code for what is wrong with it. */
export function bodyOf({ body }: ApiRequest): Record<string, unknown> | number {
  if (body.length === 0) return 44002;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return 47002;
  }
  return parseObject(text) ?? 47001;
}
