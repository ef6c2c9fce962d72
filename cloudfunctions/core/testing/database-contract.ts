import type { Goods } from '../words';
import type { Database } from '../ports';

/**
 * What the core expects of its database. The same suite runs against the database in memory and
 * against the local cloud through wx-server-sdk, so that tests on the first speak for the second.
 * @param open gives an empty database
 */
export function describeDatabase(name: string, open: () => Promise<Database>): void {
  describe(`database port: ${name}`, () => {
    let db: Database;
    beforeEach(async () => {
      db = await open();
      await db.insert('goods', [goods('a', 1), goods('b', 2), goods('c', 3)]);
    });
    const ids = async (...find: Parameters<Database['find']>) =>
      (await db.find(...find)).map((document) => document._id);

    test('get gives a document or undefined', async () => {
      expect(await db.get('goods', 'b')).toEqual(goods('b', 2));
      expect(await db.get('goods', 'nobody')).toBeUndefined();
    });

    test('find by value, by one of several, by bound, ordered and limited', async () => {
      expect(await ids('goods', { price: 2 }, { limit: 10 })).toEqual(['b']);
      const query = { _id: { in: ['a', 'c', 'x'] } };
      expect(await ids('goods', query, { orderBy: 'price', limit: 10 })).toEqual(['a', 'c']);
      expect(await ids('goods', { price: { lte: 2 } }, { orderBy: 'price', limit: 10 })).toEqual([
        'a',
        'b',
      ]);
      expect(await ids('goods', {}, { orderBy: 'price', newestFirst: true, limit: 2 })).toEqual([
        'c',
        'b',
      ]);
      expect(await ids('goods', { _id: { in: [] } }, { limit: 10 })).toEqual([]);
    });

    test('conditions on several fields all hold', async () => {
      const query = { _id: { in: ['a', 'b'] }, title: 'goods', price: { lte: 1 } };
      expect(await ids('goods', query, { limit: 10 })).toEqual(['a']);
    });

    test('insert of one document says whether it was there', async () => {
      expect(await db.insert('goods', [goods('d', 4)])).toEqual([]);
      expect(await db.insert('goods', [goods('d', 5)])).toEqual(['d']);
      expect(await db.get('goods', 'd')).toEqual(goods('d', 4));
    });

    test('insert of many stores the new ones; nothing is overwritten', async () => {
      const known = await db.insert('goods', [goods('x', 7), goods('b', 9), goods('y', 8)]);
      expect(known).toContain('b');
      expect(await ids('goods', {}, { orderBy: '_id', limit: 10 })).toEqual([
        'a',
        'b',
        'c',
        'x',
        'y',
      ]);
      expect(await db.get('goods', 'b')).toEqual(goods('b', 2));
    });

    test('update changes every match, counts them, and increments', async () => {
      expect(
        await db.update('goods', { price: { lte: 2 } }, { title: 'cheap', price: { inc: 10 } }),
      ).toBe(2);
      expect(await db.get('goods', 'a')).toMatchObject({ title: 'cheap', price: 11 });
      expect(await db.update('goods', { _id: 'nobody' }, { title: 'x' })).toBe(0);
    });

    test('a conditional update has one winner', async () => {
      const claims = ['p', 'q', 'r', 's'].map((title) =>
        db.update('goods', { _id: 'a', title: 'goods' }, { title }),
      );
      expect((await Promise.all(claims)).filter((changed) => changed === 1)).toHaveLength(1);
    });

    test('remove and count', async () => {
      expect(await db.count('goods', { price: { lte: 2 } })).toBe(2);
      expect(await db.remove('goods', { price: { lte: 2 } })).toBe(2);
      expect(await db.count('goods', {})).toBe(1);
    });
  });
}

const goods = (_id: string, price: number): Goods => ({ _id, title: 'goods', price, picture: '' });
