import { isPlainObject } from './document';
import type { Operator, Place } from './operator';
import { show, typeName, WriteError } from './refusals';

const isNumeric = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

const fieldName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

const notNumeric = (current: unknown, { operator, path, id }: Place): WriteError =>
  new WriteError(
    `Cannot apply ${operator} to a value of non-numeric type. {_id: ${show(id)}} has the field '${fieldName(path)}' of non-numeric type ${typeName(current)}`,
  );

/** A missing field counts as zero. Longs beyond 2^53 stay exact. */
const arithmetic =
  (
    verb: string,
    calculate: (a: bigint, b: bigint) => bigint,
    fast: (a: number, b: number) => number,
  ): Operator =>
  (current, argument, place) => {
    if (!isNumeric(argument)) {
      throw new WriteError(
        `Cannot ${verb} with non-numeric argument: {${place.path}: ${show(argument)}}`,
      );
    }
    const before = current === undefined ? 0 : current;
    if (!isNumeric(before)) throw notNumeric(current, place);
    const isExact = typeof before === 'bigint' || typeof argument === 'bigint';
    const areWhole = [before, argument].every((n) => typeof n === 'bigint' || Number.isInteger(n));
    if (!isExact || !areWhole) return fast(Number(before), Number(argument));
    const exact = BigInt.asIntN(64, calculate(BigInt(before), BigInt(argument)));
    return BigInt(Number(exact)) === exact ? Number(exact) : exact;
  };

const BITWISE: Record<string, (a: bigint, b: bigint) => bigint> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

/** `$bit`: `{and|or|xor: integer}`, several one after the other. */
export const bit: Operator = (current, argument, place) => {
  if (!isPlainObject(argument)) {
    throw new WriteError(
      `The $bit modifier is not compatible with a ${typeName(argument)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  }
  const before = current === undefined ? 0 : current;
  if (!Number.isInteger(before)) {
    throw new WriteError(
      `Cannot apply $bit to a value of non-integral type.{_id: ${show(place.id)}} has the field ${fieldName(place.path)} of non-integer type ${typeName(current)}`,
    );
  }
  const result = Object.entries(argument).reduce(
    (value, [name, operand]) => {
      const apply = Object.hasOwn(BITWISE, name) ? BITWISE[name] : undefined;
      if (!apply) {
        throw new WriteError(
          `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${show(operand)}}`,
        );
      }
      if (typeof operand !== 'number' || !Number.isInteger(operand)) {
        throw new WriteError(
          `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(operand)}' is not supported here: {${name}: ${show(operand)}}`,
        );
      }
      return apply(value, BigInt(operand));
    },
    BigInt(before as number),
  );
  return Number(result);
};

/** `$inc` */
export const increment = arithmetic(
  'increment',
  (a, b) => a + b,
  (a, b) => a + b,
);
/** `$mul` */
export const multiply = arithmetic(
  'multiply',
  (a, b) => a * b,
  (a, b) => a * b,
);
