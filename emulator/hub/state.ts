import { LocalCloudError } from '../errors';
import { settleUsers } from '../users';
import type { Services } from './services';

/** Everything that a local cloud remembers, as plain JSON. */
export interface Snapshot {
  version: 1;
  clock: { offset: number };
  database: unknown;
  wechat: unknown;
  phones: unknown;
  /** Absent in snapshots of an earlier version: none were given out. */
  accessTokens?: unknown;
}

/** Saves, restores and clears a local cloud as a whole, while no function is running. */
export interface State {
  save(): Promise<Snapshot>;
  /**
   * Replaces everything by a snapshot; the old state stays if the snapshot is not valid.
   * @throws LocalCloudError `BAD_REQUEST`
   */
  restore(snapshot: Snapshot): Promise<void>;
  /** Back to the start: real time, seeds and declared users only, default settings, no faults. */
  reset(): Promise<void>;
}

type Parts = Pick<
  Services,
  | 'account'
  | 'clock'
  | 'database'
  | 'wechat'
  | 'accessTokens'
  | 'phones'
  | 'faults'
  | 'settings'
  | 'events'
>;

/** The state of `services` as a whole. */
export function createState(services: Parts): State {
  const { clock, database, wechat, accessTokens, phones, faults, settings, events } = services;

  const save = (): Snapshot => ({
    version: 1,
    clock: { offset: clock.offset() },
    database: database.save(),
    wechat: wechat.save(),
    phones: phones.save(),
    accessTokens: accessTokens.save(),
  });
  /** The clock first: it drops the tasks of the old state, and WeChat plans those of the new one. */
  const put = (snapshot: Snapshot): void => {
    clock.restart(snapshot.clock.offset);
    database.restore(snapshot.database);
    wechat.restore(snapshot.wechat);
    phones.restore(snapshot.phones);
    if (snapshot.accessTokens === undefined) accessTokens.reset();
    else accessTokens.restore(snapshot.accessTokens);
  };

  return {
    save: () => clock.exclusive(() => Promise.resolve(save())),
    restore: (snapshot) =>
      clock.exclusive(() => {
        const before = save();
        try {
          put(snapshot);
        } catch (error) {
          put(before);
          const why = error instanceof Error ? error.message : String(error);
          const text = `The snapshot cannot be restored, and nothing was changed: ${why}`;
          return Promise.reject(new LocalCloudError('BAD_REQUEST', text));
        }
        events.emit({ type: 'local.import' });
        return Promise.resolve();
      }),
    reset: () => {
      faults.clear(); // what is frozen goes on, so that nothing is running
      return clock.exclusive(() => {
        clock.restart(0);
        database.reset();
        wechat.reset();
        phones.reset();
        accessTokens.reset();
        settings.reset();
        settleUsers(services);
        events.emit({ type: 'local.reset' });
        return Promise.resolve();
      });
    },
  };
}
