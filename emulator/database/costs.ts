import type { QueryCost } from '../services';

// A scan of more documents than this is worth a warning.
const SLOW_SCAN = 1000;

/** A query without an index that was expensive. */
export interface SlowScan {
  collection: string;
  shape: string;
  examined: number;
}

/** Sums up what queries cost, by collection, action, shape and index. */
export interface Costs {
  count(call: Omit<QueryCost, 'calls'>): void;
  list(): QueryCost[];
  clear(): void;
}

/** @param onSlowScan is told of every query without an index that examines over 1000 documents */
export const createCosts = (onSlowScan: (scan: SlowScan) => void): Costs => {
  const costs = new Map<string, QueryCost>();
  return {
    count(call) {
      const { collection, action, shape, index, examined } = call;
      const key = [collection, action, index, shape].join('\n');
      const sum = costs.get(key) ?? { ...call, calls: 0, examined: 0, returned: 0 };
      sum.calls++;
      sum.examined += examined;
      sum.returned += call.returned;
      costs.set(key, sum);
      if (index === 'none' && examined > SLOW_SCAN) onSlowScan({ collection, shape, examined });
    },
    list: () => [...costs.values()].map((cost) => ({ ...cost })),
    clear: () => costs.clear(),
  };
};
