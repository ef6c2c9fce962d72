import type { IndexDefinition } from '../services';
import { createTestDatabase } from './testing';

const index = (name: string, ...fields: string[]): IndexDefinition => ({
  name,
  keys: fields.map((field) => ({
    name: field.replace('-', ''),
    direction: field.startsWith('-') ? '-1' : '1',
  })),
});

/** 1200 documents: 3 states, 40 owners, times 0…1199. */
const filled = (...indexes: IndexDefinition[]) => {
  const things = createTestDatabase({ indexes });
  const states = ['open', 'leased', 'spent'];
  const documents = Array.from({ length: 1200 }, (_, i) => ({
    _id: `t${String(i).padStart(4, '0')}`,
    state: states[i % 3],
    owner: `o${i % 40}`,
    at: new Date(i),
    odd: i % 2 === 1,
  }));
  things.add(...documents);
  return things;
};

const byTime = { order: { at: 1 } };

describe('the planner', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, object]>([
    ['by id', { _id: 't0007' }, {}, { index: '_id_', examined: 1, returned: 1 }],
    ['by ids', { _id: { $in: ['t0007', 'x'] } }, {}, { index: '_id_', examined: 1, returned: 1 }],
    [
      'by id and more',
      { _id: 't0007', state: 'x' },
      {},
      { index: '_id_', examined: 1, returned: 0 },
    ],
    [
      'range of ids',
      { _id: { $gt: 't1190' } },
      { limit: 5 },
      { index: '_id_', examined: 5, returned: 5 },
    ],
    [
      'pages by id',
      {},
      { order: { _id: -1 }, limit: 5 },
      { index: '_id_', examined: 5, returned: 5 },
    ],
    ['equality', { owner: 'o1' }, {}, { index: 'owner', examined: 30, returned: 30 }],
    [
      'equality, range and order stop at the limit',
      { state: 'open', at: { $gte: new Date(300) } },
      { ...byTime, limit: 10 },
      { index: 'due', examined: 10, returned: 10 },
    ],
    [
      'the order backwards',
      { state: 'open', at: { $lt: new Date(300) } },
      { order: { at: -1 }, limit: 10 },
      { index: 'due', examined: 10, returned: 10 },
    ],
    [
      'an offset is examined too',
      { state: 'open' },
      { ...byTime, offset: 20, limit: 10 },
      { index: 'due', examined: 30, returned: 10 },
    ],
    [
      'two ends in one object',
      { state: 'open', at: { $gte: new Date(300), $lt: new Date(330) } },
      {},
      { index: 'due', examined: 10, returned: 10 },
    ],
    [
      'two ends in a top-level $and, as the SDK sends them',
      { state: 'open', $and: [{ at: { $gt: new Date(299) } }, { at: { $lte: new Date(329) } }] },
      {},
      { index: 'due', examined: 10, returned: 10 },
    ],
    [
      'several values, one order',
      { state: { $in: ['open', 'leased', 'missing'] }, at: { $gt: new Date(100) } },
      { ...byTime, limit: 10 },
      { index: 'due', examined: 10, returned: 10 },
    ],
    [
      'a condition outside of the index is tested',
      { state: 'open', odd: true },
      { ...byTime, limit: 10 },
      { index: 'due', examined: 20, returned: 10 },
    ],
    [
      'the narrower of two indexes',
      { state: 'open', owner: 'o1' },
      {},
      { index: 'owner', examined: 30, returned: 10 },
    ],
    [
      'an order alone',
      { odd: true },
      { order: { state: 1, at: 1 }, limit: 10 },
      { index: 'due', examined: 19, returned: 10 },
    ],
    [
      'an order that the index lacks',
      { owner: 'o1' },
      { ...byTime, limit: 10 },
      { index: 'owner', examined: 30, returned: 10 },
    ],
    [
      'a value that cannot be',
      { owner: { $in: [] } },
      {},
      { index: 'owner', examined: 0, returned: 0 },
    ],
    ['no index', { odd: true }, { limit: 10 }, { index: 'none', examined: 20, returned: 10 }],
    ['an inequality', { owner: { $ne: 'o1' } }, { limit: 10 }, { index: 'none', returned: 10 }],
  ])('%s', (_, query, options, cost) => {
    const things = filled(index('owner', 'owner'), index('due', 'state', 'at'));
    things.get(query, options);
    expect(things.lastCost()).toMatchObject(cost);
  });

  it('merges several values into the order that was asked for', () => {
    const things = filled(index('due', 'state', '-at'));
    const query = { state: { $in: ['spent', 'open'] }, at: { $gt: new Date(3) } };
    const ids = things.get(query, { ...byTime, limit: 4 }).map(({ _id }) => _id);
    expect(ids).toEqual(['t0005', 't0006', 't0008', 't0009']);
    expect(things.lastCost()).toMatchObject({ examined: 4, index: 'due' });
  });

  it('updates, removals and counts use the indexes too', () => {
    const things = filled(index('due', 'state', 'at'));
    const query = { state: 'open', at: { $lt: new Date(30) } };
    expect(things.update(query, { $set: { odd: null } })).toBe(10);
    expect(things.lastCost()).toMatchObject({ examined: 10, index: 'due' });
    expect(things.count(query)).toBe(10);
    expect(things.lastCost()).toMatchObject({ examined: 10, index: 'due' });
    expect(things.remove(query)).toBe(10);
    expect(things.lastCost()).toMatchObject({ examined: 10, index: 'due' });
    expect(things.count({})).toBe(1190);
  });

  it('a multi-update may move documents within the index that found them', () => {
    const things = filled(index('at', 'at'));
    const later = { $set: { at: new Date(1150) } };
    expect(things.update({ at: { $gte: new Date(1100) } }, later)).toBe(99);
    expect(things.count({ at: new Date(1150) })).toBe(100);
  });
});

describe('an index on arrays', () => {
  const things = createTestDatabase({ indexes: [index('n', 'n')] });
  things.add(
    { _id: 'a', n: [1, 9] },
    { _id: 'b', n: [5, 6] },
    { _id: 'c', n: [] },
    { _id: 'd', n: 4 },
  );

  it.each([
    ['two elements may satisfy the two ends', { n: { $gt: 6, $lt: 4 } }, ['a']],
    ['two elements may be the two values', { $and: [{ n: 5 }, { n: 6 }] }, ['b']],
    ['a document is found once', { n: { $gte: 5 } }, ['a', 'b']],
    ['one element may satisfy both ends', { n: { $gte: 4, $lte: 5 } }, ['a', 'b', 'd']],
  ])('%s', (_, query, ids) => {
    const found = things.get(query).map(({ _id }) => String(_id));
    expect(found.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ids);
    expect(things.lastCost().index).toBe('n');
  });

  it('gives no order', () => {
    expect(things.get({}, { order: { n: -1 } }).map(({ _id }) => _id)).toEqual([
      'a',
      'b',
      'd',
      'c',
    ]);
    expect(things.lastCost().index).toBe('none');
  });
});

describe('the ends of a range', () => {
  it.each([
    [{ $gt: 1, $gte: 1 }, [2, 3]],
    [{ $gte: 1, $gt: 1 }, [2, 3]],
    [{ $gte: 1, $lte: 2 }, [1, 2]],
    [{ $lt: 2, $lte: 2 }, [0, 1]],
    [{ $lte: 2, $lt: 2 }, [0, 1]],
    [{ $gt: 2, $lt: 1 }, []],
    [{ $gt: 1, $lt: 'x' }, []],
    [{ $gte: '' }, ['x']],
  ])('%j', (range, values) => {
    const things = createTestDatabase({ indexes: [index('n', '-n')] });
    things.add(...[0, 1, 2, 3, 'x', null, new Date(1)].map((n) => ({ n })));
    expect(things.get({ n: range }, { order: { n: 1 } }).map(({ n }) => n)).toEqual(values);
    expect(things.lastCost()).toMatchObject({ index: 'n', returned: values.length });
  });
});

describe('costs', () => {
  it('are summed up by the shape of the query', () => {
    const things = filled(index('due', 'state', 'at'));
    for (const at of [3, 6]) {
      things.get({ state: 'open', at: { $lt: new Date(at) } }, { order: { at: -1 } });
    }
    things.count({ $and: [{ at: { $gt: new Date(0) } }, { at: { $lt: new Date(9) } }] });
    expect(things.database.costs()).toEqual([
      {
        collection: 'things',
        action: 'database.getDocument',
        shape: 'state, at $lt order by at desc',
        index: 'due',
        calls: 2,
        examined: 3,
        returned: 3,
      },
      expect.objectContaining({ shape: 'at $gt $lt', index: 'none', calls: 1, examined: 1200 }),
    ]);
  });

  it('a scan of more than 1000 documents is reported', () => {
    const things = filled();
    things.get({ odd: true }, { limit: 10 });
    expect(things.slowScans).toEqual([]);
    things.count({ odd: true });
    expect(things.slowScans).toEqual([{ collection: 'things', shape: 'odd', examined: 1200 }]);
  });
});
