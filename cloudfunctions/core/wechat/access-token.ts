import { MINUTE, NONE, SECOND } from '../words';
import type { AccessToken } from '../words';
import type { Ports } from '../ports';
import {
  AccessTokenError,
  busy,
  onlyReads,
  refusedByWeChat,
  refusedWhenNew,
} from './access-token-error';
import type { WeChatAccount } from './account';
import { type FetchedToken, fetchToken } from './fetch-token';
import type { Http } from './http';
import { leaseToken, readToken, storeFailure, storeToken } from './stored-token';

/** What access tokens need from outside. */
export type TokenPorts = Pick<Ports, 'db' | 'now' | 'newId' | 'log'> & {
  http: Http;
  sleep: (ms: number) => Promise<void>;
};

/** The access token of one mini-program, shared by everybody who uses the same database. */
export interface AccessTokens {
  /**
   * @returns a token that is valid for at least half a minute
   * @throws AccessTokenError
   */
  current(): Promise<string>;
  /**
   * For a token that WeChat has refused (40001, 40014, 42001). It is renewed only if it is still
   * the stored one; otherwise a peer has done so, and fetching again would end the peer's token.
   * @returns another token
   * @throws AccessTokenError
   */
  replace(refused: string): Promise<string>;
}

/** A token this close to its end may be refused on its way. */
const TOO_LATE = 30 * SECOND;
/** How long somebody without a valid token waits for another's fetch, and looks how often. */
const PATIENCE = 6 * SECOND;
const LOOK_AGAIN = 200;
/** A refused token that was fetched less than this ago is not renewed: that would not help. */
const TOO_NEW = MINUTE;

/** Opens the access token of `account`. What it gives is remembered until it has to be renewed. */
export function openAccessTokens(ports: TokenPorts, account: WeChatAccount): AccessTokens {
  let held: AccessToken | undefined;
  const asking = new Map<string, Promise<string>>();

  const obtainOnce = (refused: string): Promise<string> => {
    const running = asking.get(refused);
    if (running) return running;
    const obtaining = obtain(ports, account, refused)
      .then((stored) => (held = stored).token)
      .finally(() => asking.delete(refused));
    asking.set(refused, obtaining);
    return obtaining;
  };
  return {
    async current() {
      if (held && ports.now() < held.renewAt) return held.token;
      return obtainOnce(NONE);
    },
    async replace(refused) {
      if (held?.token === refused) held = undefined;
      return obtainOnce(refused);
    },
  };
}

/**
 * Reads the stored token, and renews it if it is due and this environment may. Only the holder of
 * the lease fetches; everybody else uses the old one while it is valid, or waits.
 * @param refused a token that is of no use, whatever the store says
 */
async function obtain(
  ports: TokenPorts,
  account: WeChatAccount,
  refused: string,
): Promise<AccessToken> {
  const waitUntil = ports.now() + PATIENCE;
  for (;;) {
    const stored = await readToken(ports.db, account);
    const now = ports.now();
    const isUsable = stored.token !== refused && now < stored.expiresAt - TOO_LATE;
    if (isUsable && now < stored.renewAt) return stored;
    if (mayFetch(account)) {
      if (!isUsable) refuseRepetition(stored, refused, now);
      const renewed = await renew(ports, account, stored, refused, isUsable);
      if (renewed) return renewed;
    }
    if (isUsable) return stored;
    if (!mayFetch(account)) throw onlyReads(account, refused !== NONE && stored.token === refused);
    if (now >= waitUntil) throw busy();
    await ports.sleep(LOOK_AGAIN);
  }
}

/** A stable token is harmless to fetch: WeChat gives everybody the same. */
const mayFetch = ({ role, kind, secret }: WeChatAccount): boolean =>
  role === 'writer' || (kind === 'stable' && secret !== NONE);

/** What has just failed, or was fetched a moment ago and is refused, is not tried again at once. */
function refuseRepetition(stored: AccessToken, refused: string, now: number): void {
  const { errCode, renewAt, fetchedAt, token } = stored;
  if (errCode !== 0 && now < renewAt) throw refusedByWeChat(errCode);
  if (token !== NONE && token === refused && now < fetchedAt + TOO_NEW) throw refusedWhenNew();
}

/**
 * @returns undefined if somebody else holds the lease, or took it over meanwhile
 * @throws AccessTokenError if WeChat gives none and the old one is of no use
 */
async function renew(
  ports: TokenPorts,
  account: WeChatAccount,
  stored: AccessToken,
  refused: string,
  oldIsUsable: boolean,
): Promise<AccessToken | undefined> {
  const claim = ports.newId();
  const askedAt = ports.now();
  if (!(await leaseToken(ports.db, stored, claim, askedAt))) return undefined;
  try {
    const fetched = await fetchOther(ports, account, refused);
    const renewed = await storeToken(ports.db, stored, claim, fetched, askedAt);
    const { kind } = account;
    ports.log(renewed ? 'accessToken.renewed' : 'accessToken.overtaken', { kind });
    return renewed;
  } catch (error) {
    if (!(error instanceof AccessTokenError)) throw error;
    await storeFailure(ports.db, stored, claim, error.errCode, ports.now());
    ports.log('accessToken.failed', { errCode: error.errCode, error: error.message });
    if (oldIsUsable) return stored;
    throw error;
  }
}

/** WeChat may hold a stable token for valid that it refuses elsewhere; only a writer forces another. */
async function fetchOther(
  { http }: TokenPorts,
  account: WeChatAccount,
  refused: string,
): Promise<FetchedToken> {
  const fetched = await fetchToken(http, account, false);
  if (fetched.token !== refused) return fetched;
  if (account.role === 'reader') throw onlyReads(account, true);
  return fetchToken(http, account, true);
}
