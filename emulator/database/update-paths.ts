import { compareBson } from './bson-order';
import { arrayPosition, isPlainObject, ownField } from './document';
import { notYet, show, WriteError } from './refusals';

// MongoDB's limit for writing far behind the end of an array.
const MAX_PADDING = 1_500_000;

/**
 * The parts of an update's path.
 * @throws WriteError for empty names; GatewayError for positional operators
 */
export const splitPath = (path: string): string[] => {
  const segments = path.split('.');
  if (segments.includes('')) {
    throw new WriteError(
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
  if (segments.some((segment) => segment.startsWith('$'))) {
    throw notYet(`positional updates ('${path}')`, 'read the document and write the whole array.');
  }
  return segments;
};

const child = (container: unknown, segment: string): unknown => {
  if (isPlainObject(container)) return ownField(container, segment);
  if (!Array.isArray(container)) return undefined;
  const position = arrayPosition(segment);
  return position === undefined ? undefined : container[position];
};

/** The value at a path; undefined when there is none. */
export const readPath = (container: unknown, segments: readonly string[]): unknown =>
  segments.reduce(child, container);

const writeElement = (list: unknown[], position: number, value: unknown): unknown[] => {
  if (position - list.length > MAX_PADDING) {
    throw new WriteError(`can't backfill more than ${MAX_PADDING} elements`);
  }
  const copy = [...list];
  while (copy.length < position) copy.push(null);
  copy[position] = value;
  return copy;
};

const cannotCreate = (segment: string, name: string | undefined, container: unknown) =>
  new WriteError(`Cannot create field '${segment}' in element {${name ?? ''}: ${show(container)}}`);

/**
 * A copy of `container` with `value` at the path; the same object if nothing changes, so that a
 * caller can tell a modified document by identity.
 * @throws WriteError when the path leads through something that is no object (also null)
 */
export const writePath = (
  container: unknown,
  segments: readonly string[],
  value: unknown,
  name?: string,
): unknown => {
  const [segment, ...rest] = segments;
  if (segment === undefined) {
    return container !== undefined && compareBson(container, value) === 0 ? container : value;
  }
  const before = child(container, segment);
  const position = Array.isArray(container) ? arrayPosition(segment) : undefined;
  const isObject = container === undefined || isPlainObject(container);
  if (position === undefined && !isObject) throw cannotCreate(segment, name, container);
  const after = writePath(before, rest, value, segment);
  if (after === before) return container;
  return Array.isArray(container) && position !== undefined
    ? writeElement(container, position, after)
    : { ...(container as object | undefined), [segment]: after };
};

/** A copy without the field at the path; an array's element becomes null, as in MongoDB. */
export const erasePath = (container: unknown, segments: readonly string[]): unknown => {
  const [segment, ...rest] = segments;
  const before = segment === undefined ? undefined : child(container, segment);
  if (segment === undefined || before === undefined) return container;
  if (Array.isArray(container)) {
    const after = rest.length === 0 ? null : erasePath(before, rest);
    return after === before ? container : container.with(Number(segment), after);
  }
  if (rest.length > 0) {
    const after = erasePath(before, rest);
    return after === before ? container : { ...(container as object), [segment]: after };
  }
  const { [segment]: _, ...others } = container as Record<string, unknown>;
  return others;
};
