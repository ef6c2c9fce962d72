import * as v from 'valibot';
import type { Clock } from '../services';
import type { DailyQuota } from '../settings';
import { chinaDay } from './china-time';

/** The shape of the counts in a saved state; `day` is `yyyyMMdd` in Asia/Shanghai. */
export const countsSchema = v.object({ day: v.string(), calls: v.record(v.string(), v.number()) });
type Counts = v.InferOutput<typeof countsSchema>;

/** Counts calls; every call counts, also one that is refused. */
export interface QuotaMeter {
  /** Counts this call; tells whether it is within the day's quota. */
  count(api: keyof DailyQuota): boolean;
  save(): Counts;
  restore(counts: Counts): void;
}

/**
 * Makes a meter that starts anew at midnight in Asia/Shanghai.
 * @param quota asked at every call
 */
export const createQuotaMeter = (clock: Clock, quota: () => DailyQuota): QuotaMeter => {
  let counts: Counts = { day: '', calls: {} };
  return {
    count: (api) => {
      const day = chinaDay(clock.now());
      if (day !== counts.day) counts = { day, calls: {} };
      const calls = (counts.calls[api] ?? 0) + 1;
      counts.calls[api] = calls;
      return calls <= quota()[api];
    },
    save: () => structuredClone(counts),
    restore: (saved) => {
      counts = structuredClone(saved);
    },
  };
};
