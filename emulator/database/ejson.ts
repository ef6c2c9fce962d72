import { BSONRegExp, EJSON } from 'bson';
import { isPlainObject, type Document } from './document';
import { invalid } from './refusals';

/** How to read EJSON. */
export interface Reading {
  /** What `db.serverDate()` means, in ms. */
  now: number;
  /** Patterns search in a query and are plain values in data. */
  patterns: 'search' | 'keep';
}

/**
 * A long as a number, or as a BigInt where a number would change it. All that the SDK sends fits a
 * number, because it was one.
 */
const readLong = (text: unknown): number | bigint => {
  const exact = BigInt(String(text));
  const value = Number(exact);
  return BigInt(value) === exact ? value : exact;
};

const readDate = (value: unknown): Date =>
  new Date(isPlainObject(value) ? Number(value['$numberLong']) : String(value));

/** The SDK sends JavaScript's flags as they are; `g`, `y` and `u` would be refused or keep state. */
const readPattern = (value: unknown, reading: Reading): RegExp | BSONRegExp => {
  const { pattern, options } = isPlainObject(value) ? value : {};
  const flags = (typeof options === 'string' ? options : '').replace(/[^ims]/g, '');
  return reading.patterns === 'search'
    ? new RegExp(String(pattern), flags)
    : new BSONRegExp(String(pattern), flags);
};

const readServerDate = (value: unknown, reading: Reading): Date => {
  const offset = isPlainObject(value) ? fromEjson(value['offset'] ?? 0, reading) : 0;
  return new Date(reading.now + Number(offset));
};

const READERS: Record<string, (value: unknown, reading: Reading) => unknown> = {
  $numberInt: Number,
  $numberDouble: Number,
  $numberLong: readLong,
  $date: readDate,
  $regularExpression: readPattern,
  $tcb_server_date: readServerDate,
};
const OTHER_TYPES = new Set(
  ['$oid', '$binary', '$uuid', '$numberDecimal', '$timestamp', '$minKey', '$maxKey'].concat(
    ['$symbol', '$code'], // deprecated in MongoDB, but old exports have them
  ),
);

const readObject = (object: Record<string, unknown>, reading: Reading): unknown => {
  const names = Object.keys(object);
  const first = names[0];
  if (names.length === 1 && first?.startsWith('$')) {
    const reader = Object.hasOwn(READERS, first) ? READERS[first] : undefined;
    if (reader) return reader(object[first], reading);
    if (OTHER_TYPES.has(first)) return EJSON.deserialize(object, { relaxed: true });
  }
  const result: Record<string, unknown> = {};
  for (const name of names) {
    if (name === '__proto__') throw invalid('A field cannot be named __proto__.');
    result[name] = fromEjson(object[name], reading);
  }
  return result;
};

/**
 * Values from parsed EJSON, canonical or relaxed (gateway reference, "Encodings"). One pass of our
 * own, because it is five times faster than bson's and replaces the server dates on the way.
 */
export const fromEjson = (value: unknown, reading: Reading): unknown => {
  if (Array.isArray(value)) return value.map((element) => fromEjson(element, reading));
  return typeof value === 'object' && value !== null
    ? readObject(value as Record<string, unknown>, reading)
    : value;
};

/**
 * A document, query or update from its EJSON text.
 * @throws GatewayError `INVALID_PARAM` naming `field` when it is no object in valid EJSON
 */
export const parseObject = (
  text: unknown,
  field: string,
  reading: Reading,
): Record<string, unknown> => {
  let value: unknown;
  try {
    value = fromEjson(JSON.parse(String(text)), reading);
  } catch (error) {
    throw invalid(`Expected \`${field}\` to be EJSON: ${String(error)}`);
  }
  if (!isPlainObject(value)) throw invalid(`Expected \`${field}\` to be an object in EJSON.`);
  return value;
};

/** The text of a document for the wire. */
export const toText = (document: Document): string => EJSON.stringify(document, { relaxed: false });

/** A document as plain JSON; canonical keeps every type, relaxed is for people. */
export const toPlain = (document: Document, relaxed: boolean): Record<string, unknown> =>
  EJSON.serialize(document, { relaxed });
