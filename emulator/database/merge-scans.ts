import BTree from 'sorted-btree';
import type { Entry, Interval, Key, OrderedIndex } from './ordered-index';

/**
 * Reads several intervals of one index at the same time, so that their documents come out in the
 * order of the key parts from `from` on: `state` in three values, sorted by time, one page only.
 * Not for multikey indexes, where a document may be in several intervals.
 */
export function* mergeScans(
  index: OrderedIndex,
  intervals: Interval[],
  { from, reverse }: { from: number; reverse: boolean },
): Generator<Entry> {
  const sign = reverse ? -1 : 1;
  // The tree is a queue of the scans by their next key; keys differ at least in the `_id`.
  const heads = new BTree<Key, { entry: Entry; scan: Iterator<[Key, Entry]> }>(
    undefined,
    (a, b) => index.compare(a, b, from) * sign,
  );
  const advance = (scan: Iterator<[Key, Entry]>) => {
    const next = scan.next();
    if (!next.done) heads.set(next.value[0], { entry: next.value[1], scan });
  };
  for (const interval of intervals) advance(index.scan(interval, reverse));
  for (let key = heads.minKey(); key !== undefined; key = heads.minKey()) {
    const head = heads.get(key);
    if (!head) return;
    yield head.entry;
    heads.delete(key);
    advance(head.scan);
  }
}
