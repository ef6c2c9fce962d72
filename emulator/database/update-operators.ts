import { addToSet, pop, pull, pullAll, push } from './array-operators';
import { compareBson } from './bson-order';
import { bit, increment, multiply } from './number-operators';
import type { Operator } from './operator';
import { isPlainObject, type Document } from './document';
import { show, typeName, WriteError } from './refusals';
import { erasePath, readPath, splitPath, writePath } from './update-paths';

const OPERATORS: Record<string, Operator> = {
  $set: (_current, argument) => argument,
  $inc: increment,
  $mul: multiply,
  $min: (now, value) => (now === undefined || compareBson(value, now) < 0 ? value : undefined),
  $max: (now, value) => (now === undefined || compareBson(value, now) > 0 ? value : undefined),
  $bit: bit,
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
};

type Change = (document: Document, id: unknown) => Document;

const unset = (path: string): Change => {
  const segments = splitPath(path);
  return (document) => erasePath(document, segments) as Document;
};

const rename = (path: string, target: string): Change => {
  const from = splitPath(path);
  const to = splitPath(target);
  return (document) => {
    const value = readPath(document, from);
    if (value === undefined) return document;
    return writePath(erasePath(document, from), to, value) as Document;
  };
};

const changeField = (operator: string, path: string, argument: unknown): Change => {
  const apply = OPERATORS[operator];
  const segments = splitPath(path);
  return (document, id) => {
    const value = apply?.(readPath(document, segments), argument, { operator, path, id });
    return value === undefined ? document : (writePath(document, segments, value) as Document);
  };
};

const renameTarget = (path: string, argument: unknown): string => {
  if (typeof argument !== 'string') {
    throw new WriteError(`The 'to' field for $rename must be a string: ${path}: ${show(argument)}`);
  }
  if (argument === path) {
    throw new WriteError(
      `The source and target field for $rename must differ: ${path}: ${show(argument)}`,
    );
  }
  return argument;
};

/** Two changes may not meet on one path, nor one lie inside the other. */
const claimPath = (path: string, claimed: string[]): void => {
  for (const other of claimed) {
    const shorter = path.length < other.length ? path : other;
    if (`${path}.`.startsWith(`${shorter}.`) && `${other}.`.startsWith(`${shorter}.`)) {
      throw new WriteError(`Updating the path '${path}' would create a conflict at '${shorter}'`);
    }
  }
  claimed.push(path);
};

const changesOf = (operator: string, fields: unknown, claimed: string[]): Change[] => {
  if (!Object.hasOwn(OPERATORS, operator) && operator !== '$unset' && operator !== '$rename') {
    throw new WriteError(
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  }
  if (!isPlainObject(fields)) {
    throw new WriteError(
      `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${show(fields)}}`,
    );
  }
  if (Object.keys(fields).length === 0) throw emptyUpdate(operator);
  return Object.entries(fields).map(([path, argument]) => {
    claimPath(path, claimed);
    if (operator === '$unset') return unset(path);
    if (operator !== '$rename') return changeField(operator, path, argument);
    const target = renameTarget(path, argument);
    claimPath(target, claimed);
    return rename(path, target);
  });
};

// Gateway reference, "Errors", empty update.
const emptyUpdate = (operator: string): WriteError =>
  new WriteError(
    `'${operator}' is empty. You must specify a field like so: {${operator}: {<field>: ...}}`,
  );

/**
 * Reads an update once, for any number of documents.
 * @returns a function that gives the new version of a document, or the same object when nothing
 * changes; it throws WriteError when the update does not fit the document
 * @throws WriteError when the update is wrong in itself
 */
export const compileUpdate = (
  update: Record<string, unknown>,
): ((document: Document) => Document) => {
  const claimed: string[] = [];
  const changes = Object.entries(update).flatMap(([operator, fields]) =>
    changesOf(operator, fields, claimed),
  );
  if (changes.length === 0) throw emptyUpdate('$set');
  return (document) => {
    const id = document['_id'];
    const changed = changes.reduce((version, change) => change(version, id), document);
    if (changed['_id'] === undefined || compareBson(changed['_id'], id) !== 0) {
      throw new WriteError(
        "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
    }
    return changed;
  };
};
