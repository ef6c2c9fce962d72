import { defaultSettings } from '../settings';
import type { SettingsStore } from './services';

/** Settings that begin with the defaults. */
export function createSettings(): SettingsStore {
  let settings = defaultSettings();
  return {
    current: () => settings,
    change({ switches, latency, phone }) {
      settings = {
        switches: { ...settings.switches, ...withoutUndefined(switches) },
        latency: { ...settings.latency, ...withoutUndefined(latency) },
        phone: { ...settings.phone, ...withoutUndefined(phone) },
      };
    },
    reset: () => void (settings = defaultSettings()),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const withoutUndefined = <T extends object>(values: T = {} as T): Defined<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
