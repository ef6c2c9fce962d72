import { EJSON } from 'bson';
import { GatewayError } from '../errors';
import { isPlainObject } from './document';

/** MongoDB's own sentence about a refused write, before the gateway wraps it (`inInsert`, `inUpdate`). */
export class WriteError extends Error {
  override name = 'WriteError';
}

/** A value as MongoDB's messages print it: `{ a: "x", b: [ 1, 2 ] }`. */
export const show = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (Array.isArray(value)) return value.length > 0 ? `[ ${value.map(show).join(', ')} ]` : '[]';
  if (typeof value === 'object' && value !== null && '_bsontype' in value) {
    return EJSON.stringify(value);
  }
  if (!isPlainObject(value)) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${show(field)}`);
  return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}';
};

const numberType = (value: number): string => {
  if (!Number.isInteger(value)) return 'double';
  return value === (value | 0) ? 'int' : 'long';
};

/** The name of a value's type as MongoDB's messages print it. */
export const typeName = (value: unknown): string => {
  if (typeof value === 'number') return numberType(value);
  if (typeof value === 'bigint') return 'long';
  if (typeof value === 'boolean') return 'bool';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (typeof value === 'object' && '_bsontype' in value) {
    const name = String(value._bsontype);
    return name === 'BSONRegExp' ? 'regex' : `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  }
  return typeof value;
};

/** A request field that is missing or malformed: -501007. */
export const invalid = (message: string): GatewayError =>
  new GatewayError('INVALID_PARAM', message);

/** Something the real cloud has and this one does not; `instead` says what to do. */
export const notYet = (what: string, instead: string): GatewayError =>
  invalid(`The local cloud does not have ${what} yet: ${instead}`);

/** Gateway reference, "Errors", collection missing: -502005. */
export const collectionMissing = (name: string): GatewayError =>
  new GatewayError(
    'DATABASE_COLLECTION_NOT_EXIST',
    `[ResourceNotFound] Db or Table not exist: ${name}. Please check your request, but if the problem cannot be solved, contact us.`,
  );

/** Gateway reference, "Errors", collection exists already. */
export const collectionExists = (): GatewayError =>
  new GatewayError(
    'DATABASE_COLLECTION_ALREADY_EXIST',
    '[ResourceUnavailable.ResourceExist] Table exist. Please check your request, but if the problem cannot be solved, contact us.',
  );

/** A query that MongoDB could not run: -502001. */
export const failedQuery = (reason: string): GatewayError =>
  new GatewayError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${reason}`);

/** Wraps a sentence the way the gateway does for `insertDocument`. */
export const inInsert = (sentence: string): GatewayError =>
  new GatewayError(
    'DATABASE_REQUEST_FAILED',
    `[FailedOperation.Insert] bulk write error: [{${sentence}}]`,
  );

/** Wraps a sentence the way the gateway does for updates and `set`. */
export const inUpdate = (sentence: string): GatewayError =>
  failedQuery(`multiple write errors: [{write errors: [{${sentence}}]}, {<nil>}]`);

/** Runs a write and puts MongoDB's sentence into the gateway's frame. */
export const framed = <T>(frame: (sentence: string) => GatewayError, write: () => T): T => {
  try {
    return write();
  } catch (error) {
    throw error instanceof WriteError ? frame(error.message) : error;
  }
};
