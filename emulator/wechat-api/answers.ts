import { toJson } from '../gateway/json';
import { type Answer, answerOf } from '../wechat/codes';
import type { Random } from '../wechat/random';

/** What WeChat writes beside the codes that only its HTTP API gives (WeChat docs, "Return codes"). */
const texts: Record<number, string> = {
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40066: 'invalid url',
  40125: 'invalid appsecret',
  40164: 'invalid ip 127.0.0.1, not in whitelist',
  41002: 'appid missing',
  41004: 'appsecret missing',
  43001: 'require GET method',
};

/** The answer for a code, with WeChat's words and the tail that WeChat adds. */
export const codeAnswer = (code: number, random: Random): Answer =>
  answerOf(code, random, texts[code]);

/** An answer as bytes: a 19-digit `msgid` is a bare number, which JavaScript cannot read exactly. */
export const bytesOf = (answer: Record<string, unknown>): Buffer => Buffer.from(toJson(answer));

/** A token as the event stream may show it. */
export const masked = (token: string): string =>
  token.length > 12 ? `${token.slice(0, 6)}***${token.slice(-4)}` : '***';
