import type { Clock } from '../services';
import type { Switches } from '../settings';
import type { Collection } from './collection';
import { shapeOf, type Condition } from './conditions';
import type { Costs } from './costs';
import { parseObject, toText, type Reading } from './ejson';
import { insertDocuments } from './insert-documents';
import { setDocument, updateEntries, type Wrote } from './modify-documents';
import type { Entry } from './ordered-index';
import { compileProjection } from './projection';
import { framed, invalid, inUpdate, notYet } from './refusals';
import { collectionName, conditionsIn, optionsIn, textsIn, type Body } from './requests';
import { runQuery, type QueryOptions } from './run-query';
import type { StaleReads } from './stale-reads';
import { withId, type Store } from './store';
import { compileUpdate } from './update-operators';

/** What the actions work on. */
export interface Workplace {
  clock: Clock;
  switches: () => Switches;
  store: Store;
  stale: StaleReads;
  costs: Costs;
}

type Action = (place: Workplace, body: Body) => Record<string, unknown>;

const dataReading = ({ clock }: Workplace): Reading => ({ now: clock.now(), patterns: 'keep' });

const writer =
  ({ stale }: Workplace, collection: Collection): Wrote =>
  (id, previous) =>
    stale.wrote(collection, id, previous);

/** Finds what an update or removal is about: current versions, one or all of them. */
const entriesFor = (
  { costs }: Workplace,
  action: string,
  collection: Collection,
  conditions: Condition[],
  multi: boolean,
): Entry[] => {
  const found = runQuery(collection, conditions, multi ? {} : { limit: 1 });
  const { entries, examined, index } = found;
  const shape = shapeOf(conditions);
  const returned = entries.length;
  costs.count({ collection: collection.name, action, shape, examined, returned, index });
  return entries;
};

const read = (
  { stale, costs }: Workplace,
  action: string,
  collection: Collection,
  conditions: Condition[],
  options: QueryOptions,
) => {
  const { documents, examined, index } = stale.read(collection, conditions, options);
  const shape = shapeOf(conditions, options.order);
  const returned = documents.length;
  costs.count({ collection: collection.name, action, shape, examined, returned, index });
  return documents;
};

const insertDocument: Action = (place, body) => {
  const collection = place.store.get(collectionName(body));
  const reading = dataReading(place);
  const documents = textsIn(body).map((text) => ({
    document: withId(parseObject(text, 'data', reading)),
    size: text.length,
  }));
  const wrote = writer(place, collection);
  const { batchInsert } = place.switches();
  const ids = insertDocuments(collection, documents, batchInsert, (id) => wrote(id, undefined));
  return { data: { insertedIds: ids } };
};

const getDocument: Action = (place, body) => {
  const collection = place.store.get(collectionName(body));
  const conditions = conditionsIn(body, place.clock.now());
  const projection =
    body['projection'] === undefined
      ? undefined
      : compileProjection(parseObject(body['projection'], 'projection', dataReading(place)));
  const found = read(place, 'database.getDocument', collection, conditions, optionsIn(body));
  return { data: { list: found.map((one) => toText(projection ? projection(one) : one)) } };
};

const calculateDocument: Action = (place, body) => {
  const collection = place.store.get(collectionName(body));
  const conditions = conditionsIn(body, place.clock.now());
  if (conditions.length > 0) {
    const found = read(place, 'database.calculateDocument', collection, conditions, {});
    return { data: { total: found.length } };
  }
  // MongoDB knows the size of a collection without looking at its documents: no cost.
  const isStale = place.switches().staleReads;
  const total = isStale
    ? place.stale.read(collection, [], {}).documents.length
    : collection.entries.size;
  return { data: { total } };
};

const replaceOrCreate = (place: Workplace, body: Body) => {
  const collection = place.store.get(collectionName(body));
  const conditions = conditionsIn(body, place.clock.now());
  const data = parseObject(body['data'], 'data', dataReading(place));
  const [entry] = entriesFor(place, 'database.modifyDocument', collection, conditions, false);
  if (!entry && body['upsert'] !== true) return { updated: 0 };
  const size = String(body['data']).length;
  const wrote = writer(place, collection);
  const created = setDocument(collection, entry, conditions, data, size, wrote);
  return created === undefined ? { updated: 1 } : { updated: 0, upsert_id: created };
};

/** Applies update operators to what the query finds. */
const update = (place: Workplace, body: Body, action: string, multi: boolean) => {
  const collection = place.store.get(collectionName(body));
  const conditions = conditionsIn(body, place.clock.now());
  const operators = parseObject(body['data'], 'data', dataReading(place));
  const change = framed(inUpdate, () => compileUpdate(operators));
  const entries = entriesFor(place, action, collection, conditions, multi);
  const growth = String(body['data']).length;
  const modified = updateEntries(collection, entries, change, growth, writer(place, collection));
  const counted = place.switches().updatedCounts === 'modified' ? modified : entries.length;
  return { entries, updated: counted };
};

const modifyDocument: Action = (place, body) => {
  if (body['merge'] !== true) return { data: replaceOrCreate(place, body) };
  if (body['upsert'] === true) throw notYet('upsert with update operators', 'use doc(id).set().');
  const { updated } = update(place, body, 'database.modifyDocument', body['multi'] === true);
  return { data: { updated } };
};

/** node-sdk's `updateAndReturn`: one document, and its new version. */
const modifyAndReturnDoc: Action = (place, body) => {
  const { entries, updated } = update(place, body, 'database.modifyAndReturnDoc', false);
  const [entry] = entries;
  return { data: { updated, doc: entry ? toText(entry.document) : null } };
};

const removeDocument: Action = (place, body) => {
  const collection = place.store.get(collectionName(body));
  const conditions = conditionsIn(body, place.clock.now());
  const multi = body['multi'] === true;
  const entries = entriesFor(place, 'database.removeDocument', collection, conditions, multi);
  const wrote = writer(place, collection);
  for (const entry of entries) {
    collection.remove(entry);
    wrote(entry.document['_id'], entry.document);
  }
  return { data: { deleted: entries.length } };
};

const addCollection: Action = ({ store }, body) => {
  store.add(collectionName(body));
  return { data: {} };
};

const ACTIONS: Record<string, Action> = {
  'database.insertDocument': insertDocument,
  'database.getDocument': getDocument,
  'database.calculateDocument': calculateDocument,
  'database.modifyDocument': modifyDocument,
  'database.modifyAndReturnDoc': modifyAndReturnDoc,
  'database.removeDocument': removeDocument,
  'database.addCollection': addCollection,
};

/**
 * Answers one action of the gateway reference, "Actions/Database".
 * @throws GatewayError in the cloud's words, or that the local cloud lacks the action
 */
export const handleAction = (
  place: Workplace,
  action: string,
  body: Body,
): Record<string, unknown> => {
  if (action.endsWith('Transaction') || body['transactionId'] !== undefined) {
    throw notYet('transactions', 'make each change one conditional update of one document.');
  }
  if (action === 'database.aggregateDocuments') {
    throw notYet('aggregate()', 'query with where() and compute in the function.');
  }
  const handler = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!handler) throw invalid(`There is no action ${action}.`);
  return handler(place, body);
};
