import { EJSON } from 'bson';
import type { RulesDefinition } from '../services';
import { createTestDatabase, NOW } from './testing';

const text = (value: unknown): string => EJSON.stringify(value, { relaxed: false });
const DENIED = expect.objectContaining({ code: 'DATABASE_PERMISSION_DENIED' });
const INVALID = expect.objectContaining({ code: 'INVALID_PARAM' });
type Fields = Record<string, unknown>;

const SEED = [
  { _id: 'mine', _openid: 'me', open: true, stars: 1 },
  { _id: 'yours', _openid: 'you', open: true, stars: 2 },
  { _id: 'ours', open: false, stars: 3 },
];

/** What the user `me` can do with the seeds under some rules. */
function pageUnder(rules?: RulesDefinition) {
  const { database } = createTestDatabase({ seed: SEED, ...(rules && { rules }) });
  const ask = (action: string, body: Fields) => {
    const request = { collectionName: 'things', ...body };
    return database.handleFor('me', `database.${action}`, request)['data'] as Fields;
  };
  const query = (asked: Fields) => ({ query: text(asked) });
  return {
    ask,
    all: () => database.find('things'),
    find: (id: string) => database.find('things', text({ _id: id }))[0],
    ids: (asked: Fields = {}, body: Fields = {}) => {
      const list = ask('getDocument', { ...query(asked), ...body })['list'] as string[];
      return list.map((one) => (EJSON.parse(one) as Fields)['_id']);
    },
    count: (asked: Fields) => ask('calculateDocument', query(asked))['total'],
    add: (...documents: Fields[]) =>
      ask('insertDocument', { data: documents.map(text) })['insertedIds'] as string[],
    update: (asked: Fields, data: Fields) =>
      ask('modifyDocument', { ...query(asked), data: text(data), merge: true, multi: true })[
        'updated'
      ],
    set: (id: string, data: Fields) =>
      ask('modifyDocument', {
        ...query({ _id: id }),
        data: text(data),
        merge: false,
        upsert: true,
      }),
    remove: (asked: Fields) => ask('removeDocument', { ...query(asked), multi: true })['deleted'],
  };
}

const FOUR_STARS = { $set: { stars: 4 } };

describe('presets', () => {
  test('PRIVATE: one sees and changes what is one’s own, in silence', () => {
    const page = pageUnder('PRIVATE');
    expect(page.ids()).toEqual(['mine']);
    expect(page.ids({ _id: 'yours' })).toEqual([]);
    expect(page.count({ open: true })).toBe(1);
    expect(page.update({ _id: 'yours' }, FOUR_STARS)).toBe(0);
    expect(page.update({ $or: [{ _id: 'yours' }, { _id: 'mine' }] }, FOUR_STARS)).toBe(1);
    expect(page.remove({})).toBe(1);
    expect(page.all()).toEqual([SEED[1], SEED[2]]);
  });

  test('PRIVATE is what a collection without rules has', () => {
    const page = pageUnder();
    const [id = ''] = page.add({ stars: 5 });
    expect(page.ids()).toEqual(['mine', id]);
    expect(page.update({ _id: 'ours' }, FOUR_STARS)).toBe(0);
  });

  test('READONLY: one sees everything', () => {
    const page = pageUnder('READONLY');
    expect(page.ids()).toEqual(['mine', 'yours', 'ours']);
    expect(page.update({}, FOUR_STARS)).toBe(1);
    expect(page.remove({ _id: 'ours' })).toBe(0);
  });

  test('ADMINWRITE: one sees everything and changes nothing', () => {
    const page = pageUnder('ADMINWRITE');
    expect(page.count({})).toBe(3);
    expect(() => page.add({})).toThrow(DENIED);
    expect(() => page.update({ _id: 'mine' }, FOUR_STARS)).toThrow(DENIED);
    expect(() => page.set('mine', {})).toThrow(DENIED);
    expect(() => page.remove({ _id: 'mine' })).toThrow(DENIED);
    expect(page.all()).toEqual(SEED);
  });

  test('ADMINONLY: nothing', () => {
    const page = pageUnder('ADMINONLY');
    expect(() => page.ids({ _id: 'mine' })).toThrow(DENIED);
    expect(() => page.count({})).toThrow(DENIED);
  });
});

describe('the creator', () => {
  test('is written by the cloud', () => {
    const page = pageUnder('PRIVATE');
    const [id = ''] = page.add({ stars: 5 });
    expect(page.find(id)).toEqual({ _id: id, _openid: 'me', stars: 5 });
    expect(page.set('new', { stars: 6 })).toEqual({ updated: 0, upsert_id: 'new' });
    expect(page.find('new')).toEqual({ _id: 'new', _openid: 'me', stars: 6 });
  });

  test('keeps a document that is replaced', () => {
    const page = pageUnder({ read: true, write: true });
    for (const id of ['mine', 'yours', 'ours']) page.set(id, { stars: 7 });
    expect(page.all()).toEqual([
      { _id: 'mine', _openid: 'me', stars: 7 },
      { _id: 'yours', _openid: 'you', stars: 7 },
      { _id: 'ours', stars: 7 },
    ]);
  });

  test('is never taken over', () => {
    const page = pageUnder('PRIVATE');
    expect(() => page.set('yours', { stars: 7 })).toThrow(/E11000/);
    expect(page.all()).toEqual(SEED);
  });

  test.each([
    { $set: { _openid: 'you' } },
    { $set: { '_openid.a': 1 } },
    { $unset: { _openid: '' } },
    { $set: { stars: 1 }, $inc: { _openid: 1 } },
    { $rename: { _openid: 'owner' } },
    { $rename: { stars: '_openid' } },
  ])('cannot be written by a page: %j', (data) => {
    const page = pageUnder({ read: true, write: true });
    expect(() => page.update({ _id: 'mine' }, data)).toThrow(INVALID);
    expect(page.all()).toEqual(SEED);
  });

  test('cannot be written by a page in a new document', () => {
    const page = pageUnder({ write: true });
    expect(() => page.add({ stars: 1 }, { _openid: 'you' })).toThrow(INVALID);
    expect(() => page.set('new', { _openid: 'me' })).toThrow(INVALID);
    expect(page.all()).toEqual(SEED);
  });
});

describe('security rules', () => {
  const OWN = 'doc._openid == auth.openid';

  test('what is not said is forbidden', () => {
    expect(() => pageUnder({}).ids()).toThrow(DENIED);
    expect(() => pageUnder({ read: true }).remove({})).toThrow(DENIED);
  });

  test('a query has to be a subset', () => {
    const page = pageUnder({ read: OWN, write: OWN });
    expect(() => page.ids()).toThrow(DENIED);
    expect(() => page.ids({ _id: 'mine' })).toThrow(DENIED); // doc(id) names no creator
    expect(() => page.count({ _openid: 'you' })).toThrow(DENIED);
    expect(() => page.update({ _id: 'mine' }, FOUR_STARS)).toThrow(DENIED);
    expect(() => page.set('mine', {})).toThrow(DENIED);
    expect(page.ids({ _openid: 'me' })).toEqual(['mine']);
    expect(page.update({ _openid: 'me', open: true }, FOUR_STARS)).toBe(1);
    expect(page.remove({ _openid: 'me' })).toBe(1);
  });

  test('{openid} stands for the user, as the value of a field only', () => {
    const page = pageUnder({ read: OWN });
    expect(page.ids({ _openid: '{openid}' })).toEqual(['mine']);
    expect(page.ids({ $and: [{ stars: 1 }, { _openid: '{openid}' }] })).toEqual(['mine']);
    expect(() => page.ids({ _openid: { $eq: '{openid}' } })).toThrow(DENIED);
    expect(pageUnder({ read: true }).ids({ _openid: { $in: ['{openid}'] } })).toEqual([]);
  });

  test('a new document has to satisfy the rule, with its creator', () => {
    const page = pageUnder({ create: `${OWN} && doc.stars in [1, 2, 3]`, read: true });
    expect(() => page.add({ stars: 4 })).toThrow(DENIED);
    expect(() => page.add({ stars: 1 }, { stars: 4 })).toThrow(DENIED);
    expect(page.add({ stars: 3 })).toHaveLength(1);
    expect(page.all()).toHaveLength(4);
  });

  test('a replacement has to satisfy both rules', () => {
    const page = pageUnder({ update: true, create: 'doc.stars < 5' });
    expect(() => page.set('mine', { stars: 5 })).toThrow(DENIED);
    expect(page.set('mine', { stars: 4 })).toEqual({ updated: 1 });
    expect(() => pageUnder({ create: true }).set('new', {})).toThrow(DENIED);
  });

  test('operations have rules of their own', () => {
    const page = pageUnder({ read: true, write: OWN, delete: false });
    expect(page.update({ _openid: 'me' }, FOUR_STARS)).toBe(1);
    expect(() => page.remove({ _openid: 'me' })).toThrow(DENIED);
  });

  test('the server’s time is the virtual one', () => {
    const page = pageUnder({ read: 'doc.until >= now', create: 'doc.until == now' });
    expect(() => page.ids({ until: { $gte: new Date(NOW - 1) } })).toThrow(DENIED);
    expect(page.ids({ until: { $gte: { $tcb_server_date: { offset: 0 } } } })).toEqual([]);
    page.add({ until: { $tcb_server_date: { offset: 0 } } });
  });
});

describe('a page', () => {
  test('gets 20 documents at most, and if it does not say', () => {
    const page = pageUnder({ read: true, write: true });
    page.add(...Array.from({ length: 30 }, (_, stars) => ({ stars })));
    expect(page.ids({}, { limit: 100 })).toHaveLength(20);
    expect(page.ids({}, {})).toHaveLength(20);
    expect(page.ids({}, { limit: 7 })).toHaveLength(7);
    expect(page.count({})).toBe(33);
  });

  test.each(['addCollection', 'modifyAndReturnDoc', 'aggregateDocuments', 'startTransaction', 'x'])(
    'may not ask for %s',
    (action) => {
      const open = pageUnder({ read: true, write: true });
      expect(() => open.ask(action, { data: '{}', query: '{}' })).toThrow(DENIED);
    },
  );

  test.each([
    [{ query: '{' }, 'query'],
    [{ query: '[]' }, 'query'],
    [{ query: { _openid: 'me' } }, 'query'],
    [{ query: '{"__proto__":{"a":1}}' }, '__proto__'],
  ])('is told what is wrong with %j', (body, field) => {
    const page = pageUnder({ read: true });
    const ask = () => page.ask('getDocument', body);
    expect(ask).toThrow(INVALID);
    expect(ask).toThrow(field);
  });

  test('is told that a collection is missing', () => {
    const { ask } = pageUnder('PRIVATE');
    const missing = expect.objectContaining({ code: 'DATABASE_COLLECTION_NOT_EXIST' });
    expect(() => ask('getDocument', { collectionName: 'none' })).toThrow(missing);
  });
});
