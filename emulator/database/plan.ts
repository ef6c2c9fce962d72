import type { Order } from './bson-order';
import { boundsOf } from './bounds';
import { idKey, type Collection } from './collection';
import type { Condition } from './conditions';
import { planIndex, type IndexPlan, type Plan } from './index-plan';
import type { Entry } from './ordered-index';

// How many keys are counted to choose between two indexes.
const SAMPLE = 100;

const sampleSize = ({ scanned, intervals }: IndexPlan): number => {
  let keys = 0;
  for (const interval of intervals) {
    const scan = scanned.scan(interval, false);
    while (keys < SAMPLE && !scan.next().done) keys++;
    if (keys >= SAMPLE) return SAMPLE;
  }
  return keys;
};

/** True when `a` bounds more than `b` does, and sorts if `b` does: no need to count keys. */
const beats = (a: IndexPlan, b: IndexPlan): boolean =>
  a.bound.length > b.bound.length &&
  (a.ordered || !b.ordered) &&
  b.bound.every((path) => a.bound.includes(path));

/** Fewest keys first; among equals the one that needs no sorting, then the one with more bounds. */
const best = (all: IndexPlan[]): IndexPlan | undefined => {
  const candidates = all.filter((plan) => !all.some((other) => beats(other, plan)));
  if (candidates.length < 2) return candidates[0];
  const rated = candidates.map((plan) => ({ plan, keys: sampleSize(plan) }));
  rated.sort(
    (a, b) =>
      a.keys - b.keys ||
      Number(b.plan.ordered) - Number(a.plan.ordered) ||
      b.plan.bound.length - a.plan.bound.length,
  );
  return rated[0]?.plan;
};

const byIds = (collection: Collection, ids: unknown[]): Entry[] =>
  ids.flatMap((id) => collection.entries.get(idKey(id)) ?? []);

/** Chooses how to find the documents that satisfy `conditions`, in `order`. */
export const planQuery = (
  collection: Collection,
  conditions: Condition[],
  order: Order = [],
): Plan => {
  const onId = conditions.filter(({ path }) => path === '_id');
  const ids = boundsOf(onId, false);
  if (ids?.points) {
    const points = ids.points;
    const rest = conditions.filter((condition) => !ids.exact.includes(condition));
    const ordered = order.length === 0 || points.length < 2;
    return { index: '_id_', candidates: () => byIds(collection, points), ordered, rest };
  }
  const useIds = ids !== undefined || order[0]?.path === '_id';
  const indexes = useIds ? [...collection.indexes, collection.idIndex()] : collection.indexes;
  const plan = best(indexes.flatMap((index) => planIndex(index, conditions, order) ?? []));
  if (plan) return plan;
  const candidates = () => collection.entries.values();
  return { index: 'none', candidates, ordered: order.length === 0, rest: conditions };
};
