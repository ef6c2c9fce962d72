import { PAGE } from '../../../cloudfunctions/core/limits';
import type { QueryCost } from '../../../emulator/services';

/** Examined documents for each that was returned, at most. */
export const BUDGET = 1.2;

/** One kind of query, and what it cost with less and with more stored. */
export interface Shape {
  collection: string;
  action: string;
  shape: string;
  /** What it used; several if the database chose differently. */
  index: string;
  /** In the order of the sizes; undefined where it did not come up. */
  costs: (Cost | undefined)[];
}

type Cost = Pick<QueryCost, 'calls' | 'examined' | 'returned'>;

/** Puts what was counted at each size side by side. */
export function shapesOf(counted: readonly (readonly QueryCost[])[]): Shape[] {
  const shapes = new Map<string, Shape>();
  counted.forEach((costs, size) => {
    for (const { collection, action, shape, index, ...cost } of costs) {
      const key = [collection, action, shape].join('\n');
      const known = shapes.get(key) ?? { collection, action, shape, index, costs: [] };
      if (!known.index.split(', ').includes(index)) known.index += `, ${index}`;
      known.costs[size] = sum(known.costs[size], cost);
      shapes.set(key, known);
    }
  });
  return [...shapes.values()];
}

const sum = (a: Cost = { calls: 0, examined: 0, returned: 0 }, b: Cost): Cost => ({
  calls: a.calls + b.calls,
  examined: a.examined + b.examined,
  returned: a.returned + b.returned,
});

/** A query without conditions wants everything, and no index helps it. */
export const isWhole = ({ shape, index }: Shape): boolean => shape === '' && index === 'none';

/** @returns whether some call went without an index */
export const hasNoIndex = (shape: Shape): boolean =>
  !isWhole(shape) && shape.index.split(', ').includes('none');

/** It names the documents that it examines, and the rest of it is a fence that may hold or not. */
const isById = ({ shape, index }: Shape): boolean =>
  index === '_id_' && /(^|, )_id(,| \$in|$)/.test(shape);

/**
 * Examined documents for each that was returned; if nothing was, for each call, because to know that
 * there is nothing may take a look at one document.
 * @returns 0 if the query did not come up at this size
 */
export function ratioAt({ costs }: Shape, size: number): number {
  const cost = costs[size];
  return cost ? cost.examined / (cost.returned || cost.calls) : 0;
}

/** @returns whether it examines more than it may at this size */
export const exceedsAt = (shape: Shape, size: number): boolean =>
  !isById(shape) && ratioAt(shape, size) > BUDGET;

/** @returns whether a call examines more than at the first size, and more than a page */
export function growsAt({ costs }: Shape, size: number): boolean {
  const [first] = costs;
  const cost = costs[size];
  if (!first || !cost) return false;
  const most = Math.max(BUDGET * (first.examined / first.calls), PAGE);
  return cost.examined / cost.calls > most;
}

/** @returns whether it examines more than it may, or the more the more is stored */
export const offends = (shape: Shape): boolean =>
  shape.costs.some((_, size) => exceedsAt(shape, size) || growsAt(shape, size));
