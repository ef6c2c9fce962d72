import { NOT_CONNECTED } from './errors';
import type { WeChatAccount } from './account';

/** There is no access token to be had; says why and how to solve it. Nothing was sent. */
export class AccessTokenError extends Error {
  override name = 'AccessTokenError';
  /** @param errCode WeChat's code, or `NOT_CONNECTED` if WeChat said nothing */
  constructor(
    readonly errCode: number,
    message: string,
  ) {
    super(message);
  }
}

const aSecret =
  'Set WECHAT_APP_SECRET to the AppSecret of this mini-program (MP console, 开发设置).';

/** What a person does about a code of the token endpoints (WeChat docs, getAccessToken). */
const remedies: Readonly<Record<number, string>> = {
  40001: aSecret,
  40013: 'Set WECHAT_APP_ID to the appid of this mini-program.',
  40125: aSecret,
  40164: 'Add the address of this server to the IP white list (MP console, 开发设置).',
  40243: 'The AppSecret is frozen: unfreeze it in the MP console, 开发设置.',
  41002: 'Set WECHAT_APP_ID.',
  41004: aSecret,
  45009: 'The quota of the day is used up. Fetch tokens in one environment only.',
  45011: 'Too often. It is tried again by itself.',
};

/** WeChat refused to give a token. */
export function refusedByWeChat(errCode: number, words = ''): AccessTokenError {
  const remedy = remedies[errCode] ?? 'Look the code up in docs/errors.md.';
  const what = words === '' ? `${errCode}` : `${errCode} ${words}`;
  return new AccessTokenError(errCode, `WeChat gives no access token: ${what}. ${remedy}`);
}

/** WeChat did not answer; `words` must not hold the address, because the secret is in it. */
export const noAnswer = (words: string): AccessTokenError =>
  new AccessTokenError(NOT_CONNECTED, `WeChat did not answer when asked for a token: ${words}.`);

/** Somebody else is fetching, and it takes too long. */
export const busy = (): AccessTokenError =>
  new AccessTokenError(
    NOT_CONNECTED,
    'Another process is fetching the access token, and it takes long. Try again in half a minute.',
  );

/** This environment may not fetch what it needs. */
export function onlyReads({ appid, kind }: WeChatAccount, refused: boolean): AccessTokenError {
  const what = refused
    ? `WeChat refuses the stored ${kind} access token of ${appid}`
    : `There is no valid ${kind} access token of ${appid} in the collection accessTokens`;
  const why = 'This environment is a reader: a new token from here would end the live one.';
  const how =
    'Let refreshAccessToken run in the environment that is the writer, with this database.';
  return new AccessTokenError(refused ? 40001 : 41001, `${what}. ${why} ${how}`);
}

/** A token that was fetched a moment ago is refused: another one would fare no better. */
export const refusedWhenNew = (): AccessTokenError =>
  new AccessTokenError(
    40001,
    'WeChat refuses an access token that it gave a moment ago. Either somebody else forces new ' +
      'tokens, or WECHAT_APP_ID is not the mini-program that the message is for.',
  );
