import { toJson } from './json';

/** An HTTP answer. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const answer = (status: number, type: string, body: Buffer): Answer => ({
  status,
  headers: { 'content-type': type, 'content-length': String(body.length) },
  body,
});

/** The SDK compares this content type letter by letter to tell the gateway's words from WeChat's. */
const GATEWAY_TYPE = 'application/json; charset=utf-8';

/** In the gateway's own words: every action but the successful calls to WeChat. */
export const jsonAnswer = (value: unknown, status = 200): Answer =>
  answer(status, GATEWAY_TYPE, Buffer.from(toJson(value)));

/** In WeChat's words; with the gateway's content type the SDK would take it for an error. */
export const weChatAnswer = (body: Uint8Array): Answer =>
  answer(200, 'application/octet-stream', Buffer.from(body));
