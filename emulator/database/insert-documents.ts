import type { Switches } from '../settings';
import type { Collection } from './collection';
import type { Document } from './document';
import { inInsert, WriteError } from './refusals';

/** A document and the length of its EJSON text. */
export interface NewDocument {
  document: Document;
  size: number;
}

/**
 * Inserts a batch as `batchInsert` says; what was inserted before a failure stays.
 * @returns the ids
 * @throws GatewayError with E11000 when a document was refused
 */
export const insertDocuments = (
  collection: Collection,
  documents: NewDocument[],
  mode: Switches['batchInsert'],
  wrote: (id: unknown) => void,
): unknown[] => {
  const refused: string[] = [];
  for (const { document, size } of documents) {
    try {
      collection.insert(document, size);
      wrote(document['_id']);
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      refused.push(error.message);
      if (mode === 'ordered') break;
    }
  }
  if (refused.length > 0) throw inInsert(refused.join(', '));
  return documents.map(({ document }) => document['_id']);
};
