import { EJSON } from 'bson';
import type { IndexDefinition } from '../services';
import { compareBson } from './bson-order';
import type { Document } from './document';
import { toText } from './ejson';
import { OrderedIndex, type Entry, type Key } from './ordered-index';
import { show, WriteError } from './refusals';

/** `_id` as the key of a Map: by type, so that 5 is not "5". */
export type IdKey = string | number | boolean | bigint | null;

// The zero character keeps ObjectIds apart from strings that look like them.
export const idKey = (id: unknown): IdKey =>
  typeof id === 'object' && id !== null ? `\0${EJSON.stringify([id])}` : (id as IdKey);

// MongoDB's limit for one document; EJSON text is longer than BSON, so we refuse a little early.
const MAX_SIZE = 16 * 1024 * 1024;

const sameKeys = (a: Key[], b: Key[]): boolean =>
  a.length === b.length && a.every((key, i) => compareBson(key, b[i]) === 0);

/** Documents by `_id` with their indexes. Every write checks first and changes after. */
export class Collection {
  readonly entries = new Map<IdKey, Entry>();
  readonly indexes: readonly OrderedIndex[];
  #idIndex: OrderedIndex | undefined;

  constructor(
    readonly name: string,
    definitions: IndexDefinition[],
  ) {
    this.indexes = definitions.map((definition) => new OrderedIndex(definition));
  }

  find(id: unknown): Entry | undefined {
    return this.entries.get(idKey(id));
  }

  /**
   * @param size length of the document's EJSON text
   * @throws WriteError E11000, or the document is too large
   */
  insert(document: Document, size: number): void {
    const id = document['_id'];
    if (Array.isArray(id)) throw new WriteError("The '_id' value cannot be of type array");
    if (size > MAX_SIZE) {
      throw new WriteError(
        `object to insert too large. size in bytes: ${size}, max size: ${MAX_SIZE}`,
      );
    }
    if (this.find(id)) throw this.#duplicate('_id_', { _id: id });
    const entry: Entry = { document, size };
    const keys = this.#checkedKeys(document);
    this.#allIndexes().forEach((index, i) => index.add(keys[i] ?? [], entry));
    this.entries.set(idKey(id), entry);
  }

  /**
   * Puts another version in the place of a document; the `_id` must be the same.
   * @param growth by how much the text may have grown at most
   * @throws WriteError E11000, or the document is too large
   */
  replace(entry: Entry, document: Document, growth: number): void {
    let size = entry.size + growth;
    if (size > MAX_SIZE) size = toText(document).length;
    if (size > MAX_SIZE) {
      throw new WriteError(`Resulting document after update is larger than ${MAX_SIZE}`);
    }
    const keys = this.#checkedKeys(document, entry);
    this.#allIndexes().forEach((index, i) => {
      const before = index.keysOf(entry.document);
      const after = keys[i] ?? [];
      if (sameKeys(before, after)) return;
      index.remove(before);
      index.add(after, entry);
    });
    entry.document = document;
    entry.size = size;
  }

  remove(entry: Entry): void {
    for (const index of this.#allIndexes()) index.remove(index.keysOf(entry.document));
    this.entries.delete(idKey(entry.document['_id']));
  }

  /** The ordered index on `_id`; built when a query first asks for a range or an order of ids. */
  idIndex(): OrderedIndex {
    if (this.#idIndex) return this.#idIndex;
    const index = new OrderedIndex({ name: '_id_', keys: [{ name: '_id', direction: '1' }] });
    for (const entry of this.entries.values()) index.add(index.keysOf(entry.document), entry);
    this.#idIndex = index;
    return index;
  }

  #allIndexes(): readonly OrderedIndex[] {
    return this.#idIndex ? [...this.indexes, this.#idIndex] : this.indexes;
  }

  #checkedKeys(document: Document, own?: Entry): Key[][] {
    return this.#allIndexes().map((index) => {
      const keys = index.keysOf(document);
      const taken = index.duplicate(keys, own);
      if (!taken) return keys;
      const values = index.fields.map(({ path }, i) => [path, taken[i]]);
      throw this.#duplicate(index.definition.name, Object.fromEntries(values));
    });
  }

  // Gateway reference, "Errors": user code matches `E11000`.
  #duplicate(index: string, key: Record<string, unknown>): WriteError {
    return new WriteError(
      `E11000 duplicate key error collection: tnt-local.${this.name} index: ${index} dup key: ${show(key)}`,
    );
  }
}
