import {
  exceedsAt,
  growsAt,
  hasNoIndex,
  isWhole,
  offends,
  ratioAt,
  shapesOf,
  type Shape,
} from './shapes';

const query = { collection: 'credits', action: 'database.getDocument', shape: 'openid, state' };
const cost = (calls: number, examined: number, returned: number, index = 'openid_state') => ({
  ...query,
  index,
  calls,
  examined,
  returned,
});
const shape = (...counted: ReturnType<typeof cost>[]): Shape => {
  const [only] = shapesOf(counted.map((one) => [one]));
  if (!only) throw new Error('Expected a shape.');
  return only;
};

test('a query is one kind, whatever index it used', () => {
  const shapes = shapesOf([[cost(1, 2, 2)], [cost(1, 2, 2), cost(3, 90, 0, 'none')]]);
  const counts = [
    { calls: 1, examined: 2, returned: 2 },
    { calls: 4, examined: 92, returned: 2 },
  ];
  expect(shapes).toEqual([{ ...query, index: 'openid_state, none', costs: counts }]);
  expect(shapes.map(hasNoIndex)).toEqual([true]);
});

test.each([
  ['what is examined is returned', cost(2, 10, 10), 1],
  ['half of it is filtered out', cost(2, 10, 5), 2],
  ['nothing is there, and a call has looked at one document', cost(10, 10, 0), 1],
  ['nothing is there, and much was looked at', cost(1, 500, 0), 500],
])('%s', (_, counted, expected) => {
  expect(ratioAt(shape(counted), 0)).toBe(expected);
});

test('a call must not cost more because more is stored', () => {
  const counting = shape(cost(1, 50, 50), cost(1, 5000, 5000));
  expect([growsAt(counting, 0), growsAt(counting, 1), offends(counting)]).toEqual([
    false,
    true,
    true,
  ]);
  const more = shape(cost(1, 5, 5), cost(9, 45, 45));
  expect([growsAt(more, 1), offends(more)]).toEqual([false, false]);
});

test('a page stays a page, however many there are', () => {
  const page = shape(cost(1, 50, 50), cost(1, 200, 200));
  expect([growsAt(page, 1), offends(page)]).toEqual([false, false]);
});

test.each([
  ['_id $in, state', '_id_', false],
  ['order by _id', '_id_', true],
  ['openid, state', 'openid_state', true],
])('a fence that does not hold is no search: %s', (fields, index, expected) => {
  const fenced = { ...shape(cost(2, 10, 5, index)), shape: fields };
  expect(exceedsAt(fenced, 0)).toBe(expected);
});

test('a query that came up at one size only grows from nothing', () => {
  const [later] = shapesOf([[], [cost(1, 5, 5)]]);
  expect(later && [ratioAt(later, 0), growsAt(later, 1)]).toEqual([0, false]);
});

test('reading a whole collection needs no index', () => {
  const [all] = shapesOf([[{ ...cost(1, 6, 6, 'none'), shape: '' }]]);
  expect(all && [isWhole(all), hasNoIndex(all)]).toEqual([true, false]);
});
