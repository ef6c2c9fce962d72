import { holds, not, type Operator } from './rules-claim';
import { readOperand, type Expression, type Operand } from './rules-operands';
import { notUnderstood, tokensOf, type Tokens } from './rules-tokens';

/** CloudBase takes no longer one (docs.cloudbase.net, "Security rules"). */
const MOST_CHARACTERS = 1024;

/** The signs, each as it is seen from its right side. */
const MIRRORED: Partial<Record<string, Operator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
const isSign = (token: string | undefined): token is Operator =>
  MIRRORED[token ?? ''] !== undefined;

/**
 * Reads an expression of a security rule (wechat-domain 6.1).
 * @throws SyntaxError in words for its author if it is not one that can be checked here
 */
export function parseRule(source: string): Expression {
  if (source.length > MOST_CHARACTERS) {
    throw new SyntaxError(`it has more than ${MOST_CHARACTERS} characters`);
  }
  const tokens = tokensOf(source);
  const expression = either(tokens);
  if (tokens.peek() !== undefined) throw notUnderstood(tokens.peek());
  return expression;
}

const either = (tokens: Tokens): Expression => {
  const parts = [both(tokens)];
  while (tokens.take('||')) parts.push(both(tokens));
  return (known) => ({ any: parts.map((part) => part(known)) });
};

const both = (tokens: Tokens): Expression => {
  const parts = [single(tokens)];
  while (tokens.take('&&')) parts.push(single(tokens));
  return (known) => ({ all: parts.map((part) => part(known)) });
};

const single = (tokens: Tokens): Expression => {
  if (tokens.take('(')) return inBrackets(tokens);
  if (!tokens.take('!')) return comparison(tokens);
  // `!doc.a == 1` would be `(!doc.a) == 1`, which nobody means: `!` wants brackets.
  tokens.expect('(');
  const inner = inBrackets(tokens);
  return (known) => not(inner(known));
};

const inBrackets = (tokens: Tokens): Expression => {
  const inner = either(tokens);
  tokens.expect(')');
  return inner;
};

const CONSTANTS: Record<string, Expression> = { true: () => true, false: () => false };

/** A comparison, or `true` or `false` alone. */
const comparison = (tokens: Tokens): Expression => {
  const first = tokens.peek() ?? '';
  const left = readOperand(tokens);
  const sign = tokens.peek();
  if (sign !== 'in' && !isSign(sign)) {
    const constant = CONSTANTS[first];
    if (constant) return constant;
    throw notUnderstood(sign ?? first);
  }
  tokens.next();
  const second = tokens.peek();
  const right = readOperand(tokens);
  const compared = sign === 'in' ? within(left, right) : compare(left, sign, right);
  if (compared) return compared;
  throw notUnderstood(second);
};

/** `left sign right`. Two fields cannot be compared: a query does not tell it. */
const compare = (left: Operand, sign: Operator, right: Operand): Expression | undefined => {
  if (left.kind === 'value' && right.kind === 'value') {
    return (known) => holds(sign, left.value(known), right.value(known));
  }
  if (left.kind === 'field' && right.kind === 'value') {
    return (known) => ({ path: left.path, operator: sign, value: right.value(known) });
  }
  const mirrored = MIRRORED[sign];
  return right.kind === 'field' && left.kind === 'value' && mirrored
    ? compare(right, mirrored, left)
    : undefined;
};

/** `left in right`: a value in a list of the document, or a field or value in a list of values. */
const within = (left: Operand, right: Operand): Expression | undefined => {
  if (left.kind === 'value' && right.kind === 'field') {
    return (known) => ({ path: right.path, operator: 'has', value: left.value(known) });
  }
  if (right.kind !== 'list') return undefined;
  if (left.kind === 'value') {
    return (known) => holds('has', right.values(known), left.value(known));
  }
  if (left.kind === 'list') return undefined;
  const { path } = left;
  return (known) => ({
    any: right.values(known).map((value) => ({ path, operator: '==', value })),
  });
};
