import { createTestDatabase } from './testing';

describe('batchInsert', () => {
  const batch = [{ _id: 1 }, { _id: 2 }, { _id: 1 }, { _id: 3 }];

  it.each([
    ['ordered' as const, [1, 2]],
    ['unordered' as const, [1, 2, 3]],
  ])('%s keeps %j and answers E11000', (batchInsert, kept) => {
    const things = createTestDatabase({}, { batchInsert });
    expect(() => things.add(...batch)).toThrow(
      expect.objectContaining({
        code: 'DATABASE_REQUEST_FAILED',
        message:
          '[FailedOperation.Insert] bulk write error: [{E11000 duplicate key error collection: tnt-local.things index: _id_ dup key: { _id: 1 }}]',
      }),
    );
    expect(things.get({}).map(({ _id }) => _id)).toEqual(kept);
  });
});

describe('updatedCounts', () => {
  it.each([
    ['modified' as const, 1],
    ['matched' as const, 2],
  ])('%s', (updatedCounts, updated) => {
    const things = createTestDatabase({}, { updatedCounts });
    things.add({ a: 1 }, { a: 2 });
    expect(things.update({}, { $set: { a: 2 } })).toBe(updated);
  });
});

describe('staleReads', () => {
  const stale = () => createTestDatabase({}, { staleReads: true });

  it('the first read after an insert does not see the document', () => {
    const things = stale();
    things.add({ _id: 1 });
    expect(things.get({ _id: 1 })).toEqual([]);
    expect(things.get({ _id: 1 })).toEqual([{ _id: 1 }]);
  });

  it('the first read after an update sees the version before it', () => {
    const things = stale();
    things.add({ _id: 1, a: 1 });
    things.get({});
    things.update({ _id: 1 }, { $set: { a: 2 } });
    things.update({ _id: 1 }, { $set: { a: 3 } });
    expect(things.get({ a: 2 })).toEqual([{ _id: 1, a: 2 }]);
    expect(things.get({ _id: 1 })).toEqual([{ _id: 1, a: 3 }]);
  });

  it('the first read after a removal still sees the document', () => {
    const things = stale();
    things.add({ _id: 1 });
    things.get({});
    things.remove({ _id: 1 });
    expect(things.count({})).toBe(1);
    expect(things.count({})).toBe(0);
  });

  it('a read that does not concern the document leaves its old version for later', () => {
    const things = stale();
    things.add({ _id: 1, a: 1 });
    expect(things.get({ a: 5 })).toEqual([]);
    expect(things.get({ a: 1 })).toEqual([]);
    expect(things.get({ a: 1 })).toHaveLength(1);
  });

  it('old versions take their place in the order and count for the limit', () => {
    const things = stale();
    things.add({ _id: 1, n: 1 }, { _id: 2, n: 2 }, { _id: 3, n: 3 });
    things.get({});
    things.update({ _id: 2 }, { $set: { n: 9 } });
    expect(things.get({}, { order: { n: 1 }, limit: 2 }).map(({ n }) => n)).toEqual([1, 2]);
    expect(things.get({}, { order: { n: 1 } }).map(({ n }) => n)).toEqual([1, 3, 9]);
  });

  it('a new document that is not seen yet takes no place on the page', () => {
    const things = stale();
    things.add({ _id: 1, n: 1 }, { _id: 2, n: 2 });
    things.get({});
    things.add({ _id: 0, n: 0 });
    expect(things.get({}, { order: { n: 1 }, limit: 2 }).map(({ n }) => n)).toEqual([1, 2]);
  });

  it('writes match what is stored', () => {
    const things = stale();
    things.add({ _id: 1, a: 1 });
    expect(things.update({ a: 1 }, { $set: { a: 2 } })).toBe(1);
    expect(things.update({ a: 1 }, { $set: { a: 3 } })).toBe(0);
    expect(things.remove({ a: 2 })).toBe(1);
  });

  it('switched off, the next read is fresh', () => {
    const things = stale();
    things.add({ _id: 1 });
    things.switches.staleReads = false;
    expect(things.get({})).toHaveLength(1);
    things.switches.staleReads = true;
    expect(things.get({})).toHaveLength(1);
  });
});
