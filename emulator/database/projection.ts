import { compile, conditionsOf } from './conditions';
import { isPlainObject, type Document } from './document';
import { failedQuery } from './refusals';

/** What happens to a field: kept, removed, looked into, or computed (`$slice`, `$elemMatch`). */
type Rule = boolean | Map<string, Rule> | ((value: unknown) => unknown);
type Rules = Map<string, Rule>;

const slice = (argument: unknown) => (value: unknown) => {
  if (!Array.isArray(value)) return value;
  const [skip, limit] = Array.isArray(argument)
    ? argument.map(Number)
    : [undefined, Number(argument)];
  if (limit === undefined) throw failedQuery('$slice takes a number, or [skip, limit]');
  if (skip === undefined) return limit < 0 ? value.slice(limit) : value.slice(0, limit);
  const start = skip < 0 ? Math.max(0, value.length + skip) : skip;
  return value.slice(start, start + limit);
};

const elemMatch = (argument: unknown) => {
  const matches = compile(conditionsOf({ list: { $elemMatch: argument } })) ?? (() => true);
  return (value: unknown) => {
    if (!Array.isArray(value)) return undefined;
    const index = value.findIndex((element) => matches({ list: [element] }));
    return index < 0 ? undefined : [value[index]];
  };
};

const ruleFor = (value: unknown): Rule => {
  if (!isPlainObject(value)) return Boolean(value);
  if ('$slice' in value) return slice(value['$slice']);
  if ('$elemMatch' in value) return elemMatch(value['$elemMatch']);
  const operator = Object.keys(value).find((name) => name.startsWith('$'));
  if (operator) throw failedQuery(`Unknown projection operator: ${operator}`);
  return rulesFor(value);
};

const addRule = (rules: Rules, path: string, rule: Rule): void => {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return void rules.set(name, rule);
  const known = rules.get(name);
  const inner: Rules = known instanceof Map ? known : new Map();
  rules.set(name, inner);
  addRule(inner, rest.join('.'), rule);
};

const rulesFor = (projection: Record<string, unknown>): Rules => {
  const rules: Rules = new Map();
  for (const [path, value] of Object.entries(projection)) addRule(rules, path, ruleFor(value));
  return rules;
};

/** True when the rules name fields to keep, false when fields to remove, undefined when neither. */
const keeps = (rules: Rules): boolean | undefined => {
  let result: boolean | undefined;
  for (const [name, rule] of rules) {
    const kept = rule instanceof Map ? keeps(rule) : typeof rule === 'boolean' ? rule : undefined;
    if (name === '_id' || kept === undefined) continue;
    if (result !== undefined && result !== kept) {
      const [verb, kind] = kept ? ['inclusion', 'exclusion'] : ['exclusion', 'inclusion'];
      throw failedQuery(`Cannot do ${verb} on field ${name} in ${kind} projection`);
    }
    result = kept;
  }
  return result;
};

const applyTo = (value: unknown, rules: Rules, including: boolean): unknown => {
  if (Array.isArray(value)) {
    const elements = value.map((element) => applyTo(element, rules, including));
    return elements.filter((element) => element !== undefined);
  }
  if (!isPlainObject(value)) return including ? undefined : value;
  const fields = Object.entries(value).flatMap(([name, field]) => {
    const rule = rules.get(name) ?? !including;
    if (rule === false) return [];
    if (rule === true) return [[name, field]];
    const result = rule instanceof Map ? applyTo(field, rule, including) : rule(field);
    return result === undefined ? [] : [[name, result]];
  });
  return Object.fromEntries(fields);
};

/**
 * Reads a projection; the result gives the wanted part of a document, fields in stored order.
 * @throws GatewayError when it both keeps and removes fields
 */
export const compileProjection = (
  projection: Record<string, unknown>,
): ((document: Document) => Document) => {
  const rules = rulesFor(projection);
  const onlyId = rules.size === 1 && rules.get('_id') === true;
  const hasElemMatch = Object.values(projection).some(
    (value) => isPlainObject(value) && '$elemMatch' in value,
  );
  const including = keeps(rules) ?? (onlyId || hasElemMatch);
  if (!rules.has('_id')) rules.set('_id', true);
  return (document) => applyTo(document, rules, including) as Document;
};
