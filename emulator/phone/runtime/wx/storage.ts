import { api, ApiFailure } from '../api';
import { askCloud } from '../bridge';
import { reportError } from '../report';
import type { Phone } from '../phone';

interface Keyed {
  key: string;
  data: unknown;
}

/** WeChat keeps so much for a user (WeChat docs, "Storage"). */
const LIMIT_KB = 10240;

/** `wx.setStorage` and its kin: kept here, written through to the local cloud. */
export function storageApis({ start }: Phone) {
  const kept = new Map(Object.entries(start.storage));
  const write = (request: { key: string; value?: string } | { clear: true }): void => {
    askCloud('storage', request).catch(reportError);
  };
  const get = (key: string): unknown => {
    const text = kept.get(key);
    return text === undefined ? '' : (JSON.parse(text) as unknown);
  };
  const set = (key: string, data: unknown): void => {
    const value = JSON.stringify(data) ?? '""';
    kept.set(key, value);
    write({ key, value });
  };
  const remove = (key: string): void => {
    if (kept.delete(key)) write({ key });
  };
  const clear = (): void => {
    kept.clear();
    write({ clear: true });
  };
  const info = () => {
    const characters = [...kept].reduce((sum, [key, text]) => sum + key.length + text.length, 0);
    return {
      keys: [...kept.keys()],
      currentSize: Math.ceil(characters / 1024),
      limitSize: LIMIT_KB,
    };
  };
  const keyOf = (key: string | undefined): string => {
    if (typeof key === 'string' && key !== '') return key;
    throw new ApiFailure('parameter error: parameter.key should be String');
  };
  return {
    getStorageSync: get,
    setStorageSync: set,
    removeStorageSync: remove,
    clearStorageSync: clear,
    getStorageInfoSync: info,
    getStorage: api<Keyed>('getStorage', ({ key }) => {
      if (!kept.has(keyOf(key))) throw new ApiFailure('data not found');
      return { data: get(keyOf(key)) };
    }),
    setStorage: api<Keyed>('setStorage', ({ key, data }) => set(keyOf(key), data)),
    removeStorage: api<Keyed>('removeStorage', ({ key }) => remove(keyOf(key))),
    clearStorage: api('clearStorage', clear),
    getStorageInfo: api('getStorageInfo', info),
  };
}
