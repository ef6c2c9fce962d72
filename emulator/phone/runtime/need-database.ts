import type { Db } from '@cloudbase/database';
import { h } from './dom';

let loading: Promise<void> | undefined;

/** Begins to load the library of `wx.cloud.database()`; `app.js` calls it if the mini-program has that word. */
export function needDatabase(): void {
  loading ??= new Promise((resolve, reject) => {
    const failed = (): void => reject(new Error('database.js cannot be loaded'));
    document.head.append(
      h('script', { src: 'database.js', onload: () => resolve(), onerror: failed }),
    );
  });
}

/** Settles when what is needed is there. */
export const databaseReady = async (): Promise<void> => loading;

/**
 * The library.
 * @throws Error if the mini-program has not been seen to need it
 */
export function databaseLibrary(): typeof Db {
  const { cloudDatabase } = globalThis as { cloudDatabase?: typeof Db };
  if (cloudDatabase) return cloudDatabase;
  throw new Error('Write wx.cloud.database() in full, so that the phone loads what it needs.');
}
