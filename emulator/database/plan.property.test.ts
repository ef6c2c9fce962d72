import * as fc from 'fast-check';
import { Query } from 'mingo';
import { compareBson, documentOrder, type Order } from './bson-order';
import { createTestDatabase } from './testing';

const SEED = 20180901;

const key = (name: string, direction: '1' | '-1') => ({ name, direction });
const indexes = [
  { name: 'a_b', keys: [key('a', '1'), key('b', '-1')] },
  { name: 'b', keys: [key('b', '1')] },
  { name: 'c_a_b', keys: [key('c.d', '-1'), key('a', '1'), key('b', '1')] },
];

const scalar = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('', 'x', 'y', 'yy'),
  fc.constantFrom(null, true, false, 0.5, new Date(0), new Date(5)),
);
const stored = (withArrays: boolean) =>
  withArrays ? fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })) : scalar;

const documentWith = (withArrays: boolean) => {
  const nested = fc.record({ d: stored(withArrays) }, { requiredKeys: [] });
  const lists = withArrays ? [fc.array(fc.oneof(nested, scalar), { maxLength: 3 })] : [];
  const c = fc.oneof(nested, scalar, ...lists);
  return fc.record({ a: stored(withArrays), b: stored(withArrays), c }, { requiredKeys: [] });
};

const range = fc
  .array(fc.tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), scalar), {
    minLength: 1,
    maxLength: 3,
  })
  .map((ends) => Object.fromEntries(ends.filter(([, value]) => value !== null)))
  .filter((ends) => Object.keys(ends).length > 0);
const filter = fc.oneof(
  scalar,
  range,
  fc.record({ $in: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({ $eq: scalar }),
  fc.record({ $ne: scalar }),
  fc.record({ $nin: fc.array(scalar, { maxLength: 2 }) }),
  fc.record({ $exists: fc.boolean() }),
);
const path = fc.constantFrom('a', 'b', 'c.d', '_id');
const clause = fc.tuple(path, filter).map(([name, value]) => ({ [name]: value }));
const query = fc.oneof(
  fc.dictionary(path, filter, { maxKeys: 3 }),
  fc.record({ $and: fc.array(clause, { minLength: 1, maxLength: 3 }) }),
  fc.tuple(clause, clause, clause).map(([one, two, three]) => ({ ...one, $or: [two, three] })),
);
const order = fc
  .uniqueArray(fc.tuple(path, fc.constantFrom<1 | -1>(1, -1)), {
    maxLength: 3,
    selector: ([p]) => p,
  })
  .map((fields): Order => fields.map(([name, direction]) => ({ path: name, direction })));

const sortOf = (fields: Order) =>
  fields.length > 0
    ? { order: Object.fromEntries(fields.map((field) => [field.path, field.direction])) }
    : {};
const idsOf = (documents: Record<string, unknown>[]) => documents.map(({ _id }) => _id);

describe.each([
  ['scalars', false],
  ['arrays', true],
])('queries over indexed %s', (_, withArrays) => {
  it('give what a test of every document gives, in order', () => {
    fc.assert(
      fc.property(
        fc.array(documentWith(withArrays), { maxLength: 25 }),
        fc.array(query, { minLength: 1, maxLength: 4 }),
        order,
        fc.nat({ max: 5 }),
        fc.integer({ min: 1, max: 10 }),
        (documents, queries, fields, offset, limit) => {
          const things = createTestDatabase({ indexes });
          things.add(...documents.map((document, i) => ({ _id: i % 2 ? i : `${i}`, ...document })));
          // A second write per document exercises the upkeep of the indexes.
          documents.forEach((document, i) => {
            if (i % 3 === 0) things.set(i % 2 ? i : `${i}`, { ...document, b: i % 4 });
          });
          const all = things.get({});
          for (const one of queries) {
            const matching = all.filter((document) => new Query(one).test(document));
            const planned = things.get(one, sortOf(fields));
            expect(idsOf(planned).toSorted(compareBson)).toEqual(
              idsOf(matching).toSorted(compareBson),
            );
            const compare = documentOrder(fields);
            for (const [i, document] of planned.slice(1).entries()) {
              expect(compare(planned[i] ?? {}, document)).toBeLessThanOrEqual(0);
            }
            const page = things.get(one, { ...sortOf(fields), offset, limit });
            expect(idsOf(page)).toEqual(idsOf(planned.slice(offset, offset + limit)));
            expect(things.count(one)).toBe(matching.length);
          }
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe('a unique index under random writes', () => {
  const value = fc.oneof(fc.nat({ max: 3 }), fc.constantFrom(null, undefined));
  const write = fc.record({
    kind: fc.constantFrom('add', 'set', 'update', 'remove'),
    id: fc.nat({ max: 5 }),
    a: value,
    b: value,
  });

  it('never holds a value twice and refuses nothing else', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 40 }), (writes) => {
        const things = createTestDatabase({
          indexes: [{ name: 'pair', keys: [key('a', '1'), key('b', '-1')], unique: true }],
        });
        const model = new Map<number, string>();
        for (const { kind, id, a, b } of writes) {
          const pair = JSON.stringify([a ?? null, b ?? null]);
          const others = [...model].filter(([other]) => other !== id).map(([, taken]) => taken);
          const isTaken = others.includes(pair) || (kind === 'add' && model.has(id));
          const fields = { ...(a !== undefined && { a }), ...(b !== undefined && { b }) };
          const whole = { a: a ?? null, b: b ?? null };
          const run = {
            add: () => things.add({ _id: id, ...fields }),
            set: () => things.set(id, fields),
            update: () => things.update({ _id: id }, { $set: whole }),
            remove: () => things.remove({ _id: id }),
          }[kind];
          const isNoWrite = kind === 'remove' || (kind === 'update' && !model.has(id));
          if (isTaken && !isNoWrite) expect(run).toThrow('E11000');
          else run();
          if (kind === 'remove') model.delete(id);
          else if (!isTaken && !isNoWrite) model.set(id, pair);
          const pairs = things
            .get({})
            .map((one) => JSON.stringify([one['a'] ?? null, one['b'] ?? null]));
          expect(pairs.toSorted()).toEqual([...model.values()].toSorted());
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});
