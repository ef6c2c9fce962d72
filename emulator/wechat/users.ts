import { createHash } from 'node:crypto';
import { LocalCloudError } from '../errors';
import type { Random } from './random';

/** The people who use the mini-program, known by openid only. */
export interface Users {
  /** A new user; the openid is `o` and 27 characters of `A-Z a-z 0-9 _ -`. */
  create(): { openid: string };
  /** All users, the oldest first. */
  list(): { openid: string }[];
  has(openid: unknown): openid is string;
  /** @throws LocalCloudError NOT_FOUND if there is no such user */
  expect(openid: string): void;
  save(): string[];
  restore(openids: string[]): void;
}

/** Makes an account without users. */
export const createUsers = (random: Random): Users => {
  let openids = new Set<string>();
  const has = (openid: unknown): openid is string =>
    typeof openid === 'string' && openids.has(openid);
  return {
    create: () => {
      const openid = `o${random.word(27)}`;
      openids.add(openid);
      return { openid };
    },
    list: () => [...openids].map((openid) => ({ openid })),
    has,
    expect: (openid) => {
      if (openids.has(openid)) return;
      throw new LocalCloudError(
        'NOT_FOUND',
        `There is no user with the openid "${openid}". Users of the local cloud are created by it: ` +
          'create a user first and use the openid that you get.',
      );
    },
    save: () => [...openids],
    restore: (saved) => {
      openids = new Set(saved);
    },
  };
};

/**
 * The openid of the same person at the payment provider, `openid` beside `sub_openid` in WeChat
 * Pay. It is another text than the one in this mini-program, as in the cloud.
 */
export const providerOpenid = (openid: string): string =>
  `o${createHash('sha256').update(openid).digest('base64url').slice(0, 27)}`;
