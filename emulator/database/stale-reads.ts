import { documentOrder } from './bson-order';
import { idKey, type Collection, type IdKey } from './collection';
import { compile, type Condition } from './conditions';
import type { Document } from './document';
import { runQuery, type QueryOptions } from './run-query';

/** What a read sees, and what it cost. */
export interface ReadResult {
  documents: Document[];
  examined: number;
  index: string;
}

/**
 * The switch `staleReads`: the first read after a write of a document still sees the version
 * before that write, or its absence. Only reads come here; writes match what is stored.
 */
export interface StaleReads {
  /** Remembers what a document was (undefined: it was not there) before a write. */
  wrote(collection: Collection, id: unknown, previous: Document | undefined): void;
  read(collection: Collection, conditions: Condition[], options: QueryOptions): ReadResult;
  clear(): void;
}

const readStored = (
  collection: Collection,
  conditions: Condition[],
  options: QueryOptions,
): ReadResult => {
  const { entries, examined, index } = runQuery(collection, conditions, options);
  return { documents: entries.map(({ document }) => document), examined, index };
};

type Pending = Map<IdKey, Document | undefined>;

/** Takes out of `pending` what concerns this query; gives the old versions that match it. */
const takeOldVersions = (
  collection: Collection,
  pending: Pending,
  conditions: Condition[],
): { replaced: Set<IdKey>; old: Document[] } => {
  const matches = compile(conditions) ?? (() => true);
  const replaced = new Set<IdKey>();
  const old: Document[] = [];
  for (const [key, previous] of pending) {
    const current = collection.entries.get(key)?.document;
    const wasMatch = previous !== undefined && matches(previous);
    if (!wasMatch && !(current && matches(current))) continue;
    replaced.add(key);
    pending.delete(key);
    if (wasMatch) old.push(previous);
  }
  return { replaced, old };
};

const readOld = (
  collection: Collection,
  pending: Pending,
  conditions: Condition[],
  { order = [], offset = 0, limit = Infinity }: QueryOptions,
): ReadResult => {
  const { replaced, old } = takeOldVersions(collection, pending, conditions);
  // Replaced documents fall out, so that many more are needed.
  const enough = { order, limit: offset + limit + replaced.size };
  const stored = readStored(collection, conditions, enough);
  const fresh = stored.documents.filter(({ _id }) => !replaced.has(idKey(_id)));
  const documents = [...fresh, ...old].sort(documentOrder(order));
  return { ...stored, documents: documents.slice(offset, offset + limit) };
};

/** @param isOn reads the switch; what was remembered is forgotten when it is off */
export const createStaleReads = (isOn: () => boolean): StaleReads => {
  const collections = new Map<Collection, Pending>();
  return {
    wrote(collection, id, previous) {
      if (!isOn()) return;
      const pending: Pending = collections.get(collection) ?? new Map();
      collections.set(collection, pending.set(idKey(id), previous));
    },
    read(collection, conditions, options) {
      if (!isOn()) collections.clear();
      const pending = collections.get(collection);
      return pending && pending.size > 0
        ? readOld(collection, pending, conditions, options)
        : readStored(collection, conditions, options);
    },
    clear: () => collections.clear(),
  };
};
