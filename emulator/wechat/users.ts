import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { LocalCloudError } from '../errors';
import type { Profile, User } from '../services';
import type { Random } from './random';

const words = v.object({ en: v.string(), zh: v.string() });
/** The shape of a user in a saved state. */
export const userSchema = v.object({
  openid: v.string(),
  as: v.exactOptional(v.string()),
  label: v.exactOptional(words),
});

/** The people who use the mini-program, known by openid only. */
export interface Users {
  /** A new user; the openid is `o` and 27 characters of `A-Z a-z 0-9 _ -`. */
  create(profile?: Profile): User;
  /** All users, the oldest first. */
  list(): User[];
  has(openid: unknown): openid is string;
  /** @throws LocalCloudError NOT_FOUND if there is no such user */
  expect(openid: string): void;
  save(): User[];
  restore(users: User[]): void;
}

/** Makes an account without users. */
export const createUsers = (random: Random): Users => {
  let users = new Map<string, User>();
  const has = (openid: unknown): openid is string =>
    typeof openid === 'string' && users.has(openid);
  const list = (): User[] => structuredClone([...users.values()]);
  return {
    create: (profile = {}) => {
      const user = { openid: `o${random.word(27)}`, ...profile };
      users.set(user.openid, user);
      return structuredClone(user);
    },
    list,
    has,
    expect: (openid) => {
      if (users.has(openid)) return;
      throw new LocalCloudError(
        'NOT_FOUND',
        `There is no user with the openid "${openid}". Users of the local cloud are created by it: ` +
          'create a user first and use the openid that you get.',
      );
    },
    save: list,
    restore: (saved) => {
      users = new Map(structuredClone(saved).map((user) => [user.openid, user]));
    },
  };
};

/**
 * The openid of the same person at the payment provider, `openid` beside `sub_openid` in WeChat
 * Pay. It is another text than the one in this mini-program, as in the cloud.
 */
export const providerOpenid = (openid: string): string =>
  `o${createHash('sha256').update(openid).digest('base64url').slice(0, 27)}`;
