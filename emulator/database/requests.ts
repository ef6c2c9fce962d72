import type { Order } from './bson-order';
import { conditionsOf, type Condition } from './conditions';
import { parseObject } from './ejson';
import type { QueryOptions } from './run-query';
import { invalid } from './refusals';

/** A request's fields as they came over the wire. */
export type Body = Record<string, unknown>;

// Gateway reference, "Actions/Database": 100 by default, clipped to 1000.
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** @throws GatewayError `INVALID_PARAM` when it is missing */
export const collectionName = (body: Body): string => {
  const name = body['collectionName'];
  if (typeof name === 'string' && name !== '') return name;
  throw invalid('Expected `collectionName` to be the name of a collection.');
};

/** `query`; absent when the call has no `where`. */
export const conditionsIn = (body: Body, now: number): Condition[] =>
  body['query'] === undefined
    ? []
    : conditionsOf(parseObject(body['query'], 'query', { now, patterns: 'search' }));

const wholeNumber = (body: Body, field: string, otherwise: number): number => {
  const value = body[field] ?? otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw invalid(`Expected \`${field}\` to be a whole number of at least 0.`);
};

const orderIn = (body: Body): Order => {
  if (body['order'] === undefined) return [];
  const fields = parseObject(body['order'], 'order', { now: 0, patterns: 'keep' });
  return Object.entries(fields).map(([path, direction]) => {
    if (direction === 1 || direction === -1) return { path, direction };
    throw invalid(`Expected \`order.${path}\` to be 1 or -1.`);
  });
};

/** `order`, `offset` and `limit` of `getDocument`. */
export const optionsIn = (body: Body): QueryOptions => ({
  order: orderIn(body),
  offset: wholeNumber(body, 'offset', 0),
  limit: Math.min(wholeNumber(body, 'limit', 0) || DEFAULT_LIMIT, MAX_LIMIT),
});

/** The texts of `data` in `insertDocument`: a list, also for one document. */
export const textsIn = (body: Body): string[] => {
  const texts = body['data'];
  if (Array.isArray(texts) && texts.every((text) => typeof text === 'string')) return texts;
  throw invalid('Expected `data` to be a list of documents in EJSON.');
};
