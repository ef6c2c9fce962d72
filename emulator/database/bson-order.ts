import { EJSON } from 'bson';
import { isPlainObject, valuesAt, type Document } from './document';

/**
 * A place between types that no value has: the open ends of ranges. Ranks are those of `rankOf`;
 * `-Infinity` and `Infinity` lie outside of everything.
 */
export class Edge {
  constructor(readonly rank: number) {}
}
/** Below and above everything. */
export const BELOW = new Edge(-Infinity);
export const ABOVE = new Edge(Infinity);

/** The rank of numbers of every kind. */
export const NUMBER_RANK = 3;

// MongoDB manual, "Comparison/Sort Order". Whatever is not listed compares like an object.
const RANKS: Record<string, number> = {
  MinKey: 0,
  Decimal128: NUMBER_RANK,
  BSONSymbol: 4,
  Binary: 7,
  ObjectId: 8,
  Timestamp: 11,
  BSONRegExp: 12,
  Code: 13,
  MaxKey: 14,
};
const OBJECT_RANK = 5;

/** The place of a value's type in BSON order. */
export const rankOf = (value: unknown): number => {
  if (value === undefined) return 1;
  if (value === null) return 2;
  if (typeof value === 'number' || typeof value === 'bigint') return NUMBER_RANK;
  if (typeof value === 'string') return 4;
  if (typeof value === 'boolean') return 9;
  if (value instanceof Date) return 10;
  if (Array.isArray(value)) return 6;
  if (value instanceof Edge) return value.rank;
  if (typeof value !== 'object' || !('_bsontype' in value)) return OBJECT_RANK;
  return RANKS[String(value._bsontype)] ?? OBJECT_RANK;
};

const byLess = (a: number | bigint | string, b: number | bigint | string): number =>
  a < b ? -1 : a > b ? 1 : 0;

const numeric = (value: unknown): number | bigint =>
  typeof value === 'number' || typeof value === 'bigint' ? value : Number(String(value));

const compareNumbers = (a: number | bigint, b: number | bigint): number => {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  return Number.isNaN(b) ? 1 : byLess(a, b);
};

const compareLists = (a: unknown[], b: unknown[]): number => {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareBson(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
};

// Field by field in stored order: type, then name, then value, as MongoDB does.
const flatten = (object: Record<string, unknown>): unknown[] =>
  Object.entries(object).flatMap(([name, value]) => [rankOf(value), name, value]);

/**
 * Orders any two values as BSON does: by type, then by value. Strings compare by UTF-16 units,
 * which differs from MongoDB only between emoji and a few rare characters.
 */
export const compareBson = (a: unknown, b: unknown): number => {
  if (a === b) return 0;
  // The three kinds that indexes are full of come first; equal strings were caught above.
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1;
  if (a instanceof Date && b instanceof Date) return byLess(a.getTime(), b.getTime());
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  const rank = rankOf(a);
  const other = rankOf(b);
  if (rank !== other) return rank < other ? -1 : 1;
  if (rank === NUMBER_RANK) return compareNumbers(numeric(a), numeric(b));
  if (typeof a === 'boolean') return a ? 1 : -1;
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
  if (isPlainObject(a) && isPlainObject(b)) return compareLists(flatten(a), flatten(b));
  return byLess(EJSON.stringify([a]), EJSON.stringify([b]));
};

/** `orderBy` of a query: paths and directions, the most important first. */
export type Order = { path: string; direction: 1 | -1 }[];

/** The value that a document sorts by: of an array the smallest element, descending the largest. */
const sortValue = (document: Document, segments: string[], direction: 1 | -1): unknown =>
  valuesAt(document, segments).values.reduce((best, value) =>
    compareBson(value, best) * direction < 0 ? value : best,
  );

/** A comparison of documents for `Array.sort`. */
export const documentOrder = (order: Order): ((a: Document, b: Document) => number) => {
  const fields = order.map(({ path, direction }) => ({ segments: path.split('.'), direction }));
  return (a, b) => {
    for (const { segments, direction } of fields) {
      const result = compareBson(
        sortValue(a, segments, direction),
        sortValue(b, segments, direction),
      );
      if (result !== 0) return result * direction;
    }
    return 0;
  };
};
