import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether a request shows the key: `Authorization: Bearer <key>`. Takes the same time for every
 * wrong key, so that nobody can find it letter by letter.
 */
export const showsKey = (authorization: string | undefined, key: string): boolean =>
  timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${key}`));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
