import { compareBson } from './bson-order';
import type { Collection } from './collection';
import type { Condition } from './conditions';
import type { Document } from './document';
import type { Entry } from './ordered-index';
import { withId } from './store';
import { framed, inUpdate, invalid } from './refusals';

/** Tells of a write: the `_id` and the version before it. */
export type Wrote = (id: unknown, previous: Document | undefined) => void;

/**
 * Writes new versions of documents one by one; an error leaves the earlier ones written, as in
 * MongoDB.
 * @param growth by how many characters a document may grow at most
 * @returns how many documents changed
 * @throws GatewayError in the frame of update errors
 */
export const updateEntries = (
  collection: Collection,
  entries: Entry[],
  update: (document: Document) => Document,
  growth: number,
  wrote: Wrote,
): number =>
  framed(inUpdate, () => {
    let modified = 0;
    for (const entry of entries) {
      const previous = entry.document;
      const next = update(previous);
      if (next === previous) continue;
      collection.replace(entry, next, growth);
      wrote(next['_id'], previous);
      modified++;
    }
    return modified;
  });

/** The `_id` that a query asks for; undefined when it does not name one. */
const idIn = (conditions: Condition[]): unknown =>
  conditions.find(({ path, operator }) => path === '_id' && operator === '$eq')?.value;

/**
 * `set`: replaces the whole document, or creates it.
 * @param entry the document that the query found, if any
 * @returns the id of a created document; undefined when one was replaced
 */
export const setDocument = (
  collection: Collection,
  entry: Entry | undefined,
  conditions: Condition[],
  data: Document,
  size: number,
  wrote: Wrote,
): unknown => {
  if (Object.keys(data).some((name) => name.startsWith('$'))) {
    throw invalid('Expected `data` to be a document without update operators.');
  }
  const id = entry ? entry.document['_id'] : (idIn(conditions) ?? data['_id']);
  if (data['_id'] !== undefined && compareBson(data['_id'], id) !== 0) {
    throw inUpdate(
      "After applying the update, the (immutable) field '_id' was found to have been altered",
    );
  }
  const document = withId(id === undefined ? data : { ...data, _id: id });
  const previous = entry?.document;
  framed(inUpdate, () => {
    if (entry) collection.replace(entry, document, size);
    else collection.insert(document, size);
  });
  wrote(document['_id'], previous);
  return entry ? undefined : document['_id'];
};
