import type { Collections } from '../words';
import type { Change, Condition, Database, FindOptions, Query } from '../ports';

type Document = Record<string, unknown> & { _id: string };

/** The database port in memory, for tests. The contract suite holds it to the cloud's behaviour. */
export interface MemoryDatabase extends Database {
  all<C extends keyof Collections>(collection: C): Collections[C][];
}

/** @returns an empty database; every collection exists */
export function memoryDatabase(): MemoryDatabase {
  const stored = new Map<string, Map<string, Document>>();
  const collection = (name: string): Map<string, Document> => {
    if (!stored.has(name)) stored.set(name, new Map());
    return stored.get(name) ?? new Map();
  };
  const matching = (name: string, query: Query): Document[] => {
    const conditions = Object.entries(query);
    return candidates(collection(name), query._id).filter((document) =>
      conditions.every(([field, condition]) => fits(document[field], condition)),
    );
  };
  return {
    all: <C extends keyof Collections>(name: C) =>
      [...collection(name).values()] as unknown as Collections[C][],
    get: async <C extends keyof Collections>(name: C, id: string) =>
      copy(collection(name).get(id)) as unknown as Collections[C] | undefined,
    find: async <C extends keyof Collections>(name: C, query: Query, options: FindOptions) =>
      copy(
        sorted(matching(name, query), options).slice(0, options.limit),
      ) as unknown as Collections[C][],
    async insert(name, documents) {
      const known = documents.filter(({ _id }) => collection(name).has(_id));
      for (const document of documents) {
        if (!collection(name).has(document._id)) {
          collection(name).set(document._id, copy(document as unknown as Document));
        }
      }
      return known.map(({ _id }) => _id);
    },
    async update(name, query, change) {
      const hits = matching(name, query);
      for (const document of hits) collection(name).set(document._id, changed(document, change));
      return hits.length;
    },
    async remove(name, query) {
      const hits = matching(name, query);
      for (const document of hits) collection(name).delete(document._id);
      return hits.length;
    },
    count: async (name, query) => matching(name, query).length,
  };
}

/** A deep copy of plain data. */
function copy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy) as T;
  const copied = { ...value };
  for (const key in copied) copied[key] = copy(copied[key]);
  return copied;
}

/** What is named by its id is not searched for. */
function candidates(stored: Map<string, Document>, id: Condition | undefined): Document[] {
  if (typeof id === 'string') return [stored.get(id)].filter((one) => one !== undefined);
  if (typeof id === 'object' && 'in' in id) {
    return id.in.map((one) => stored.get(String(one))).filter((one) => one !== undefined);
  }
  return [...stored.values()];
}

function fits(value: unknown, condition: Condition): boolean {
  if (typeof condition !== 'object') return value === condition;
  if ('in' in condition) return condition.in.some((one) => one === value);
  return typeof value === 'number' && value <= condition.lte;
}

function changed(document: Document, change: Change): Document {
  const next: Document = { ...document };
  for (const [field, value] of Object.entries(change)) {
    next[field] = typeof value === 'object' ? Number(next[field]) + value.inc : value;
  }
  return next;
}

function sorted(documents: Document[], { orderBy, newestFirst }: FindOptions): Document[] {
  if (!orderBy) return documents;
  const sign = newestFirst ? -1 : 1;
  return documents.toSorted((a, b) => sign * compare(a[orderBy], b[orderBy]));
}

const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
};
