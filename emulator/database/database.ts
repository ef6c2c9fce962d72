import { LocalCloudError } from '../errors';
import type { Clock, Database, DatabaseDefinition } from '../services';
import type { Switches } from '../settings';
import { handleAction } from './actions';
import type { Collection } from './collection';
import { conditionsOf } from './conditions';
import { createCosts, type SlowScan } from './costs';
import { checkDefinition } from './definition';
import { isPlainObject, type Document } from './document';
import { fromEjson, parseObject, toPlain } from './ejson';
import { WriteError } from './refusals';
import { collectionName } from './requests';
import { DEFAULT_RULES, readRules, type Rules } from './rules';
import { admit } from './rules-admission';
import { runQuery } from './run-query';
import { createStaleReads } from './stale-reads';
import { createStore, withId } from './store';

/** What a database needs from the rest of the local cloud. */
export interface DatabaseOptions {
  clock: Clock;
  /** `database.json`; checked here. */
  definition: DatabaseDefinition;
  switches: () => Switches;
  /** Told of every query without an index that examines more than 1000 documents. */
  onSlowScan: (scan: SlowScan) => void;
}

const badRequest = (error: unknown): LocalCloudError =>
  new LocalCloudError('BAD_REQUEST', error instanceof Error ? error.message : String(error));

const asBadRequest = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw badRequest(error);
  }
};

/** Inserts all documents or none. */
const insertAll = (collection: Collection, documents: Document[]): void => {
  const inserted: Document[] = [];
  try {
    for (const document of documents) {
      collection.insert(document, JSON.stringify(toPlain(document, false)).length);
      inserted.push(document);
    }
  } catch (error) {
    for (const { _id } of inserted) {
      const entry = collection.find(_id);
      if (entry) collection.remove(entry);
    }
    throw error instanceof WriteError ? badRequest(error) : error;
  }
};

const rulesIn = ({ collections }: DatabaseDefinition): Map<string, Rules> =>
  new Map(Object.entries(collections).map(([name, { rules }]) => [name, readRules(rules)]));

/**
 * The document database of the local cloud, in memory, with the definition's seeds in it.
 * @throws LocalCloudError `PROJECT_INVALID` when the definition or a seed is wrong
 */
export const createDatabase = (options: DatabaseOptions): Database => {
  const { clock, switches, onSlowScan } = options;
  const definition = checkDefinition(options.definition);
  const store = createStore(definition, clock);
  const rules = rulesIn(definition);
  const stale = createStaleReads(() => switches().staleReads);
  const costs = createCosts(onSlowScan);
  const place = { clock, switches, store, stale, costs };
  const forget = () => {
    stale.clear();
    costs.clear();
  };
  const existing = (name: string): Collection => {
    const collection = store.collections.get(name);
    if (collection) return collection;
    throw new LocalCloudError('NOT_FOUND', `There is no collection ${name}.`);
  };
  store.reset();

  return {
    handle: (action, body) => handleAction(place, action, body),
    handleFor(openid, action, body) {
      const collection = store.get(collectionName(body));
      const known = { openid, now: clock.now() };
      const request = { collection, rules: rules.get(collection.name) ?? DEFAULT_RULES, known };
      return handleAction(place, action, admit(request, action, body));
    },
    find(name, query = '{}') {
      const collection = existing(name);
      return asBadRequest(() => {
        const parsed = parseObject(query, 'query', { now: clock.now(), patterns: 'search' });
        const { entries } = runQuery(collection, conditionsOf(parsed));
        return entries.map(({ document }) => toPlain(document, true));
      });
    },
    insert(name, plain) {
      const collection = existing(name);
      const documents = asBadRequest(() =>
        plain.map((one) => {
          const document = fromEjson(one, { now: clock.now(), patterns: 'keep' });
          if (!isPlainObject(document)) throw new TypeError('Expected a list of documents.');
          return withId(document);
        }),
      );
      insertAll(collection, documents);
      return documents.map(({ _id }) => String(_id));
    },
    collections: () =>
      [...store.collections.values()].map(({ name, entries }) => ({
        name,
        documents: entries.size,
      })),
    costs: () => costs.list(),
    save: () => store.save(),
    restore(state) {
      store.restore(state);
      forget();
    },
    reset() {
      store.reset();
      forget();
    },
  };
};
