import { MINUTE, NONE, SECOND } from '../words';
import type { AccessToken } from '../words';
import type { Ports } from '../ports';
import type { WeChatAccount } from './account';
import type { FetchedToken } from './fetch-token';

/**
 * The one stored token of an appid and kind. Every write names what was read or who holds the
 * lease, so that a holder that comes back late changes nothing.
 */

type Db = Ports['db'];

/** A fetch takes seconds. Losing the lease is harmless: it costs another fetch. */
const TOKEN_LEASE = 30 * SECOND;
/** After a failed fetch WeChat is left alone for so long. */
const FAILED_PAUSE = 10 * SECOND;
/** No second fetch within this time, whatever the clocks of both sides say. */
const SHORTEST_LIFE = 30 * SECOND;

/**
 * How long before its end a token is renewed. WeChat itself renews a stable token in its last five
 * minutes and gives the old one before that; a classic one may come earlier, so that the timer has
 * two chances.
 */
const MARGIN = { stable: 4 * MINUTE, classic: 25 * MINUTE };

/** @returns the stored token; a first one, without a token in it, is stored if there is none */
export async function readToken(db: Db, { appid, kind }: WeChatAccount): Promise<AccessToken> {
  const _id = `${kind}:${appid}`;
  const stored = await db.get('accessTokens', _id);
  if (stored) return stored;
  const times = { fetchedAt: 0, renewAt: 0, expiresAt: 0, leaseUntil: 0 };
  const first = { _id, appid, kind, token: NONE, claim: NONE, errCode: 0, ...times };
  await db.insert('accessTokens', [first]);
  return (await db.get('accessTokens', _id)) ?? first;
}

/**
 * Takes the token for renewing, if nobody holds it and it is still as it was read.
 * @returns whether `claim` holds it now
 */
export async function leaseToken(
  db: Db,
  { _id, token, renewAt, claim, leaseUntil }: AccessToken,
  by: string,
  now: number,
): Promise<boolean> {
  if (leaseUntil > now) return false;
  const asRead = { _id, token, renewAt, claim, leaseUntil };
  const change = { claim: by, leaseUntil: now + TOKEN_LEASE };
  return (await db.update('accessTokens', asRead, change)) === 1;
}

const free = { claim: NONE, leaseUntil: 0 };

/**
 * Stores a new token and gives the lease back.
 * @param askedAt before WeChat was asked: it counts the life from some moment after that
 * @returns what is stored now; undefined if the lease was lost, and somebody else's token counts
 */
export async function storeToken(
  db: Db,
  held: AccessToken,
  by: string,
  { token, expiresIn }: FetchedToken,
  askedAt: number,
): Promise<AccessToken | undefined> {
  const expiresAt = askedAt + expiresIn * SECOND;
  const renewAt = Math.max(expiresAt - MARGIN[held.kind], askedAt + SHORTEST_LIFE);
  const change = { token, fetchedAt: askedAt, renewAt, expiresAt, errCode: 0, ...free };
  const stored = await db.update('accessTokens', { _id: held._id, claim: by }, change);
  return stored === 1 ? { ...held, ...change } : undefined;
}

/** Writes down that a fetch has failed, so that nobody repeats it at once, and gives the lease back. */
export async function storeFailure(
  db: Db,
  { _id }: AccessToken,
  by: string,
  errCode: number,
  now: number,
): Promise<void> {
  const change = { errCode, renewAt: now + FAILED_PAUSE, ...free };
  await db.update('accessTokens', { _id, claim: by }, change);
}
