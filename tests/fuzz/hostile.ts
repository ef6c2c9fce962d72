/** Values that nobody should send, and requests that are wrong in one place. */
import fc from 'fast-check';

const nested = (depth: number, array: boolean): unknown => {
  let value: unknown = 'x';
  for (let i = 0; i < depth; i++) value = array ? [value] : { a: value };
  return value;
};

/** Any half of a character: control characters, lone surrogates. */
const half = fc.nat({ max: 0xffff }).map((code) => String.fromCodePoint(code));

/** Keys that mean something to JavaScript or to a database, and what the platform adds to events. */
const keys = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'),
  fc.constantFrom('$gt', '$where', '_id', 'a.b', '', '0', 'length', 'k'.repeat(100_000)),
  fc.constantFrom('openid', 'openId', 'totalFee', 'price', 'state', 'isStaff', 'env'),
  fc.constantFrom('userInfo', 'tcbContext', 'Type', 'TriggerName'),
  fc.string({ unit: half }),
);

const operators = fc.constantFrom<unknown[]>(
  { $gt: '' },
  { $ne: null },
  { $regex: '.*' },
  { $where: 'sleep(1000)' },
  { operator: 'neq', operands: [''] },
  { _internalType: 'command', $in: [''] },
);

const texts = fc.oneof(
  fc.constantFrom('', ' ', '\u0000', 'a\nb', '\u007f', '\u202e', '\ud800', '👩‍👩‍👧‍👦', '%00', '../..'),
  fc.constantFrom("'; drop", '{{x}}', '$gt', '__proto__', '*', 'null', 'undefined', 'NaN', '1e309'),
  fc.string({ unit: half, maxLength: 300 }),
);

const numbers = fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, -1, 0.1, 1e308, 2 ** 53, 1e-308);

/** Large and deep things. */
const huge = fc
  .constantFrom<(() => unknown)[]>(
    () => 'x'.repeat(1_000_000),
    () => '鸿'.repeat(300_000),
    () => Array.from({ length: 100_000 }, () => 'x'),
    () => Array.from({ length: 100_000 }, () => ({ formId: 'f'.repeat(32), at: 1 })),
    () => Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i])),
    () => nested(1000, true),
    () => nested(1000, false),
  )
  .map((make) => make());

/** Anything that is no honest value: wrong types, operators, texts and numbers at the edge. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom<unknown[]>(null, undefined, true, [], {}, [[]]), weight: 30 },
  { arbitrary: operators, weight: 30 },
  { arbitrary: texts, weight: 40 },
  { arbitrary: numbers, weight: 40 },
  { arbitrary: fc.object({ key: keys, maxDepth: 3 }), weight: 20 },
  { arbitrary: huge, weight: 1 },
);

type Wound = { at: number } & (
  | { how: 'replace' | 'add'; key: string; by: unknown }
  | { how: 'remove' }
);

const wounds: fc.Arbitrary<Wound> = fc.oneof(
  fc.record({ how: fc.constant('replace' as const), at: fc.nat(), key: keys, by: hostile }),
  fc.record({ how: fc.constant('add' as const), at: fc.nat(), key: keys, by: hostile }),
  fc.record({ how: fc.constant('remove' as const), at: fc.nat() }),
);

/** @returns requests like those of `valid`, with one to three places made wrong */
export const wounded = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid, fc.array(wounds, { minLength: 1, maxLength: 3 }))
    .map(([request, places]) => places.reduce(hurt, structuredClone(request)));

type Holder = Record<string, unknown>;

function hurt(request: unknown, wound: Wound): unknown {
  const root: Holder = { request };
  const places = placesIn(root);
  const [holder, key] = places[wound.at % places.length] ?? [root, 'request'];
  if (wound.how === 'remove') delete holder[key];
  else put(holder, key, wound);
  return root.request;
}

/** The value is copied: the next wound may be in it. */
function put(
  holder: Holder,
  key: string,
  { how, key: name, by }: Exclude<Wound, { how: 'remove' }>,
) {
  const value = structuredClone(by);
  const inside = holder[key];
  if (how === 'replace' || !isHolder(inside)) define(holder, key, value);
  else if (Array.isArray(inside)) inside.push(value);
  else define(inside, name, value);
}

/** As `JSON.parse` does it: `__proto__` becomes a field like any other. */
const define = (holder: Holder, key: string, value: unknown): unknown =>
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** Every place of a value where something else could stand; of long lists and deep things the first. */
function placesIn(root: Holder): [Holder, string][] {
  const found: [Holder, string][] = [];
  const open: Holder[] = [root];
  for (let holder = open.shift(); holder && found.length < 100; holder = open.shift()) {
    for (const key of Object.keys(holder).slice(0, 20)) {
      found.push([holder, key]);
      if (isHolder(holder[key])) open.push(holder[key]);
    }
  }
  return found;
}
