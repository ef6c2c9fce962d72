import type { Collections } from '../words';
import type { Change, Condition, Database, FindOptions, Query } from '../ports';
import type { SdkDatabase } from './sdk';

/** The database port on wx-server-sdk. */
export function cloudDatabase(db: SdkDatabase): Database {
  const where = (collection: string, query: Query) =>
    db.collection(collection).where(conditions(db, query));
  return {
    async get<C extends keyof Collections>(collection: C, id: string) {
      const { data } = await db.collection(collection).doc(id).get();
      return (data as Collections[C] | null) ?? undefined;
    },
    async find<C extends keyof Collections>(collection: C, query: Query, options: FindOptions) {
      const filtered = where(collection, query).limit(options.limit);
      const direction = options.newestFirst ? 'desc' : 'asc';
      const ordered = options.orderBy ? filtered.orderBy(options.orderBy, direction) : filtered;
      const { data } = await ordered.get();
      return data as Collections[C][];
    },
    insert: (collection, documents) => insert(db, collection, documents),
    async update(collection, query, change) {
      const { stats } = await where(collection, query).update({ data: changes(db, change) });
      return stats.updated;
    },
    async remove(collection, query) {
      const { stats } = await where(collection, query).remove();
      return stats.removed;
    },
    async count(collection, query) {
      const { total } = await where(collection, query).count();
      return total;
    },
  };
}

/** One call; after a duplicate one by one, because nobody says whether a batch stops there. */
async function insert(
  db: SdkDatabase,
  collection: string,
  documents: readonly { _id: string }[],
): Promise<string[]> {
  if (documents.length === 0) return [];
  const [only] = documents;
  try {
    const data = documents.length === 1 && only ? only : [...documents];
    await db.collection(collection).add({ data });
    return [];
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
  if (documents.length === 1) return documents.map((document) => document._id);
  const known: string[][] = [];
  for (const document of documents) known.push(await insert(db, collection, [document]));
  return known.flat();
}

/** The cloud has no code of its own for a duplicate: -502001 stands for every database failure. */
const isDuplicate = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('E11000');

/** The SDK drops `undefined` from a filter, and a fence with it: that must never happen. */
function conditions(db: SdkDatabase, query: Query): object {
  return mapValues(query, (field, condition: Condition) => {
    if (condition === undefined) throw new Error(`Expected query.${field} to be defined.`);
    if (typeof condition !== 'object') return condition;
    return 'in' in condition ? db.command.in(condition.in) : db.command.lte(condition.lte);
  });
}

function changes(db: SdkDatabase, change: Change): object {
  return mapValues(change, (field, value) => {
    if (value === undefined) throw new Error(`Expected change.${field} to be defined.`);
    return typeof value === 'object' ? db.command.inc(value.inc) : value;
  });
}

const mapValues = <V>(record: Record<string, V>, map: (key: string, value: V) => unknown): object =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(key, value)]));
