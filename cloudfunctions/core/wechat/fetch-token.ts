import * as v from 'valibot';
import { CALL_TIMEOUT } from '../limits';
import { noAnswer, refusedByWeChat } from './access-token-error';
import type { WeChatAccount } from './account';
import { type Http, HttpFailure, type HttpRequest, readAnswer } from './http';

/** A token as WeChat gives it; `expiresIn` in seconds. */
export interface FetchedToken {
  token: string;
  expiresIn: number;
}

const Given = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  expires_in: v.pipe(v.number(), v.minValue(1)),
});
const Refused = v.object({ errcode: v.number(), errmsg: v.optional(v.string(), '') });

/**
 * Asks WeChat for a token (WeChat docs, getAccessToken and getStableAccessToken). Mind that a
 * classic one ends the one before.
 * @param force a new stable token instead of the valid one, which ends; twenty times a day
 * @throws AccessTokenError
 */
export async function fetchToken(
  http: Http,
  account: WeChatAccount,
  force: boolean,
): Promise<FetchedToken> {
  const request = account.kind === 'stable' ? stableRequest(account, force) : classic(account);
  const answer = readAnswer(await textOf(http, request));
  const given = v.safeParse(Given, answer);
  if (given.success) {
    return { token: given.output.access_token, expiresIn: given.output.expires_in };
  }
  const refused = v.safeParse(Refused, answer);
  if (!refused.success) throw noAnswer('what came is not an answer of WeChat');
  throw refusedByWeChat(refused.output.errcode, refused.output.errmsg);
}

async function textOf(http: Http, request: HttpRequest): Promise<string> {
  try {
    return (await http(request)).text;
  } catch (error) {
    throw noAnswer(error instanceof HttpFailure ? error.message : 'the call failed');
  }
}

const GRANT = 'client_credential';

function classic({ appid, secret, api }: WeChatAccount): HttpRequest {
  const query = new URLSearchParams({ grant_type: GRANT, appid, secret });
  const url = `${api}/cgi-bin/token?${query.toString()}`;
  return { method: 'GET', url, timeoutMs: CALL_TIMEOUT };
}

function stableRequest({ appid, secret, api }: WeChatAccount, force: boolean): HttpRequest {
  const body = JSON.stringify({ grant_type: GRANT, appid, secret, force_refresh: force });
  return { method: 'POST', url: `${api}/cgi-bin/stable_token`, body, timeoutMs: CALL_TIMEOUT };
}
