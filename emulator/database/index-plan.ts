import type { Order } from './bson-order';
import { ABOVE, BELOW } from './bson-order';
import { boundsOf, type Bounds, type End } from './bounds';
import type { Condition } from './conditions';
import { mergeScans } from './merge-scans';
import type { Entry, Interval, OrderedIndex } from './ordered-index';

/** How to find the documents of a query. */
export interface Plan {
  /** Name of the index, `_id_`, or `none` for a scan. */
  index: string;
  candidates: () => Iterable<Entry>;
  /** The candidates come in the order that was asked for. */
  ordered: boolean;
  /** Conditions that the candidates still have to be tested for. */
  rest: Condition[];
}

/** A plan that reads an index. */
export interface IndexPlan extends Plan {
  scanned: OrderedIndex;
  intervals: Interval[];
  /** Fields with bounds. */
  bound: string[];
}

// More combinations of `$in` values than this are not worth a cursor each.
const MAX_INTERVALS = 2000;

const outermost = (index: OrderedIndex, position: number, side: 'start' | 'end') =>
  (side === 'start') === (index.directionAt(position) === 1) ? BELOW : ABOVE;

/** One end of the keys that begin with `prefix` and continue within `range`. */
const keyEnd = (
  index: OrderedIndex,
  prefix: unknown[],
  range: { low: End; high: End } | undefined,
  side: 'start' | 'end',
): unknown[] => {
  const at = prefix.length;
  if (!range) return [...prefix, outermost(index, at, side)];
  const { value, inclusive } = outermost(index, at, side) === BELOW ? range.low : range.high;
  const opposite = side === 'start' ? 'end' : 'start';
  return [...prefix, value, outermost(index, at + 1, inclusive ? side : opposite)];
};

/** The leading fields that have points, and the bounds of all leading bounded fields. */
const leadingBounds = (index: OrderedIndex, conditions: Condition[]): Bounds[] => {
  const leading: Bounds[] = [];
  let intervals = 1;
  for (const { path } of index.fields) {
    const own = conditions.filter((condition) => condition.path === path);
    const bounds = boundsOf(own, index.multikey);
    if (!bounds) break;
    intervals *= bounds.points?.length ?? 1;
    if (intervals > MAX_INTERVALS) break;
    leading.push(bounds);
    if (!bounds.points) break;
  }
  return leading;
};

const intervalsOf = (index: OrderedIndex, leading: Bounds[]): Interval[] => {
  let prefixes: unknown[][] = [[]];
  for (const { points } of leading) {
    if (points) prefixes = prefixes.flatMap((prefix) => points.map((point) => [...prefix, point]));
  }
  const range = leading.at(-1)?.range;
  return prefixes.map((prefix) => ({
    start: keyEnd(index, prefix, range, 'start'),
    end: keyEnd(index, prefix, range, 'end'),
  }));
};

/** How the keys of an index have to be read to come out in `order`. */
interface Reading {
  /** Keys of several intervals are merged by their parts from here on. */
  from: number;
  reverse: boolean;
}

/**
 * The index gives an order when its fields follow it, after fields with points. Fields with a
 * single point are the same everywhere and may be left out on both sides.
 */
const readingFor = (index: OrderedIndex, leading: Bounds[], order: Order): Reading | undefined => {
  const isFixed = (path: string) => {
    const at = index.fields.findIndex((field) => field.path === path);
    return leading[at]?.points?.length === 1;
  };
  const wanted = order.filter(({ path }) => !isFixed(path));
  const first = wanted[0];
  if (!first) return { from: index.fields.length, reverse: false };
  const from = index.fields.findIndex((field) => field.path === first.path);
  if (from < 0 || index.multikey) return undefined;
  if (!index.fields.slice(0, from).every((_, i) => leading[i]?.points)) return undefined;
  const reverse = index.directionAt(from) !== first.direction;
  const following = index.fields.slice(from).filter(({ path }) => !isFixed(path));
  const covers = wanted.every(({ path, direction }, i) => {
    const field = following[i];
    return field?.path === path && (field.direction !== direction) === reverse;
  });
  return covers ? { from, reverse } : undefined;
};

function* inTurn(index: OrderedIndex, intervals: Interval[], reverse: boolean): Generator<Entry> {
  const seen = index.multikey ? new Set<Entry>() : undefined;
  for (const interval of intervals) {
    for (const [, entry] of index.scan(interval, reverse)) {
      if (seen?.has(entry)) continue;
      seen?.add(entry);
      yield entry;
    }
  }
}

/**
 * A plan with this index.
 * @returns undefined when the index neither narrows the query nor gives its order
 */
export const planIndex = (
  index: OrderedIndex,
  conditions: Condition[],
  order: Order,
): IndexPlan | undefined => {
  const leading = leadingBounds(index, conditions);
  const reading = readingFor(index, leading, order);
  if (leading.length === 0 && !(reading && order.length > 0)) return undefined;
  const intervals = intervalsOf(index, leading);
  const exact = new Set(leading.flatMap((bounds) => bounds.exact));
  const merged = reading && order.length > 0 && intervals.length > 1;
  return {
    index: index.definition.name,
    candidates: () =>
      merged
        ? mergeScans(index, intervals, reading)
        : inTurn(index, intervals, reading?.reverse ?? false),
    ordered: reading !== undefined,
    rest: conditions.filter((condition) => !exact.has(condition)),
    scanned: index,
    intervals,
    bound: index.fields.slice(0, leading.length).map(({ path }) => path),
  };
};
