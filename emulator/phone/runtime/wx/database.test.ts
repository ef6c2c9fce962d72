import { Db } from '@cloudbase/database';
import { databaseApi } from './database';

jest.mock('../report', () => ({
  ...jest.requireActual<object>('../report'),
  reportUnsupported: jest.fn(),
}));

type Fields = Record<string, unknown>;
type Things = ReturnType<ReturnType<ReturnType<typeof databaseApi>>['collection']>;

/** A database whose gateway gives these answers one after the other, and what it was asked. */
function pageWith(...answers: Fields[]) {
  const asked: [string, Fields][] = [];
  const ask = (action: string, fields: Fields): Promise<Fields> => {
    asked.push([action, JSON.parse(JSON.stringify(fields)) as Fields]);
    return Promise.resolve(answers.shift() ?? { code: 'SYS_ERR', message: 'nothing more' });
  };
  const open = databaseApi(ask, () => Db);
  const database = open();
  const things = database.collection('things');
  return { open, database, things, asked };
}

const list = (...documents: Fields[]) => ({
  data: { list: documents.map((one) => JSON.stringify(one)) },
});

test('a query is what a function would send', async () => {
  const { database, things, asked } = pageWith(list({ _id: 'a', at: { $date: 5 } }));
  const { command: _ } = database;
  const query = things.where({ stars: _.gt(2), name: /茶/i }).orderBy('stars', 'desc');
  const answer = await query.skip(1).limit(5).field({ name: true }).get();
  expect(answer).toEqual({ errMsg: 'collection.get:ok', data: [{ _id: 'a', at: new Date(5) }] });
  expect(asked).toEqual([
    [
      'database.getDocument',
      {
        collectionName: 'things',
        queryType: 'WHERE',
        query: expect.any(String),
        order: '{"stars":{"$numberInt":"-1"}}',
        offset: 1,
        limit: 5,
        projection: '{"name":{"$numberInt":"1"}}',
      },
    ],
  ]);
  expect(JSON.parse(String(asked[0]?.[1]['query']))).toEqual({
    stars: { $gt: { $numberInt: '2' } },
    name: { $regularExpression: { pattern: '茶', options: 'i' } },
  });
});

test.each<[string, (things: Things) => Promise<object> | undefined, Fields, Fields]>([
  [
    'add',
    (things) => things.add({ data: { a: 1 } }),
    { data: { insertedIds: ['x'] } },
    { errMsg: 'collection.add:ok', _id: 'x' },
  ],
  [
    'count',
    (things) => things.count(),
    { data: { total: 7 } },
    { errMsg: 'collection.count:ok', total: 7 },
  ],
  [
    'update',
    (things) => things.where({ a: 1 }).update({ data: { a: 2 } }),
    { data: { updated: 3 } },
    { errMsg: 'collection.update:ok', stats: { updated: 3 } },
  ],
  [
    'remove',
    (things) => things.where({ a: 1 }).remove(),
    { data: { deleted: 2 } },
    { errMsg: 'collection.remove:ok', stats: { removed: 2 } },
  ],
  [
    'get one',
    (things) => things.doc('x').get(),
    list({ _id: 'x' }),
    { errMsg: 'document.get:ok', data: { _id: 'x' } },
  ],
  [
    'set',
    (things) => things.doc('x').set({ data: { a: 1 } }),
    { data: { updated: 0, upsert_id: 'x' } },
    { errMsg: 'document.set:ok', _id: 'x', stats: { updated: 0, created: 1 } },
  ],
  [
    'set again',
    (things) => things.doc('x').set({ data: { a: 1 } }),
    { data: { updated: 1 } },
    { errMsg: 'document.set:ok', _id: 'x', stats: { updated: 1, created: 0 } },
  ],
  [
    'update one',
    (things) => things.doc('x').update({ data: { a: 2 } }),
    { data: { updated: 0 } },
    { errMsg: 'document.update:ok', stats: { updated: 0 } },
  ],
  [
    'remove one',
    (things) => things.doc('x').remove(),
    { data: { deleted: 1 } },
    { errMsg: 'document.remove:ok', stats: { removed: 1 } },
  ],
])('%s answers as WeChat does', async (_name, call, answer, result) => {
  expect(await call(pageWith(answer).things)).toEqual(result);
});

test('callbacks instead of a promise', async () => {
  const { things } = pageWith({ data: { total: 7 } });
  const told = await new Promise((resolve) => {
    const given = things.count({ success: (result: object) => resolve([result, given]) });
  });
  expect(told).toEqual([{ errMsg: 'collection.count:ok', total: 7 }, undefined]);
});

test('a failure has WeChat’s number and words', async () => {
  const denied = { code: 'DATABASE_PERMISSION_DENIED', message: 'Permission denied' };
  const { things } = pageWith(denied, { code: 'NEW_ONE' });
  await expect(things.doc('x').remove()).rejects.toEqual({
    errCode: -502003,
    errMsg: 'document.remove:fail -502003 database permission denied. Permission denied',
  });
  await expect(things.get()).rejects.toMatchObject({ errCode: -501001 });
});

test('what the library refuses by itself fails in the same way, and asks nobody', async () => {
  const { things, asked } = pageWith();
  await expect(things.doc('x').update({ data: { _id: 'y' } })).rejects.toMatchObject({
    errCode: -501007,
  });
  await expect(things.add()).rejects.toEqual({
    errMsg:
      'collection.add:fail parameter error: parameter.data should be object instead of undefined',
  });
  expect(asked).toEqual([]);
});

test('a document that is not there fails, or is null if the page wants it so', async () => {
  const { open, things } = pageWith(list(), list());
  await expect(things.doc('x').get()).rejects.toEqual({
    errCode: -1,
    errMsg: 'document.get:fail document with _id x does not exist',
  });
  const lenient = open({ throwOnNotFound: false }).collection('things');
  const document = lenient.doc('x');
  expect(await document.get()).toEqual({ errMsg: 'document.get:ok', data: null });
});

test('one of many, if the page says so', async () => {
  const { things, asked } = pageWith({ data: { updated: 1 } }, { data: { deleted: 1 } });
  await things.where({ a: 1 }).update({ data: { a: 2 }, multi: false });
  await things.where({ a: 1 }).remove({ multi: false });
  expect(asked.map(([, { multi }]) => multi)).toEqual([false, false]);
});

test('what is not there says so, and an async function may give the rest back', async () => {
  const { database, things } = pageWith();
  expect(await Promise.resolve(things)).toBe(things);
  const lacking = { errMsg: expect.stringContaining('not supported by the phone') };
  const { aggregate } = things as unknown as Record<string, () => { end: () => Promise<object> }>;
  await expect(aggregate?.().end()).rejects.toEqual(lacking);
  const { runTransaction } = database as unknown as Record<string, () => Promise<object>>;
  await expect(runTransaction?.()).rejects.toEqual(lacking);
});
