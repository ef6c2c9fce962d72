import { BSONRegExp } from 'bson';
import { compareBson, documentOrder, type Order } from './bson-order';
import { compile, conditionsOf } from './conditions';
import { isPlainObject } from './document';
import { show, typeName, WriteError } from './refusals';
import type { Operator, Place } from './operator';

const listToAppend = (current: unknown, { path, id }: Place): unknown[] => {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  throw new WriteError(
    `The field '${path}' must be an array but is of type ${typeName(current)} in document {_id: ${show(id)}}`,
  );
};

/** `$each` and its companions; anything else is one value to append. */
const modifiersOf = (argument: unknown, operator: string): Record<string, unknown> => {
  if (!isPlainObject(argument) || !Object.hasOwn(argument, '$each')) return { $each: [argument] };
  if (Array.isArray(argument['$each'])) return argument;
  throw new WriteError(
    `The argument to $each in ${operator} must be an array but it was of type: ${typeName(argument['$each'])}`,
  );
};

const KNOWN_MODIFIERS = ['$each', '$position', '$slice', '$sort'];

const wholeNumber = (modifiers: Record<string, unknown>, name: string): number | undefined => {
  const value = modifiers[name];
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value))) return value;
  throw new WriteError(
    `The value for ${name} must be an integer value but was given type: ${typeName(value)}`,
  );
};

const sorted = (list: unknown[], sort: unknown): unknown[] => {
  if (sort === undefined) return list;
  if (sort === 1 || sort === -1) return list.toSorted((a, b) => compareBson(a, b) * sort);
  if (!isPlainObject(sort))
    throw new WriteError(
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  const order: Order = Object.entries(sort).map(([path, direction]) => ({
    path,
    direction: direction === -1 ? -1 : 1,
  }));
  const compare = documentOrder(order);
  const asDocument = (value: unknown) => (isPlainObject(value) ? value : {});
  return list.toSorted((a, b) => compare(asDocument(a), asDocument(b)));
};

/** `$push`: `_.push` and `_.unshift` always send `$each` (gateway reference, "Updates"). */
export const push: Operator = (current, argument, place) => {
  const list = listToAppend(current, place);
  const modifiers = modifiersOf(argument, '$push');
  const unknown = Object.keys(modifiers).find((name) => !KNOWN_MODIFIERS.includes(name));
  if (unknown) throw new WriteError(`Unrecognized clause in $push: ${unknown}`);
  const position = wholeNumber(modifiers, '$position') ?? list.length;
  const slice = wholeNumber(modifiers, '$slice');
  const longer = [list.slice(0, position), modifiers['$each'], list.slice(position)].flat(1);
  const ordered = sorted(longer, modifiers['$sort']);
  if (slice === undefined) return ordered;
  return slice < 0 ? ordered.slice(slice) : ordered.slice(0, slice);
};

/** `$addToSet`: only `{$each: […]}` adds several; an array is one value. */
export const addToSet: Operator = (current, argument, { path }) => {
  if (current !== undefined && !Array.isArray(current)) {
    throw new WriteError(
      `Cannot apply $addToSet to non-array field. Field named '${path}' has non-array type ${typeName(current)}`,
    );
  }
  const result: unknown[] = [...(current ?? [])];
  for (const value of modifiersOf(argument, '$addToSet')['$each'] as unknown[]) {
    if (!result.some((known) => compareBson(known, value) === 0)) result.push(value);
  }
  return result;
};

/** `$pop`: 1 takes the last element (`_.pop`), -1 the first (`_.shift`). */
export const pop: Operator = (current, argument, { path }) => {
  if (argument !== 1 && argument !== -1) {
    throw new WriteError(`$pop expects 1 or -1, found: ${show(argument)}`);
  }
  if (current === undefined) return undefined;
  if (!Array.isArray(current)) {
    throw new WriteError(
      `Path '${path}' contains an element of non-array type '${typeName(current)}'`,
    );
  }
  return argument === 1 ? current.slice(0, -1) : current.slice(1);
};

const listToShorten = (current: unknown): unknown[] | undefined => {
  if (current === undefined || Array.isArray(current)) return current;
  throw new WriteError('Cannot apply $pull to a non-array value');
};

/** Patterns in an update's data are values until `$pull` makes a query of them. */
const toQuery = (value: unknown): unknown => {
  if (value instanceof BSONRegExp) return new RegExp(value.pattern, value.options);
  if (Array.isArray(value)) return value.map(toQuery);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toQuery(field)]));
};

const pullTest = (argument: unknown): ((element: unknown) => boolean) => {
  const wanted = toQuery(argument);
  const isQuery = isPlainObject(wanted) && !Object.keys(wanted)[0]?.startsWith('$');
  if (isQuery) {
    const matches = compile(conditionsOf(wanted)) ?? (() => true);
    return (element) => isPlainObject(element) && matches(element);
  }
  if (!isPlainObject(wanted) && !(wanted instanceof RegExp)) {
    return (element) => compareBson(element, wanted) === 0;
  }
  const matches = compile(conditionsOf({ element: wanted })) ?? (() => true);
  return (element) => matches({ element });
};

/** `$pull`: a value, a query on the elements' fields, or operators on the elements. */
export const pull: Operator = (current, argument) => {
  const matches = pullTest(argument);
  return listToShorten(current)?.filter((element) => !matches(element));
};

/** `$pullAll`: takes out every element that equals one of a list. */
export const pullAll: Operator = (current, argument) => {
  if (!Array.isArray(argument)) {
    throw new WriteError(
      `$pullAll requires an array argument but was given a ${typeName(argument)}`,
    );
  }
  return listToShorten(current)?.filter(
    (element) => !argument.some((value) => compareBson(element, value) === 0),
  );
};
