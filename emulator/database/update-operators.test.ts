import { BSONRegExp } from 'bson';
import { compileUpdate } from './update-operators';

const apply = (document: Record<string, unknown>, update: Record<string, unknown>) => {
  const { _id, ...fields } = compileUpdate(update)({ _id: 1, ...document });
  expect(_id).toBe(1);
  return fields;
};

const date = new Date(5);
const big = 9007199254740993n;

describe('update operators', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    ['$set a field', { a: 1 }, { $set: { a: 2, b: date } }, { a: 2, b: date }],
    ['$set keeps the place of a field', { a: 1, b: 1 }, { $set: { a: null } }, { a: null, b: 1 }],
    ['$set through nothing', {}, { $set: { 'a.b': 1, 'c.0': 2 } }, { a: { b: 1 }, c: { 0: 2 } }],
    ['$set beside others', { a: { b: 1 } }, { $set: { 'a.c': 2 } }, { a: { b: 1, c: 2 } }],
    ['$set an element', { a: [1, 2] }, { $set: { 'a.1': 3 } }, { a: [1, 3] }],
    ['$set in an element', { a: [{ b: 1 }] }, { $set: { 'a.0.b': 2 } }, { a: [{ b: 2 }] }],
    ['$set behind the end', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    ['$set names of Object', {}, { $set: { constructor: 1 } }, { constructor: 1 }],
    ['$unset', { a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '' } }, { b: { d: 2 } }],
    ['$unset nothing', { a: 1 }, { $unset: { b: '', 'a.b': '' } }, { a: 1 }],
    ['$unset an element', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
    ['$inc', { a: 1, b: { c: 1 } }, { $inc: { a: 2, 'b.c': -1 } }, { a: 3, b: { c: 0 } }],
    ['$inc nothing', {}, { $inc: { a: 2 } }, { a: 2 }],
    ['$inc a long', { a: big }, { $inc: { a: 1 } }, { a: 9007199254740994 }],
    ['$inc a long by a fraction', { a: big }, { $inc: { a: 0.5 } }, { a: 9007199254740992 }],
    ['$mul', { a: 3, b: 2 }, { $mul: { a: 0.5, b: 3 } }, { a: 1.5, b: 6 }],
    ['$mul nothing', {}, { $mul: { a: 2 } }, { a: 0 }],
    ['$min', { a: 3, b: 3 }, { $min: { a: 1, b: 5, c: 7 } }, { a: 1, b: 3, c: 7 }],
    [
      '$max',
      { a: 3, b: 3, d: 5 },
      { $max: { a: 1, b: 5, c: 7, d: 'x' } },
      { a: 3, b: 5, d: 'x', c: 7 },
    ],
    ['$rename', { a: 1, b: 2 }, { $rename: { a: 'c.d', x: 'y' } }, { b: 2, c: { d: 1 } }],
    ['$rename over another', { a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
    ['$bit', { a: 13, b: 1 }, { $bit: { a: { and: 10 }, b: { or: 6, xor: 2 } } }, { a: 8, b: 5 }],
    ['$bit nothing', {}, { $bit: { a: { or: 5 } } }, { a: 5 }],
    ['$push', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
    ['$push one value', { a: [1] }, { $push: { a: [2] } }, { a: [1, [2]] }],
    ['$push nothing yet', {}, { $push: { a: { $each: [1] } } }, { a: [1] }],
    ['unshift', { a: [3] }, { $push: { a: { $each: [1, 2], $position: 0 } } }, { a: [1, 2, 3] }],
    [
      '$position from the end',
      { a: [1, 3] },
      { $push: { a: { $each: [2], $position: -1 } } },
      { a: [1, 2, 3] },
    ],
    ['$slice', { a: [1] }, { $push: { a: { $each: [2, 3], $slice: 2 } } }, { a: [1, 2] }],
    ['$slice the last', { a: [1] }, { $push: { a: { $each: [2, 3], $slice: -2 } } }, { a: [2, 3] }],
    ['$slice all away', { a: [1] }, { $push: { a: { $each: [2], $slice: 0 } } }, { a: [] }],
    ['$sort', { a: [3] }, { $push: { a: { $each: [1, 2], $sort: -1 } } }, { a: [3, 2, 1] }],
    [
      '$sort by a field, then $slice',
      { a: [{ n: 3 }] },
      { $push: { a: { $each: [{ n: 1 }, { n: 2 }], $sort: { n: 1 }, $slice: 2 } } },
      { a: [{ n: 1 }, { n: 2 }] },
    ],
    ['$pop', { a: [1, 2, 3], b: [1, 2] }, { $pop: { a: 1, b: -1 } }, { a: [1, 2], b: [2] }],
    ['$pop nothing', { a: [] }, { $pop: { a: 1, b: 1 } }, { a: [] }],
    ['$pull a value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    ['$pull a list', { a: [[1], 1] }, { $pull: { a: [1] } }, { a: [1] }],
    ['$pull by operators', { a: [1, 5, 9] }, { $pull: { a: { $gt: 1, $lt: 9 } } }, { a: [1, 9] }],
    ['$pull by $in', { a: [1, 5, 9] }, { $pull: { a: { $in: [1, 9] } } }, { a: [5] }],
    [
      '$pull by fields',
      { a: [{ n: 1, m: 1 }, { n: 2 }, 1] },
      { $pull: { a: { n: 1 } } },
      { a: [{ n: 2 }, 1] },
    ],
    [
      '$pull by a field',
      { a: [{ n: 1 }, { n: 5 }] },
      { $pull: { a: { n: { $gte: 5 } } } },
      { a: [{ n: 1 }] },
    ],
    [
      '$pull by a pattern',
      { a: ['x1', 'y'] },
      { $pull: { a: new BSONRegExp('^x') } },
      { a: ['y'] },
    ],
    ['$pull nothing', {}, { $pull: { a: 1 } }, {}],
    ['$pullAll', { a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    ['$addToSet', { a: [1] }, { $addToSet: { a: 1, b: { x: 1 } } }, { a: [1], b: [{ x: 1 }] }],
    ['$addToSet by type', { a: [1] }, { $addToSet: { a: '1' } }, { a: [1, '1'] }],
    ['$addToSet several', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
    [
      'several at once',
      { a: 1, b: [1] },
      { $inc: { a: 1 }, $push: { b: { $each: [2] } }, $set: { c: 3 } },
      { a: 2, b: [1, 2], c: 3 },
    ],
    ['the same _id', { a: 1 }, { $set: { _id: 1, a: 2 } }, { a: 2 }],
  ])('%s', (_, before, update, after) => {
    const result = apply(before, update);
    expect(result).toEqual(after);
    expect(Object.keys(result)).toEqual(Object.keys(after));
  });

  it.each<[Record<string, unknown>, Record<string, unknown>, string]>([
    [{ a: null }, { $set: { 'a.b': 1 } }, "Cannot create field 'b' in element {a: null}"],
    [{ a: 'x' }, { $set: { 'a.b': 1 } }, `Cannot create field 'b' in element {a: "x"}`],
    [
      { a: { b: [1, 2] } },
      { $inc: { 'a.b.c': 1 } },
      "Cannot create field 'c' in element {b: [ 1, 2 ]}",
    ],
    [{ a: [] }, { $set: { 'a.2000000': 1 } }, "can't backfill more than 1500000 elements"],
    [
      { n: 'x' },
      { $inc: { n: 1 } },
      "Cannot apply $inc to a value of non-numeric type. {_id: 1} has the field 'n' of non-numeric type string",
    ],
    [{ n: null }, { $mul: { n: 1 } }, 'Cannot apply $mul to a value of non-numeric type'],
    [{ n: 1 }, { $inc: { n: 'x' } }, 'Cannot increment with non-numeric argument: {n: "x"}'],
    [{ n: 1 }, { $mul: { n: null } }, 'Cannot multiply with non-numeric argument: {n: null}'],
    [
      { a: 1 },
      { $push: { a: 1 } },
      "The field 'a' must be an array but is of type int in document {_id: 1}",
    ],
    [{ a: null }, { $push: { a: 1 } }, "The field 'a' must be an array but is of type null"],
    [
      {},
      { $push: { a: { $each: 1 } } },
      'The argument to $each in $push must be an array but it was of type: int',
    ],
    [{}, { $push: { a: { $each: [], $x: 1 } } }, 'Unrecognized clause in $push: $x'],
    [
      {},
      { $push: { a: { $each: [], $slice: 'x' } } },
      'The value for $slice must be an integer value but was given type: string',
    ],
    [{}, { $push: { a: { $each: [], $sort: 'x' } } }, 'The $sort is invalid'],
    [
      { a: 'x' },
      { $addToSet: { a: 1 } },
      "Cannot apply $addToSet to non-array field. Field named 'a' has non-array type string",
    ],
    [{ a: 1.5 }, { $pop: { a: 1 } }, "Path 'a' contains an element of non-array type 'double'"],
    [{ a: [] }, { $pop: { a: 2 } }, '$pop expects 1 or -1, found: 2'],
    [{ a: true }, { $pull: { a: 1 } }, 'Cannot apply $pull to a non-array value'],
    [{ a: [] }, { $pullAll: { a: 1 } }, '$pullAll requires an array argument but was given a int'],
    [{ a: 1 }, { $rename: { a: 5 } }, "The 'to' field for $rename must be a string: a: 5"],
    [
      { a: 1 },
      { $rename: { a: 'a' } },
      'The source and target field for $rename must differ: a: "a"',
    ],
    [{ a: 1.5 }, { $bit: { a: { or: 1 } } }, 'Cannot apply $bit to a value of non-integral type'],
    [
      { a: 1 },
      { $bit: { a: { nor: 1 } } },
      "The $bit modifier only supports 'and', 'or', and 'xor', not 'nor'",
    ],
    [{ a: 1 }, { $bit: { a: { or: 'x' } } }, 'The $bit modifier field must be an Integer'],
    [{ a: 1 }, { $bit: { a: 1 } }, 'The $bit modifier is not compatible with a int'],
    [{}, {}, "'$set' is empty. You must specify a field like so: {$set: {<field>: ...}}"],
    [{}, { $inc: {} }, "'$inc' is empty. You must specify a field like so: {$inc: {<field>: ...}}"],
    [{}, { $inc: 1 }, 'Modifiers operate on fields but we found type int instead'],
    [{}, { $foo: { a: 1 } }, 'Unknown modifier: $foo. Expected a valid update modifier'],
    [{}, { a: 1 }, 'Unknown modifier: a. Expected a valid update modifier'],
    [
      {},
      { $set: { a: 1 }, $inc: { a: 1 } },
      "Updating the path 'a' would create a conflict at 'a'",
    ],
    [
      {},
      { $set: { 'a.b': 1 }, $unset: { a: '' } },
      "Updating the path 'a' would create a conflict at 'a'",
    ],
    [
      {},
      { $set: { a: 1, 'a.b.c': 1 } },
      "Updating the path 'a.b.c' would create a conflict at 'a'",
    ],
    [
      {},
      { $set: { b: 1 }, $rename: { a: 'b' } },
      "Updating the path 'b' would create a conflict at 'b'",
    ],
    [{}, { $set: { 'a..b': 1 } }, "The update path 'a..b' contains an empty field name"],
    [
      {},
      { $set: { _id: 2 } },
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    ],
    [{}, { $unset: { _id: '' } }, "would modify the immutable field '_id'"],
    [{}, { $set: { 'a.$.b': 1 } }, 'The local cloud does not have positional updates'],
  ])('%j with %j is refused', (document, update, sentence) => {
    expect(() => apply(document, update)).toThrow(sentence);
  });

  it('paths that only begin alike do not conflict', () => {
    expect(apply({}, { $set: { a: 1, ab: 2, 'b.c': 3, 'b.cd': 4 } })).toEqual({
      a: 1,
      ab: 2,
      b: { c: 3, cd: 4 },
    });
  });

  it('never changes the document it is given', () => {
    const before = { _id: 1, a: { b: [1, { c: 1 }] } };
    const copy = structuredClone(before);
    compileUpdate({ $push: { 'a.b': 5 }, $set: { x: 1 } })(before);
    compileUpdate({ $unset: { 'a.b.1.c': '' } })(before);
    expect(before).toEqual(copy);
  });

  it.each([
    { $set: { a: { b: 1 } } },
    { $set: { 'a.b': 1 } },
    { $inc: { n: 0 } },
    { $unset: { x: '' } },
    { $pull: { list: 9 } },
    { $addToSet: { list: 1 } },
  ])('%j gives the same object back, because nothing changes', (update) => {
    const document = { _id: 1, a: { b: 1 }, n: 5, list: [1] };
    expect(compileUpdate(update)(document)).toBe(document);
  });
});
