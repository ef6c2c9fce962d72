import { createHash, timingSafeEqual } from 'node:crypto';
import type { AccountDefinition } from '../services';

/** What a program shows to get a token; what it left out is empty. */
export interface Credentials {
  grantType: string;
  appid: string;
  secret: string;
}

/**
 * Looks at the credentials in WeChat's order (codes: WeChat docs, getAccessToken). An account
 * without a secret knows nobody.
 * @returns WeChat's code, 0 if they are right
 */
export function examineCredentials(
  account: Pick<AccountDefinition, 'appid' | 'secret'>,
  { grantType, appid, secret }: Credentials,
): number {
  if (appid === '') return 41002;
  if (secret === '') return 41004;
  if (grantType !== 'client_credential') return 40002;
  if (appid !== account.appid) return 40013;
  return account.secret !== undefined && isSame(secret, account.secret) ? 0 : 40125;
}

const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
