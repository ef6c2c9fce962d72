import { defaultSettings, type Era, formIdsOf } from '../settings';
import type { SettingsStore } from './services';

/** Settings that begin with the defaults of an era. */
export function createSettings(first: Era = 'classic'): SettingsStore {
  let settings = defaultSettings(first);
  return {
    current: () => settings,
    change({ era = settings.era, switches, latency, phone, push, quota, bans, http }) {
      const formIds = era === settings.era ? settings.phone.formIds : formIdsOf(era);
      settings = {
        era,
        switches: { ...settings.switches, ...withoutUndefined(switches) },
        latency: { ...settings.latency, ...withoutUndefined(latency) },
        phone: { ...settings.phone, formIds, ...withoutUndefined(phone) },
        push: { ...settings.push, ...withoutUndefined(push) },
        quota: { ...settings.quota, ...withoutUndefined(quota) },
        bans: { ...settings.bans, ...withoutUndefined(bans) },
        http: { ...settings.http, ...withoutUndefined(http) },
      };
    },
    reset: () => void (settings = defaultSettings(settings.era)),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const withoutUndefined = <T extends object>(values: T = {} as T): Defined<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
