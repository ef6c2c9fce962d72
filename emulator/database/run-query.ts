import { documentOrder, type Order } from './bson-order';
import type { Collection } from './collection';
import { compile, type Condition } from './conditions';
import type { Entry } from './ordered-index';
import { planQuery } from './plan';

/** Order and page of a query. */
export interface QueryOptions {
  order?: Order;
  offset?: number;
  limit?: number;
}

/** What a query found, and what it cost. */
export interface QueryResult {
  entries: Entry[];
  /** Documents that were fetched and tested. */
  examined: number;
  index: string;
}

/**
 * Finds documents. The result is complete before it returns, so the caller may write at once.
 * @throws GatewayError when a condition is malformed
 */
export const runQuery = (
  collection: Collection,
  conditions: Condition[],
  { order = [], offset = 0, limit = Infinity }: QueryOptions = {},
): QueryResult => {
  const plan = planQuery(collection, conditions, order);
  const matches = compile(plan.rest);
  const enough = plan.ordered ? offset + limit : Infinity;
  const found: Entry[] = [];
  let examined = 0;
  for (const entry of plan.candidates()) {
    examined++;
    if (!matches || matches(entry.document)) found.push(entry);
    if (found.length >= enough) break;
  }
  if (!plan.ordered) {
    const compare = documentOrder(order);
    found.sort((a, b) => compare(a.document, b.document));
  }
  return { entries: found.slice(offset, offset + limit), examined, index: plan.index };
};
