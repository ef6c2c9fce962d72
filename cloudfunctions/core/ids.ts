/** The ids of documents, for a condition on many of them. */
export const idsOf = (documents: readonly { _id: string }[]): string[] =>
  documents.map((document) => document._id);
