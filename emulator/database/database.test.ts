import { defaultSettings } from '../settings';
import { createDatabase } from './database';
import { createTestDatabase, NOW } from './testing';

const byOwner = [
  { name: 'owner', keys: [{ name: 'owner', direction: '1' as const }], unique: true },
];

describe('documents', () => {
  it('get an id of 32 hex characters, first in the document', () => {
    const things = createTestDatabase();
    expect(things.add({ a: 1 }, { _id: 'x' })).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      'x',
    ]);
    expect(Object.keys(things.get({ a: 1 })[0] ?? {})).toEqual(['_id', 'a']);
  });

  it('are found by the type of their id', () => {
    const things = createTestDatabase();
    things.add({ _id: 5, is: 'number' }, { _id: '5', is: 'text' });
    expect(things.get({ _id: 5 })).toEqual([{ _id: 5, is: 'number' }]);
    expect(things.get({ _id: '5' })).toEqual([{ _id: '5', is: 'text' }]);
  });

  it('keep their types on the wire', () => {
    const things = createTestDatabase();
    const raw =
      '{"_id":"t","int":{"$numberInt":"5"},"long":{"$numberLong":"9007199254740993"},' +
      '"double":{"$numberDouble":"1.5"},"date":{"$date":{"$numberLong":"5"}},' +
      '"id":{"$oid":"0123456789abcdef01234567"},"none":null,' +
      '"pattern":{"$regularExpression":{"pattern":"^a","options":"i"}}}';
    things.send('insertDocument', { data: [raw] });
    const { data } = things.send('getDocument', { queryType: 'DOC', query: '{"_id":"t"}' });
    expect(data).toEqual({ list: [raw] });
  });

  it('take the virtual time for db.serverDate()', () => {
    const things = createTestDatabase();
    const later = { $tcb_server_date: { offset: { $numberInt: '1000' } } };
    const now = { $tcb_server_date: { offset: 0 } };
    things.send('insertDocument', {
      data: [JSON.stringify({ _id: 1, at: now, in: [{ at: later }] })],
    });
    things.update({ _id: 1 }, { $set: { later } });
    expect(things.get({})).toEqual([
      {
        _id: 1,
        at: new Date(NOW),
        in: [{ at: new Date(NOW + 1000) }],
        later: new Date(NOW + 1000),
      },
    ]);
  });

  it('are searched with patterns, whatever flags the SDK sends', () => {
    const things = createTestDatabase();
    things.add({ name: 'Anna' }, { name: 'Bob' });
    const query = '{"name":{"$regularExpression":{"pattern":"^a","options":"gi"}}}';
    for (let i = 0; i < 2; i++) {
      expect(things.send('calculateDocument', { query })).toEqual({ data: { total: 1 } });
    }
  });

  it('come in pages of 100 unless asked for, of 1000 at most', () => {
    const things = createTestDatabase();
    things.add(...Array.from({ length: 1001 }, (_, i) => ({ _id: i })));
    expect(things.get({}, { limit: undefined })).toHaveLength(100);
    expect(things.get({}, { limit: 5000 })).toHaveLength(1000);
  });

  it('have 16 MB at most', () => {
    const things = createTestDatabase();
    const half = 'x'.repeat(9_000_000);
    things.add({ _id: 1, half });
    const second = () => things.update({ _id: 1 }, { $set: { second: half } });
    expect(second).toThrow('Resulting document after update is larger than 16777216');
    expect(() => things.add({ half, second: half })).toThrow('object to insert too large');
    for (let i = 0; i < 3; i++) expect(things.update({ _id: 1 }, { $set: { half, i } })).toBe(1);
  });
});

describe('set', () => {
  it('replaces the whole document and keeps its id', () => {
    const things = createTestDatabase();
    things.add({ _id: 'x', a: 1 });
    expect(things.set('x', { b: 2 })).toEqual({ updated: 1 });
    expect(things.get({})).toEqual([{ _id: 'x', b: 2 }]);
  });

  it('creates a document that is missing', () => {
    const things = createTestDatabase();
    expect(things.set(5, { b: 2 })).toEqual({ updated: 0, upsert_id: 5 });
    expect(things.get({})).toEqual([{ _id: 5, b: 2 }]);
  });
});

describe('update', () => {
  const single = { queryType: 'WHERE', merge: true, upsert: false, multi: false };

  it('changes one document when it is not multi', () => {
    const things = createTestDatabase();
    things.add({ a: 1 }, { a: 1 });
    const data = '{"$set":{"a":2}}';
    expect(things.send('modifyDocument', { ...single, data })).toEqual({ data: { updated: 1 } });
    expect(things.count({ a: 2 })).toBe(1);
  });

  it('answers in the frame of the cloud and leaves what was written before the error', () => {
    const things = createTestDatabase();
    things.add({ _id: 1, n: 1 }, { _id: 2, n: 'x' });
    expect(() => things.update({}, { $inc: { n: 1 } })).toThrow(
      expect.objectContaining({
        code: 'DATABASE_REQUEST_FAILED',
        message:
          "[FailedOperation] multiple write errors: [{write errors: [{Cannot apply $inc to a value of non-numeric type. {_id: 2} has the field 'n' of non-numeric type string}]}, {<nil>}]",
      }),
    );
    expect(things.get({}).map(({ n }) => n)).toEqual([2, 'x']);
  });

  it('without anything to update is refused, also when nothing matches', () => {
    const things = createTestDatabase();
    expect(() => things.update({ _id: 'none' }, {})).toThrow("'$set' is empty.");
  });

  it('updateAndReturn gives the new version of one document', () => {
    const things = createTestDatabase();
    things.add({ _id: 1, n: 1 });
    const ask = (query: string) =>
      things.send('modifyAndReturnDoc', { queryType: 'WHERE', query, data: '{"$inc":{"n":1}}' });
    const doc = '{"_id":{"$numberInt":"1"},"n":{"$numberInt":"2"}}';
    expect(ask('{"_id":1}')).toEqual({ data: { updated: 1, doc } });
    expect(ask('{"_id":2}')).toEqual({ data: { updated: 0, doc: null } });
  });
});

describe('a unique index', () => {
  it('refuses a second document, also by update and set, and names index and key', () => {
    const things = createTestDatabase({ indexes: byOwner });
    things.add({ _id: 1, owner: 'a' }, { _id: 2, owner: 'b' });
    const sentence =
      'E11000 duplicate key error collection: tnt-local.things index: owner dup key: { owner: "a" }';
    expect(() => things.add({ owner: 'a' })).toThrow(sentence);
    expect(() => things.update({ _id: 2 }, { $set: { owner: 'a' } })).toThrow(sentence);
    expect(() => things.set(2, { owner: 'a' })).toThrow(sentence);
    expect(things.get({ owner: 'b' })).toEqual([{ _id: 2, owner: 'b' }]);
  });

  it('takes a missing field for null', () => {
    const things = createTestDatabase({ indexes: byOwner });
    things.add({ _id: 1 });
    expect(() => things.add({ owner: null })).toThrow('dup key: { owner: null }');
    things.remove({ _id: 1 });
    expect(() => things.add({ owner: null })).not.toThrow();
  });

  it('holds for every element of an array', () => {
    const things = createTestDatabase({ indexes: byOwner });
    things.add({ owner: ['a', 'b', 'b'] });
    expect(() => things.add({ owner: 'b' })).toThrow('E11000');
  });
});

describe('refusals', () => {
  const things = createTestDatabase();

  it.each([
    [
      'getDocument',
      { collectionName: 'no' },
      'DATABASE_COLLECTION_NOT_EXIST',
      /^\[ResourceNotFound\] Db or Table not exist: no\./,
    ],
    ['insertDocument', { collectionName: 'no', data: [] }, 'DATABASE_COLLECTION_NOT_EXIST', /no/],
    [
      'addCollection',
      {},
      'DATABASE_COLLECTION_ALREADY_EXIST',
      /^\[ResourceUnavailable.ResourceExist\] Table exist\./,
    ],
    ['getDocument', { collectionName: 5 }, 'INVALID_PARAM', /collectionName/],
    ['getDocument', { query: '{' }, 'INVALID_PARAM', /`query` to be EJSON/],
    ['getDocument', { query: '[]' }, 'INVALID_PARAM', /`query` to be an object/],
    ['getDocument', { query: '{"__proto__":1}' }, 'INVALID_PARAM', /__proto__/],
    ['getDocument', { query: '{"a":{"$foo":1}}' }, 'DATABASE_REQUEST_FAILED', /\$foo/],
    ['getDocument', { query: '{"$where":"1"}' }, 'DATABASE_REQUEST_FAILED', /\$where/],
    ['getDocument', { order: '{"a":2}' }, 'INVALID_PARAM', /order\.a/],
    ['getDocument', { limit: -1 }, 'INVALID_PARAM', /limit/],
    [
      'getDocument',
      { projection: '{"a":1,"b":0}' },
      'DATABASE_REQUEST_FAILED',
      /exclusion on field b/,
    ],
    ['insertDocument', { data: '{}' }, 'INVALID_PARAM', /`data`/],
    ['insertDocument', { data: ['{"_id":[1]}'] }, 'DATABASE_REQUEST_FAILED', /array/],
    [
      'modifyDocument',
      { data: '{"$set":{"a":1}}', merge: false, upsert: true },
      'INVALID_PARAM',
      /operators/,
    ],
    [
      'modifyDocument',
      { data: '{"$set":{"a":1}}', merge: true, upsert: true },
      'INVALID_PARAM',
      /upsert/,
    ],
    ['startTransaction', {}, 'INVALID_PARAM', /does not have transactions yet/],
    [
      'commitTransaction',
      { transactionId: 't' },
      'INVALID_PARAM',
      /does not have transactions yet/,
    ],
    ['getDocument', { transactionId: 't' }, 'INVALID_PARAM', /does not have transactions yet/],
    ['aggregateDocuments', {}, 'INVALID_PARAM', /does not have aggregate\(\) yet/],
    ['toString', {}, 'INVALID_PARAM', /no action database.toString/],
  ])('%s %j: %s', (action, body, code, message) => {
    expect(() => things.send(action, body)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});

describe('for the hub', () => {
  it('a new collection starts empty', () => {
    const { database, ...things } = createTestDatabase();
    things.send('addCollection', { collectionName: 'more' });
    expect(database.collections()).toEqual([
      { name: 'things', documents: 0 },
      { name: 'more', documents: 0 },
    ]);
  });

  it('finds and inserts relaxed EJSON', () => {
    const { database } = createTestDatabase();
    const at = { $date: '2026-01-01T00:00:00Z' };
    expect(database.insert('things', [{ _id: 'a', at, n: 1 }])).toEqual(['a']);
    expect(database.find('things')).toEqual([{ _id: 'a', at, n: 1 }]);
    expect(database.find('things', JSON.stringify({ at: { $lt: at } }))).toEqual([]);
  });

  it('inserts nothing if one document is refused', () => {
    const { database } = createTestDatabase({ indexes: byOwner });
    const twice = [{ owner: 'a' }, { owner: 'b' }, { owner: 'a' }];
    expect(() => database.insert('things', twice)).toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST', message: expect.stringContaining('E11000') }),
    );
    expect(database.find('things')).toEqual([]);
    expect(() => database.insert('no', [])).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});

describe('state', () => {
  const definition = {
    collections: {
      things: { indexes: byOwner, seed: [{ _id: 'seed', at: { $date: '2026-01-01T00:00:00Z' } }] },
      empty: {},
    },
  };
  const create = () =>
    createDatabase({
      clock: { now: () => NOW },
      definition,
      switches: () => defaultSettings().switches,
      onSlowScan: () => {},
    });

  it('begins with the seeds; reset brings them back', () => {
    const database = create();
    const seeds = database.find('things');
    expect(seeds).toEqual(definition.collections.things.seed);
    database.insert('things', [{ owner: 'a' }]);
    database.handle('database.addCollection', { collectionName: 'more' });
    database.reset();
    expect(database.find('things')).toEqual(seeds);
    expect(database.collections().map(({ name }) => name)).toEqual(['things', 'empty']);
  });

  it('survives a journey through JSON, with its types, collections and unique indexes', () => {
    const first = create();
    first.handle('database.addCollection', { collectionName: 'more' });
    first.handle('database.insertDocument', {
      collectionName: 'things',
      data: ['{"_id":5,"owner":{"$numberLong":"9007199254740993"}}'],
    });
    const second = create();
    second.restore(JSON.parse(JSON.stringify(first.save())));
    expect(second.save()).toEqual(first.save());
    expect(second.collections()).toEqual(first.collections());
    expect(() => second.insert('things', [{ owner: { $numberLong: '9007199254740993' } }])).toThrow(
      'E11000',
    );
  });

  it('a broken state changes nothing', () => {
    const database = create();
    const state = { collections: { things: [{ _id: 1 }, { _id: 1 }] } };
    for (const broken of [null, {}, { collections: { things: 5 } }, state]) {
      expect(() => database.restore(broken)).toThrow(
        expect.objectContaining({ code: 'BAD_REQUEST' }),
      );
    }
    expect(database.find('things')).toHaveLength(1);
  });
});
