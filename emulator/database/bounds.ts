import { compareBson, Edge, NUMBER_RANK, rankOf } from './bson-order';
import type { Condition } from './conditions';

/** One end of a range of values. */
export interface End {
  value: unknown;
  inclusive: boolean;
}

/** What the conditions on one path leave to look for in an index. */
export interface Bounds {
  /** The only values possible, in BSON order. */
  points?: unknown[];
  range?: { low: End; high: End };
  /** Conditions that every document within the bounds satisfies. */
  exact: Condition[];
}

/** Values that an index finds exactly. Objects and arrays are left to the test of the document. */
const isScalar = (value: unknown): boolean => {
  if (typeof value === 'number') return !Number.isNaN(value);
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  return typeof value === 'object' && '_bsontype' in value && value._bsontype === 'ObjectId';
};

const pointsOf = ({ operator, value }: Condition): unknown[] | undefined => {
  if (operator === '$eq') return isScalar(value) ? [value] : undefined;
  if (operator !== '$in' || !Array.isArray(value) || !value.every(isScalar)) return undefined;
  const sorted = value.toSorted(compareBson);
  return sorted.filter((point, i) => i === 0 || compareBson(point, sorted[i - 1]) !== 0);
};

const isRange = ({ operator, value }: Condition): boolean =>
  ['$gt', '$gte', '$lt', '$lte'].includes(operator) && value !== null && isScalar(value);

// `$gt: 5` finds numbers only: ranges end where the type ends. NaN is a number and in no range.
const typeRange = (value: unknown): { low: End; high: End } => {
  const rank = rankOf(value);
  const low = rank === NUMBER_RANK ? -Infinity : new Edge(rank - 0.5);
  return {
    low: { value: low, inclusive: true },
    high: { value: new Edge(rank + 0.5), inclusive: true },
  };
};

// The narrower of two ends; `side` is 1 for lower ends, -1 for upper ones.
const narrower = (a: End, b: End, side: 1 | -1): End => {
  const order = compareBson(a.value, b.value) * side;
  if (order === 0) return a.inclusive ? b : a;
  return order > 0 ? a : b;
};

const rangeBounds = (conditions: Condition[]): Bounds => {
  const rank = rankOf(conditions[0]?.value);
  const exact = conditions.filter(({ value }) => rankOf(value) === rank);
  const range = typeRange(conditions[0]?.value);
  for (const { operator, value } of exact) {
    const end = { value, inclusive: operator.endsWith('e') };
    if (operator.startsWith('$g')) range.low = narrower(range.low, end, 1);
    else range.high = narrower(range.high, end, -1);
  }
  return { range, exact };
};

const pointBounds = (conditions: Condition[]): Bounds => {
  const lists = conditions.map((condition) => pointsOf(condition) ?? []);
  const points = lists.reduce((common, list) =>
    common.filter((point) => list.some((other) => compareBson(point, other) === 0)),
  );
  return { points, exact: conditions };
};

/**
 * The bounds that conditions on one path give.
 * @param multikey arrays are in the index: two conditions may hold for two different elements, so
 * only one of them bounds the keys, and none is exact
 * @returns undefined when no condition bounds an index
 */
export const boundsOf = (conditions: Condition[], multikey: boolean): Bounds | undefined => {
  const points = conditions.filter((condition) => pointsOf(condition) !== undefined);
  const ranges = conditions.filter(isRange);
  const usable = points.length > 0 ? points : ranges;
  if (usable.length === 0) return undefined;
  const read = points.length > 0 ? pointBounds : rangeBounds;
  return multikey ? { ...read(usable.slice(0, 1)), exact: [] } : read(usable);
};
