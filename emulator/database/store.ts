import { randomBytes } from 'node:crypto';
import { LocalCloudError } from '../errors';
import type { Clock, DatabaseDefinition } from '../services';
import { Collection } from './collection';
import { isPlainObject, type Document } from './document';
import { fromEjson, toPlain } from './ejson';
import { collectionExists, collectionMissing, WriteError } from './refusals';

/** All collections. */
export interface Store {
  readonly collections: ReadonlyMap<string, Collection>;
  /** @throws GatewayError `DATABASE_COLLECTION_NOT_EXIST` */
  get(name: string): Collection;
  /** @throws GatewayError `DATABASE_COLLECTION_ALREADY_EXIST` */
  add(name: string): void;
  /** Everything as canonical EJSON. */
  save(): { collections: Record<string, Record<string, unknown>[]> };
  restore(state: unknown): void;
  reset(): void;
}

/** `_id` comes first, as in the cloud; a generated one is 32 hex characters. */
export const withId = (document: Document): Document => {
  const { _id = randomBytes(16).toString('hex'), ...fields } = document;
  return { _id, ...fields };
};

const fill = (collection: Collection, documents: unknown[], now: number): void => {
  for (const plain of documents) {
    const document = fromEjson(plain, { now, patterns: 'keep' });
    if (!isPlainObject(document)) throw new WriteError('a document must be an object');
    collection.insert(withId(document), JSON.stringify(plain).length);
  }
};

/** The documents of a saved state, by collection. */
const savedCollections = (state: unknown): [string, unknown[]][] => {
  const { collections } = isPlainObject(state) ? state : {};
  if (!isPlainObject(collections)) {
    throw new LocalCloudError('BAD_REQUEST', 'Expected `collections` in the saved database.');
  }
  return Object.entries(collections).map(([name, documents]) => {
    if (Array.isArray(documents)) return [name, documents];
    throw new LocalCloudError('BAD_REQUEST', `Expected \`collections.${name}\` to be a list.`);
  });
};

/** @param definition as checked by `checkDefinition`; `reset` fills the store with its seeds */
export const createStore = (definition: DatabaseDefinition, clock: Clock): Store => {
  let collections = new Map<string, Collection>();
  const empty = (name: string): Collection =>
    new Collection(name, definition.collections[name]?.indexes ?? []);

  const build = (contents: [string, unknown[]][], code: 'PROJECT_INVALID' | 'BAD_REQUEST') => {
    const built = new Map<string, Collection>();
    for (const [name, documents] of contents) {
      const collection = empty(name);
      try {
        fill(collection, documents, clock.now());
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new LocalCloudError(code, `A document of the collection ${name}: ${reason}`);
      }
      built.set(name, collection);
    }
    return built;
  };

  return {
    get collections() {
      return collections;
    },
    get(name) {
      const collection = collections.get(name);
      if (!collection) throw collectionMissing(name);
      return collection;
    },
    add(name) {
      if (collections.has(name)) throw collectionExists();
      collections.set(name, empty(name));
    },
    save: () => ({
      collections: Object.fromEntries(
        [...collections].map(([name, { entries }]) => [
          name,
          [...entries.values()].map(({ document }) => toPlain(document, false)),
        ]),
      ),
    }),
    restore(state) {
      const defined = Object.keys(definition.collections);
      const contents = defined.map((name): [string, unknown[]] => [name, []]);
      collections = build([...contents, ...savedCollections(state)], 'BAD_REQUEST');
    },
    reset() {
      const seeds = Object.entries(definition.collections).map(
        ([name, { seed = [] }]): [string, unknown[]] => [name, seed],
      );
      collections = build(seeds, 'PROJECT_INVALID');
    },
  };
};
