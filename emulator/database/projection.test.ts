import { compileProjection } from './projection';

const document = {
  _id: 1,
  a: { b: 1, c: 2 },
  list: [{ n: 1, m: 1 }, { n: 2 }, 3],
  numbers: [1, 2, 3, 4],
  z: null,
};

describe('projections', () => {
  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{}, document],
    [{ z: 1 }, { _id: 1, z: null }],
    [{ z: true, _id: 0 }, { z: null }],
    [{ _id: 1 }, { _id: 1 }],
    [{ missing: 1 }, { _id: 1 }],
    [{ 'a.b': 1 }, { _id: 1, a: { b: 1 } }],
    [{ a: { b: 1 } }, { _id: 1, a: { b: 1 } }],
    [
      { 'a.b': 1, 'a.c': 1 },
      { _id: 1, a: { b: 1, c: 2 } },
    ],
    [{ 'z.x': 1 }, { _id: 1 }],
    [{ 'list.n': 1 }, { _id: 1, list: [{ n: 1 }, { n: 2 }] }],
    [
      { a: 0, numbers: 0, 'list.n': 0 },
      { _id: 1, list: [{ m: 1 }, {}, 3], z: null },
    ],
    [{ _id: 0, a: 0, list: 0, numbers: 0 }, { z: null }],
    [{ numbers: { $slice: 2 } }, { ...document, numbers: [1, 2] }],
    [
      { numbers: { $slice: -1 }, z: 1 },
      { _id: 1, numbers: [4], z: null },
    ],
    [
      { numbers: { $slice: [1, 2] }, z: 1 },
      { _id: 1, numbers: [2, 3], z: null },
    ],
    [
      { numbers: { $slice: [-3, 2] }, z: 1 },
      { _id: 1, numbers: [2, 3], z: null },
    ],
    [{ list: { $elemMatch: { n: 2 } } }, { _id: 1, list: [{ n: 2 }] }],
    [{ numbers: { $elemMatch: { $gt: 2 } } }, { _id: 1, numbers: [3] }],
    [{ list: { $elemMatch: { n: 9 } } }, { _id: 1 }],
  ])('%j', (projection, expected) => {
    const result = compileProjection(projection)(document);
    expect(result).toEqual(expected);
    expect(Object.keys(result)).toEqual(Object.keys(expected));
  });

  it('refuses unknown operators', () => {
    expect(() => compileProjection({ a: { $foo: 1 } })).toThrow('$foo');
  });
});
