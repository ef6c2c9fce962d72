/** Requests that a schema takes, made from the schema: a new field is tried without anybody's help. */
import fc from 'fast-check';
import * as v from 'valibot';

/** The parts of a valibot schema that requests are made of. */
interface Node extends v.GenericSchema {
  entries?: Record<string, Node>;
  item?: Node;
  key?: Node;
  value?: Node;
  options?: readonly (Node | string)[];
  wrapped?: Node;
  literal?: string;
  pipe?: readonly Check[];
}

/** A part of a pipe: the schema itself, or a check such as `min_length`. */
interface Check {
  type: string;
  requirement?: unknown;
}

type Values = readonly (string | number)[];

/** What means something to the functions, by the name of the field: the numbers of orders that exist. */
export type Pool = Readonly<Record<string, Values>>;

/**
 * @param pool values of fields that are tried more often than others
 * @returns values that the schema takes
 * @throws Error for a kind of schema that this file has not learnt yet
 */
export const requestsOf = (schema: v.GenericSchema, pool: Pool): fc.Arbitrary<unknown> =>
  requests(schema, pool, []);

/** Made after the shape of the schema; what its other checks do not take is left out. */
function requests(node: Node, pool: Pool, known: Values): fc.Arbitrary<unknown> {
  const fitting = known.filter((value) => v.is(node, value));
  const made = shaped(node, pool, known).filter((value) => v.is(node, value));
  if (fitting.length === 0) return made;
  const often = { arbitrary: fc.constantFrom<unknown[]>(...fitting), weight: 3 };
  return fc.oneof(often, { arbitrary: made, weight: 1 });
}

function shaped(node: Node, pool: Pool, known: Values): fc.Arbitrary<unknown> {
  const of = (part: Node | undefined) => requests(part ?? node, pool, known);
  switch (node.type) {
    case 'string':
      return texts(node);
    case 'number':
      return numbers(node);
    case 'array':
      return fc.array(of(node.item), { ...sizeOf(node), size: 'xsmall' });
    case 'record':
      return fc.dictionary(of(node.key) as fc.Arbitrary<string>, of(node.value), { maxKeys: 5 });
    case 'object':
    case 'strict_object':
      return objects(node.entries ?? {}, pool);
    case 'exact_optional':
    case 'optional':
      return of(node.wrapped);
    case 'literal':
      return fc.constant(node.literal);
    case 'picklist':
      return fc.constantFrom(...(node.options as readonly string[]));
    case 'union':
    case 'variant':
      return fc.oneof(...(node.options as readonly Node[]).map(of));
    default:
      throw new Error(`Expected requestsOf to know schemas of type ${node.type}. Add it.`);
  }
}

function objects(entries: Record<string, Node>, pool: Pool): fc.Arbitrary<unknown> {
  const fields = Object.entries(entries);
  return fc.record(
    Object.fromEntries(
      fields.map(([name, field]) => [name, requests(field, pool, pool[name] ?? [])]),
    ),
    { requiredKeys: fields.filter(([, field]) => !isOptional(field)).map(([name]) => name) },
  );
}

const isOptional = ({ type }: Node): boolean => type === 'optional' || type === 'exact_optional';

/** What a check in a schema's pipe demands, for example its `min_length`. */
const demanded = ({ pipe }: Node, type: string): unknown =>
  pipe?.find((check) => check.type === type)?.requirement;

const sizeOf = (node: Node) => ({
  minLength: Number(demanded(node, 'min_length') ?? 0),
  maxLength: Number(demanded(node, 'max_length') ?? 200),
});

/** Letters of every kind that people write. */
const character = fc.constantFrom(
  'a',
  'Z',
  '0',
  '-',
  '_',
  ' ',
  ':',
  '鸿',
  'é',
  '１',
  '👩‍👩‍👧‍👦',
  '🍵',
  '\u202e',
);

function texts(node: Node): fc.Arbitrary<string> {
  const pattern = demanded(node, 'regex');
  const isWhole = pattern instanceof RegExp && demanded(node, 'min_length') === undefined;
  if (isWhole) return fc.stringMatching(pattern);
  return fc.string({ ...sizeOf(node), unit: character, size: 'small' });
}

function numbers(node: Node): fc.Arbitrary<number> {
  if (demanded(node, 'integer') === undefined) return fc.oneof(fc.integer(), fc.double());
  return fc.integer({
    min: Number(demanded(node, 'min_value')),
    max: Number(demanded(node, 'max_value')),
  });
}
