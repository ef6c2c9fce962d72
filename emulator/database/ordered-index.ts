import BTree from 'sorted-btree';
import type { IndexDefinition } from '../services';
import { BELOW, compareBson } from './bson-order';
import { valuesAt, type Document } from './document';

/** The cell of a stored document; indexes point to cells, so a replaced document costs them nothing. */
export interface Entry {
  document: Document;
  /** An upper bound of the document's EJSON size. */
  size: number;
}

/** The indexed values in the order of the index, then `_id`; bounds are cut off and end with an Edge. */
export type Key = readonly unknown[];
/** All keys from `start` to `end`. */
export interface Interval {
  start: Key;
  end: Key;
}

/** Keys of one index in order, as MongoDB keeps them: missing is null, arrays give a key per element. */
export class OrderedIndex {
  readonly fields: readonly { path: string; segments: string[]; direction: 1 | -1 }[];
  /** Some document had an array on the path: keys no longer stand for documents one to one. */
  multikey = false;
  readonly #tree: BTree<Key, Entry>;

  constructor(readonly definition: IndexDefinition) {
    this.fields = definition.keys.map(({ name, direction }) => ({
      path: name,
      segments: name.split('.'),
      direction: direction === '1' ? 1 : -1,
    }));
    this.#tree = new BTree<Key, Entry>(undefined, (a, b) => this.compare(a, b, 0));
  }

  /** Compares keys from the field at `from` on. */
  compare(a: Key, b: Key, from: number): number {
    for (let i = from; i < a.length && i < b.length; i++) {
      const order = compareBson(a[i], b[i]);
      if (order !== 0) return order * this.directionAt(i);
    }
    return 0;
  }

  /** The direction of a key's part; `_id` at the end ascends. */
  directionAt(position: number): 1 | -1 {
    return this.fields[position]?.direction ?? 1;
  }

  keysOf(document: Document): Key[] {
    let keys: unknown[][] = [[]];
    for (const { segments } of this.fields) {
      const { values, throughArray } = valuesAt(document, segments);
      if (throughArray) this.multikey = true;
      if (values.length === 1) for (const key of keys) key.push(values[0]);
      else keys = keys.flatMap((key) => values.map((value) => [...key, value]));
    }
    for (const key of keys) key.push(document['_id']);
    return keys;
  }

  /** The key among `keys` whose values another document than `own` holds already, if unique. */
  duplicate(keys: Key[], own?: Entry): Key | undefined {
    if (!this.definition.unique) return undefined;
    return keys.find((key) => {
      const prefix = key.slice(0, -1);
      const next = this.#tree.nextHigherPair([...prefix, BELOW]);
      return next !== undefined && next[1] !== own && this.compare(next[0], prefix, 0) === 0;
    });
  }

  add(keys: Key[], entry: Entry): void {
    for (const key of keys) this.#tree.set(key, entry);
  }

  remove(keys: Key[]): void {
    for (const key of keys) this.#tree.delete(key);
  }

  /** Keys and cells between the ends of an interval. Nothing may be written while it runs. */
  *scan({ start, end }: Interval, reverse: boolean): Generator<[Key, Entry], void> {
    if (reverse) {
      for (const pair of this.#tree.entriesReversed(end)) {
        if (this.compare(pair[0], start, 0) < 0) return;
        yield pair;
      }
      return;
    }
    for (const pair of this.#tree.entries(start)) {
      if (this.compare(pair[0], end, 0) > 0) return;
      yield pair;
    }
  }
}
