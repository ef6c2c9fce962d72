import type { Random } from './random';

/**
 * What WeChat writes beside each code, without the tail (WeChat docs, "Return codes" and the
 * tables of `templateMessage.send` and `subscribeMessage.send`). Codes that this WeChat never
 * gives by itself are here for injected faults.
 */
export const ERRMSG = {
  '-1': 'system error',
  0: 'ok',
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40037: 'invalid template_id',
  40097: 'invalid args',
  40165: 'invalid weapp pagepath',
  41001: 'access_token missing',
  41028: 'invalid form id',
  41029: 'form id used count reach limit',
  41030: 'invalid page',
  41031: 'form id has been blocked',
  41032: 'not allow to send message by form id',
  41034: 'not allow to send message by prepay id',
  41035: 'not allow to send message by prepay id',
  42001: 'access_token expired',
  43002: 'require POST method',
  43101: 'user refuse to accept the msg',
  43107: 'subscribe message has been banned',
  43108: 'concurrent send to the same user',
  44002: 'empty post data',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  45103: 'This API has been unsupported',
  45109: 'This API has been withdrawn',
  45168: 'message contains sensitive words',
  46101: 'template message is not supported any more, use subscribeMessage instead',
  47001: 'data format error',
  47002: 'post data is not UTF-8',
  47003: 'argument invalid!',
  48001: 'api unauthorized',
  48004: 'api forbidden for irregularities',
} as const;

/** A code that WeChat's own rules give, with the words that say more than the table does. */
export interface Refusal {
  code: Extract<keyof typeof ERRMSG, number>;
  /** Instead of the table's text, for example with the name of the field. */
  errmsg?: string;
}

/** `{errcode, errmsg}` as it goes over the wire. */
export interface Answer extends Record<string, unknown> {
  errcode: number;
  errmsg: string;
}

const texts: Record<string, string> = ERRMSG;

/**
 * The answer for a code. Texts of errors carry the tail that WeChat adds for its support
 * (WeChat docs, "openApi-mgnt": `hint` and `rid`), so that nobody compares whole texts.
 * @param code any number; one that is not in the table is called `error`
 * @param errmsg instead of the table's text
 */
export const answerOf = (code: number, random: Random, errmsg?: string): Answer => {
  const text = errmsg ?? texts[code] ?? 'error';
  if (code === 0) return { errcode: 0, errmsg: text };
  const rid = [random.hex(8), random.hex(8), random.hex(8)].join('-');
  return { errcode: code, errmsg: `${text} hint: [${random.hex(8)}] rid: ${rid}` };
};
