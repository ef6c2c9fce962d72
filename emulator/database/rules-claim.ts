import { conditionsOf, type Condition } from './conditions';
import { isPlainObject, ownField, type Document } from './document';

/** What a rule asks of a field. `has` and `lacks`: it is a list with, or without, the value. */
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'has' | 'lacks';

/** One question about one field of a document. */
interface Test {
  path: string;
  operator: Operator;
  value: unknown;
}

/** A rule for one user at one time: what has to be true of a document. */
export type Claim = boolean | { all: Claim[] } | { any: Claim[] } | Test;

/** Dates count as their time, and what is missing as null. */
const comparable = (value: unknown): unknown =>
  value instanceof Date ? value.getTime() : (value ?? null);

const same = (a: unknown, b: unknown): boolean => comparable(a) === comparable(b);

/** Below, at or above 0. Numbers and texts have an order, each among themselves; else NaN. */
const order = (a: unknown, b: unknown): number => {
  const [left, right] = [comparable(a), comparable(b)];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return NaN;
  return left === right ? 0 : left < right ? -1 : 1;
};

const has = (list: unknown, value: unknown): boolean =>
  Array.isArray(list) && list.some((element) => same(element, value));

const HOLDS: Record<Operator, (a: unknown, b: unknown) => boolean> = {
  '==': same,
  '!=': (a, b) => !same(a, b),
  '<': (a, b) => order(a, b) < 0,
  '<=': (a, b) => order(a, b) <= 0,
  '>': (a, b) => order(a, b) > 0,
  '>=': (a, b) => order(a, b) >= 0,
  has,
  lacks: (list, value) => !has(list, value),
};

/** Whether `a operator b` is true. */
export const holds = (operator: Operator, a: unknown, b: unknown): boolean => HOLDS[operator](a, b);

const OPPOSITE: Record<Operator, Operator> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  has: 'lacks',
  lacks: 'has',
};

/** The opposite of a claim. Of what has no order it claims less than it could: neither `<` nor `>=`. */
export const not = (claim: Claim): Claim => {
  if (typeof claim === 'boolean') return !claim;
  if ('all' in claim) return { any: claim.all.map(not) };
  if ('any' in claim) return { all: claim.any.map(not) };
  return { ...claim, operator: OPPOSITE[claim.operator] };
};

const follows = (claim: Claim, passes: (test: Test) => boolean): boolean => {
  if (typeof claim === 'boolean') return claim;
  if ('all' in claim) return claim.all.every((part) => follows(part, passes));
  if ('any' in claim) return claim.any.some((part) => follows(part, passes));
  return passes(claim);
};

const fieldAt = (document: Document, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((at, name) => (isPlainObject(at) ? ownField(at, name) : undefined), document);

/** Whether a claim is true of a document. */
export const isTrueOf = (claim: Claim, document: Document): boolean =>
  follows(claim, ({ path, operator, value }) => holds(operator, fieldAt(document, path), value));

/**
 * What a condition of a query tells of its field: `$gt c` tells `> v` if `c >= v`. What is not here
 * tells nothing. (`$has` is ours, for `$elemMatch: {$eq}`.)
 */
const TELLS: Record<string, Partial<Record<Operator, Operator>>> = {
  $eq: { '==': '==', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=', has: '==' },
  $ne: { '!=': '==', lacks: '==' },
  $gt: { '>': '>=', '>=': '>=', '!=': '>=' },
  $gte: { '>': '>', '>=': '>=', '!=': '>' },
  $lt: { '<': '<=', '<=': '<=', '!=': '<=' },
  $lte: { '<': '<', '<=': '<=', '!=': '<' },
  $has: { has: '==' },
};

/** Patterns, lists and objects match in ways of their own, so that they tell nothing. */
const isSimple = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof comparable(value)) || value === null;

const tells = ({ path, operator, value }: Condition, test: Test): boolean => {
  const needed = TELLS[operator]?.[test.operator];
  if (path !== test.path || needed === undefined) return false;
  return isSimple(value) && holds(needed, value, test.value);
};

const isList = Array.isArray as (value: unknown) => value is unknown[];

const on = ({ path }: Condition, operator: string, value: unknown): Condition => ({
  path,
  operator,
  value,
  query: {},
});

/** Conditions that hold together, in the place of one with a list. */
const opened = (condition: Condition): Condition[] => {
  const { operator, value } = condition;
  if (operator === '$all' && isList(value)) return value.map((one) => on(condition, '$eq', one));
  if (operator === '$nin' && isList(value)) return value.map((one) => on(condition, '$ne', one));
  const isOne =
    operator === '$elemMatch' && isPlainObject(value) && Object.keys(value).join() === '$eq';
  return isOne ? [on(condition, '$has', value['$eq'])] : [condition];
};

/** The branches of a condition of which one must hold; none if it has no branches. */
const branchesOf = (condition: Condition): Condition[][] => {
  const { operator, value } = condition;
  if (!isList(value)) return [];
  if (operator === '$in') return value.map((one) => [on(condition, '$eq', one)]);
  return operator === '$or' && value.every(isPlainObject) ? value.map(conditionsOf) : [];
};

/**
 * Whether every document that a query can find satisfies a claim: the query is a subset of the rule
 * (wechat-domain 6.1). It looks at the query alone, and denies what it cannot see.
 */
export const coversQuery = (claim: Claim, conditions: Condition[]): boolean => {
  const together = conditions.flatMap(opened);
  if (follows(claim, (test) => together.some((condition) => tells(condition, test)))) return true;
  return conditions
    .map(branchesOf)
    .some(
      (branches) =>
        branches.length > 0 &&
        branches.every((branch) =>
          coversQuery(claim, [...together.filter(isUnbranched), ...branch]),
        ),
    );
};

const isUnbranched = (condition: Condition): boolean => branchesOf(condition).length === 0;
