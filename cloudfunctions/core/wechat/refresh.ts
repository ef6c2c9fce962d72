import { openAccessTokens, type TokenPorts } from './access-token';
import { AccessTokenError } from './access-token-error';
import type { WeChatAccount } from './account';

/** What a run of the timer has done. */
export type Refreshed =
  | { state: 'fresh' }
  | { state: 'off'; why: string }
  | { state: 'failed'; errCode: number; why: string };

/**
 * The timer that keeps a valid token stored, for those who only read. Whoever needs a token and may
 * fetch does so by himself, so nothing breaks if the timer does not run.
 * @param account absent if this environment has no app secret
 */
export async function refreshAccessToken(
  ports: TokenPorts,
  account: WeChatAccount | undefined,
): Promise<Refreshed> {
  if (!account) {
    const why = 'WECHAT_APP_ID and WECHAT_APP_SECRET are not set: nothing here needs a token.';
    return { state: 'off', why };
  }
  if (account.role === 'reader') {
    return { state: 'off', why: 'This environment is a reader of access tokens.' };
  }
  try {
    await openAccessTokens(ports, account).current();
    return { state: 'fresh' };
  } catch (error) {
    if (!(error instanceof AccessTokenError)) throw error;
    return { state: 'failed', errCode: error.errCode, why: error.message };
  }
}
