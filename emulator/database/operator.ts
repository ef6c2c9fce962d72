/** Where an operator works, for its messages. */
export interface Place {
  operator: string;
  path: string;
  /** `_id` of the document. */
  id: unknown;
}

/**
 * An operator on one field: gives the new value, undefined to leave the field as it is.
 * @throws WriteError in MongoDB's words
 */
export type Operator = (current: unknown, argument: unknown, place: Place) => unknown;
