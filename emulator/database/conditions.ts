import { Query } from 'mingo';
import type { Order } from './bson-order';
import { isPlainObject, type Document } from './document';
import { failedQuery } from './refusals';

/** One test of a query on one field; a query is the conjunction of its conditions. */
export interface Condition {
  /** Empty for `$or`, `$nor` and `$expr`. */
  path: string;
  operator: string;
  value: unknown;
  /** The condition as a query of its own. */
  query: Record<string, unknown>;
}

const isOperators = (value: unknown): value is Record<string, unknown> =>
  isPlainObject(value) && Object.keys(value)[0]?.startsWith('$') === true;

const onField = (path: string, value: unknown): Condition[] => {
  if (value instanceof RegExp)
    return [{ path, operator: '$regex', value, query: { [path]: value } }];
  if (!isOperators(value)) return [{ path, operator: '$eq', value, query: { [path]: value } }];
  // $regex and $options belong together.
  if ('$regex' in value) return [{ path, operator: '$regex', value, query: { [path]: value } }];
  return Object.entries(value).map(([operator, operand]) => ({
    path,
    operator,
    value: operand,
    query: { [path]: { [operator]: operand } },
  }));
};

/**
 * The conditions of a query. Nested `$and` are opened, because the SDK writes
 * `_.gt(1).and(_.lt(5))` as one (gateway reference, "Queries").
 */
export const conditionsOf = (query: Record<string, unknown>): Condition[] =>
  Object.entries(query).flatMap(([path, value]) => {
    if (path === '$and' && Array.isArray(value) && value.every(isPlainObject)) {
      return value.flatMap(conditionsOf);
    }
    if (path.startsWith('$'))
      return [{ path: '', operator: path, value, query: { [path]: value } }];
    return onField(path, value);
  });

const orFailed = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw failedQuery(error instanceof Error ? error.message : String(error));
  }
};

/**
 * A test for documents that satisfies all conditions.
 * @returns undefined when there is nothing to test
 * @throws GatewayError for an operator or operand that MongoDB would refuse
 */
export const compile = (
  conditions: readonly Condition[],
): ((document: Document) => boolean) | undefined => {
  if (conditions.length === 0) return undefined;
  const condition = { $and: conditions.map(({ query }) => query) };
  const query = orFailed(() => new Query<Document>(condition, { scriptEnabled: false }));
  // mingo finds some wrong operands only when it meets a document.
  return (document) => orFailed(() => query.test(document));
};

/** Field names and operators of a query without its values, for example `state, nextAttemptAt $lte`. */
export const shapeOf = (conditions: readonly Condition[], order: Order = []): string => {
  const fields = new Map<string, string[]>();
  for (const { path, operator } of conditions) {
    const name = path || operator;
    const operators = fields.get(name) ?? [];
    fields.set(name, operators);
    if (path && operator !== '$eq' && !operators.includes(operator)) operators.push(operator);
  }
  const filter = [...fields].map(([name, operators]) => [name, ...operators].join(' ')).join(', ');
  const sort = order.map(({ path, direction }) => (direction === 1 ? path : `${path} desc`));
  return sort.length > 0 ? `${filter} order by ${sort.join(', ')}`.trim() : filter;
};
