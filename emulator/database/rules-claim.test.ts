import fc from 'fast-check';
import { compile, conditionsOf } from './conditions';
import { coversQuery, isTrueOf, not, type Claim } from './rules-claim';
import { parseRule } from './rules-parser';

const claimOf = (rule: string): Claim => parseRule(rule)({ openid: 'me', now: 100 });
const covers = (rule: string, query: Record<string, unknown>): boolean =>
  coversQuery(claimOf(rule), conditionsOf(query));

/** Values that meet each other often; a field is one of them or absent. */
const VALUES: unknown[] = [-1, 0, 1, 2, 'a', 'b', true, false, null];
const OPERATORS = ['==', '!=', '<', '<=', '>', '>='] as const;
const QUERY_OPERATORS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'];
const value = fc.constantFrom(...VALUES);
const path = fc.constantFrom('x', 'y.z');
const document = fc
  .record({ x: value, z: value }, { requiredKeys: [] })
  .map(({ z, ...rest }) => ({ ...rest, y: z === undefined ? {} : { z } }));

const operator = fc.constantFrom(...OPERATORS);
const { claim } = fc.letrec<{ claim: Claim }>((tie) => ({
  claim: fc.oneof(
    { maxDepth: 3 },
    fc.record({ path, operator, value }),
    fc.boolean(),
    fc.array(tie('claim'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('claim'), { maxLength: 3 }).map((any) => ({ any })),
    tie('claim').map(not),
  ),
}));

const list = fc.array(value, { minLength: 1, maxLength: 3 });
const condition = fc.oneof(
  value,
  fc.constantFrom(...QUERY_OPERATORS).chain((name) => value.map((one) => ({ [name]: one }))),
  fc.constantFrom('$in', '$nin').chain((name) => list.map((many) => ({ [name]: many }))),
  fc.boolean().map((there) => ({ $exists: there })),
  fc.constantFrom(/a/, { $not: { $eq: 1 } }),
);
const { query } = fc.letrec<{ query: Record<string, unknown> }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 2 },
    fc.dictionary(path, condition, { maxKeys: 2, noNullPrototype: true }),
    fc
      .tuple(
        fc.constantFrom('$and', '$or', '$nor'),
        fc.array(tie('query'), { minLength: 1, maxLength: 3 }),
      )
      .map(([name, branches]) => ({ [name]: branches })),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => ({ ...a, ...b })),
  ),
}));

test('what a covered query finds satisfies the rule', () => {
  let covered = 0;
  fc.assert(
    fc.property(
      claim,
      query,
      fc.array(document, { minLength: 8, maxLength: 8 }),
      (rule, asked, documents) => {
        const conditions = conditionsOf(asked);
        if (!coversQuery(rule, conditions)) return;
        covered += 1;
        const finds = compile(conditions) ?? (() => true);
        for (const one of documents) if (finds(one)) expect(isTrueOf(rule, one)).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
  expect(covered).toBeGreaterThan(100); // or the property would say little
});

test('every condition against every test of the same field', () => {
  const documents = [{}, ...VALUES.map((x) => ({ x }))];
  const wrong: unknown[] = [];
  let covered = 0;
  for (const name of QUERY_OPERATORS) {
    for (const asked of VALUES) {
      const conditions = conditionsOf({ x: { [name]: asked } });
      const found = documents.filter(compile(conditions) ?? (() => true));
      for (const claimed of OPERATORS.flatMap((sign) =>
        VALUES.map((one) => ({ path: 'x', operator: sign, value: one })),
      )) {
        if (!coversQuery(claimed, conditions)) continue;
        covered += 1;
        if (!found.every((one) => isTrueOf(claimed, one))) wrong.push([claimed, name, asked]);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(covered).toBeGreaterThan(0);
});

test.each([
  ['doc._openid == auth.openid', { _openid: 'me' }, {}],
  ['doc._openid == auth.openid', { _openid: 'me', a: 1 }, { _openid: 'you' }],
  [
    'doc._openid == auth.openid',
    { $and: [{ a: 1 }, { _openid: 'me' }] },
    { $nor: [{ _openid: 'me' }] },
  ],
  ['doc._openid == auth.openid', { _openid: { $in: ['me'] } }, { _openid: { $in: ['me', 'you'] } }],
  ['doc.a == 1 || doc.b == 2', { b: 2 }, { a: 2 }],
  ['doc.a == 1 || doc.b == 2', { $or: [{ a: 1 }, { b: 2 }] }, { $or: [{ a: 1 }, { b: 3 }] }],
  ['doc.a == 1 && doc.b == 2', { a: 1, b: 2 }, { a: 1 }],
  ['doc.a in [1, 2]', { a: { $in: [1, 2] } }, { a: { $in: [1, 3] } }],
  ['!(doc.a in [1, 2])', { a: { $nin: [1, 2, 3] } }, { a: { $ne: 1 } }],
  ['doc.a > 5', { a: { $gt: 5 } }, { a: { $gte: 5 } }],
  ['doc.a < 5', { a: { $lt: 5 } }, { a: { $lte: 5 } }],
  ['doc.a >= 5', { a: { $gte: 5 } }, { a: { $gte: 4 } }],
  ['doc.a <= 5', { a: { $lt: 5 } }, { a: { $gt: 4 } }],
  ['doc.a != 5', { a: { $gt: 5 } }, { a: { $gt: 4 } }],
  ['doc.until >= now', { until: { $gte: new Date(100) } }, { until: { $gte: new Date(99) } }],
  ['auth.openid in doc.members', { members: 'me' }, { members: 'you' }],
  ['auth.openid in doc.members', { members: { $all: ['you', 'me'] } }, { members: { $ne: 'you' } }],
  [
    'auth.openid in doc.members',
    { members: { $elemMatch: { $eq: 'me' } } },
    { members: { $elemMatch: { $ne: 'you' } } },
  ],
  ['!(auth.openid in doc.blocked)', { blocked: { $ne: 'me' } }, { blocked: 'you' }],
  ["doc.a != 'x'", { a: 'y' }, { a: /y/ }],
  ["doc.a != 'x'", { a: { $in: ['y'] } }, { a: { $in: [/y/] } }],
  ['true', {}, undefined],
])('%s covers %j and not %j', (rule, yes, no) => {
  expect(covers(rule, yes)).toBe(true);
  if (no) expect(covers(rule, no)).toBe(false);
});
