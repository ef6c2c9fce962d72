import { Decimal128, MaxKey, MinKey, ObjectId } from 'bson';
import { compareBson, documentOrder } from './bson-order';

describe('the order of values', () => {
  it('is that of BSON', () => {
    const ascending = [
      new MinKey(),
      undefined,
      null,
      NaN,
      -Infinity,
      -1,
      new Decimal128('0.5'),
      1,
      9007199254740992,
      9007199254740993n,
      '',
      '5',
      'a',
      {},
      { a: 1 },
      { a: 1, b: 1 },
      { b: 1 },
      { a: 'x' },
      [],
      [1],
      [1, 2],
      [2],
      new ObjectId('0123456789abcdef01234567'),
      new ObjectId('0123456789abcdef01234568'),
      false,
      true,
      new Date(0),
      new Date(1),
      new MaxKey(),
    ];
    ascending.forEach((a, i) => {
      ascending.forEach((b, j) => {
        expect([i, j, Math.sign(compareBson(a, b))]).toEqual([i, j, Math.sign(i - j)]);
      });
    });
  });

  it('sorts an array by its smallest element, descending by its largest', () => {
    const a = { list: [1, 9] };
    const b = { list: [5] };
    expect(documentOrder([{ path: 'list', direction: 1 }])(a, b)).toBeLessThan(0);
    expect(documentOrder([{ path: 'list', direction: -1 }])(a, b)).toBeLessThan(0);
  });
});
