/** A stored document. Documents are replaced, never mutated, so that readers may keep them. */
export type Document = Readonly<Record<string, unknown>>;

/** True for `{…}`; false for arrays, null, dates and BSON types such as ObjectId. */
export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** An own field of `object`; names such as `constructor` find nothing unless they were stored. */
export const ownField = (object: Record<string, unknown>, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** The position that a path segment means in an array; undefined for a field name. */
export const arrayPosition = (segment: string): number | undefined =>
  /^(0|[1-9]\d*)$/.test(segment) ? Number(segment) : undefined;

/** The values of a path for indexes and sorting. */
export interface PathValues {
  values: unknown[];
  /** The path met an array: the document may have several values here, or none. */
  throughArray: boolean;
}

const NO_ELEMENT = undefined;

const collect = (value: unknown, segments: readonly string[], at: number, into: PathValues) => {
  if (Array.isArray(value)) return collectArray(value, segments, at, into);
  const segment = segments[at];
  if (segment === undefined) return void into.values.push(value ?? null);
  if (!isPlainObject(value)) return void into.values.push(null);
  collect(ownField(value, segment), segments, at + 1, into);
};

const collectArray = (
  list: unknown[],
  segments: readonly string[],
  at: number,
  into: PathValues,
) => {
  into.throughArray = true;
  const segment = segments[at];
  if (segment === undefined) {
    for (const element of list.length > 0 ? list : [NO_ELEMENT]) into.values.push(element);
    return;
  }
  const position = arrayPosition(segment);
  if (position !== undefined) collect(list[position], segments, at + 1, into);
  const elements = list.filter(isPlainObject);
  if (elements.length === 0) into.values.push(null);
  for (const element of elements) collect(element, segments, at, into);
};

/**
 * All values that a document has at a path, as MongoDB indexes them: the elements of an array one
 * by one, null for a missing field, `undefined` for an empty array (it sorts before null).
 */
export const valuesAt = (document: Document, segments: readonly string[]): PathValues => {
  const into: PathValues = { values: [], throughArray: false };
  collect(document, segments, 0, into);
  return into;
};
