import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { isTrueOf } from './rules-claim';
import { parseRule } from './rules-parser';

const known = { openid: 'me', now: 5 };
const isTrue = (rule: string, document: Record<string, unknown>): boolean =>
  isTrueOf(parseRule(rule)(known), document);

test.each([
  ['auth.openid == doc._openid', { _openid: 'me' }, { _openid: 'you' }],
  ["doc.state != 'closed'", { state: 'open' }, { state: 'closed' }],
  ['doc.address.zip == "100"', { address: { zip: '100' } }, { address: '100' }],
  ['doc.until >= now', { until: 5 }, { until: 4 }],
  ['now > doc.until', { until: new Date(4) }, { until: new Date(5) }],
  ['doc.stars in [4, 5]', { stars: 5 }, { stars: 3 }],
  ["!(doc.role in ['admin', 'owner'])", { role: 'guest' }, { role: 'owner' }],
  ['auth.openid in doc.members', { members: ['you', 'me'] }, { members: 'me' }],
  ['!(auth.openid in doc.blocked)', { blocked: ['you'] }, { blocked: ['me'] }],
  ['doc.done == true || doc.stars > 3 && doc.stars < 5', { stars: 4 }, { stars: 5 }],
  ['!(doc.a == null)', { a: 0 }, {}],
  ["auth != null && auth.openid in ['me']", {}, undefined],
  ['true', {}, undefined],
  ['doc.价格 < -1.5', { 价格: -2 }, { 价格: '-2' }],
])('%s', (rule, yes, no) => {
  expect(isTrue(rule, yes)).toBe(true);
  if (no) expect(isTrue(rule, no)).toBe(false);
});

test.each([
  ['get("database.staff.x") != null', /"get" .*reads other documents/],
  ['request.data.a == 1', /"request.data.a" .*data of a request/],
  ['doc.userId == auth.uid', /only auth.openid is known/],
  ['doc == 1', /doc.<field>/],
  ['doc.a === 1', /"===" .*write ==/],
  ['doc.a == doc.b', /"doc.b"/],
  ['doc.a', /it is not clear|"doc.a"/],
  ['!doc.a == 1', /"doc.a"/],
  ['doc.a + 1 == 2', /"\+"/],
  ['doc.a == 1 doc.b', /"doc.b"/],
  ['(doc.a == 1', /ends too early/],
  ['doc.a == ', /ends too early/],
  ['', /ends too early/],
  ["doc.a == 'it\\'s'", /"'"/],
  ['doc.a == [1]', /"\["/],
  ['doc.a in doc.b', /"doc.b"/],
  ['doc.a in 5', /"5"/],
  ['[1] in [1]', /"\["/],
  ['doc.a in [[1]]', /"\["/],
  ['doc..a == 1', /"doc..a"/],
  ['doc.a ? true : false', /"\?"/],
  ['constructor == 1', /"constructor"/],
  [`doc.a == '${'x'.repeat(1024)}'`, /1024/],
])('refuses %s', (rule, why) => {
  expect(() => parseRule(rule)).toThrow(why);
  expect(() => parseRule(rule)).toThrow(SyntaxError);
});

const number = fc.integer({ min: -2, max: 2 });
const sign = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const operand = fc.oneof(number.map(String), fc.constantFrom('now', 'doc.a', 'doc.b'));
const comparison = fc
  .tuple(operand, sign, operand)
  .filter(([left, , right]) => !(left.startsWith('doc') && right.startsWith('doc')))
  .map((parts) => parts.join(' '));
const { rule } = fc.letrec<{ rule: string }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4 },
    comparison,
    fc.constantFrom('true', 'false'),
    fc.tuple(tie('rule'), fc.constantFrom('&&', '||'), tie('rule')).map((parts) => parts.join(' ')),
    tie('rule').map((inner) => `(${inner})`),
    tie('rule').map((inner) => `!(${inner})`),
  ),
}));

test('an expression means what it means in JavaScript', () => {
  fc.assert(
    fc.property(
      rule,
      fc.record({ a: number, b: number }, { noNullPrototype: true }),
      (text, doc) => {
        fc.pre(text.length <= 1024);
        expect(isTrue(text, doc)).toBe(runInNewContext(text, { doc, now: known.now }));
      },
    ),
  );
});
