import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { LocalCloudError } from '../errors';
import type { Stateful } from '../services';

/** What `wx.setStorage` has kept: key → JSON text. */
export type Storage = Record<string, string>;

/** Every user's phone: where it is, and what its mini-program has stored on it. */
export interface Phones extends Stateful {
  /** The unguessable part of the address of a user's phone: who has it acts as this user. */
  keyOf(openid: string): string;
  /** @returns the user of the phone with this key, or undefined */
  userOf(key: string): string | undefined;
  storageOf(openid: string): Storage;
  /** @param value a JSON text; undefined removes the key */
  store(openid: string, key: string, value?: string): void;
  clear(openid: string): void;
  /** What `wx.login` gives; nothing here takes it in exchange for an openid. */
  newCode(): string;
}

const stateSchema = v.record(v.string(), v.record(v.string(), v.string()));

/** WeChat keeps 10 MB for a user (WeChat docs, "Storage"). */
const MOST_STORED = 10 * 1024 * 1024;

/** Phones without anything stored; their keys change with a reset. */
export function createPhones(): Phones {
  let keys = new Map<string, string>();
  let stored = new Map<string, Storage>();
  const keyOf = (openid: string): string => {
    const known = keys.get(openid) ?? randomBytes(16).toString('hex');
    keys.set(openid, known);
    return known;
  };
  return {
    keyOf,
    userOf: (key) => [...keys].find(([, known]) => known === key)?.[0],
    storageOf: (openid) => ({ ...stored.get(openid) }),
    store(openid, key, value) {
      const { [key]: _old, ...others } = stored.get(openid) ?? {};
      const storage = value === undefined ? others : { ...others, [key]: value };
      if (sizeOf(storage) > MOST_STORED) {
        throw new LocalCloudError('BAD_REQUEST', 'The phone keeps 10 MB at most. Store less.');
      }
      stored.set(openid, storage);
    },
    clear: (openid) => void stored.delete(openid),
    newCode: () => randomBytes(12).toString('hex'),
    save: () => Object.fromEntries(stored),
    restore(state) {
      stored = new Map(Object.entries(v.parse(stateSchema, state)));
      keys = new Map();
    },
    reset() {
      stored = new Map();
      keys = new Map();
    },
  };
}

const sizeOf = (storage: Storage): number =>
  Object.entries(storage).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
