import { isPlainObject } from './document';
import type { Expression } from './rules-operands';
import { parseRule } from './rules-parser';

/**
 * Who may do something with a document: everybody, nobody, its creator (`_openid`), or who satisfies
 * an expression. `creator` narrows a query in silence; an expression has to be satisfied by the query.
 */
export type Permission = boolean | 'creator' | Expression;

/** The permissions of a collection for the users of a mini-program. */
export interface Rules {
  read: Permission;
  create: Permission;
  update: Permission;
  delete: Permission;
}

const NOBODY_WRITES = { create: false, update: false, delete: false };
const CREATOR_WRITES = { create: true, update: 'creator', delete: 'creator' } as const;

/** The four presets of the console, by their names in its API (`ModifyDatabaseACL`). */
const PRESETS = new Map<unknown, Rules>([
  ['ADMINONLY', { read: false, ...NOBODY_WRITES }],
  ['ADMINWRITE', { read: true, ...NOBODY_WRITES }],
  ['READONLY', { read: true, ...CREATOR_WRITES }],
  ['PRIVATE', { read: 'creator', ...CREATOR_WRITES }],
]);

/** `PRIVATE`, which a new collection has in the cloud (decision 0018). */
export const DEFAULT_RULES: Rules = { read: 'creator', ...CREATOR_WRITES };

const SHAPE = `${[...PRESETS.keys()].join(', ')} or {read, write}, maybe with create, update, delete`;
const OPERATIONS = ['read', 'write', 'create', 'update', 'delete'];

/** A mistake in rules: in which of them, and what was expected there. */
export class RulesMistake extends Error {
  override name = 'RulesMistake';
  constructor(
    readonly where: string,
    readonly expected: string,
  ) {
    super(`Expected ${where} to be ${expected}.`);
  }
}

/**
 * Reads the `rules` of a collection. What is not said is forbidden, as in the cloud; what `write` says
 * counts for `create`, `update` and `delete` that are not there.
 * @throws RulesMistake
 */
export function readRules(rules: unknown): Rules {
  if (rules === undefined) return DEFAULT_RULES;
  const preset = PRESETS.get(rules);
  if (preset) return preset;
  if (!isPlainObject(rules)) throw new RulesMistake('rules', SHAPE);
  const other = Object.keys(rules).find((name) => !OPERATIONS.includes(name));
  if (other !== undefined)
    throw new RulesMistake(`rules.${other}`, `one of ${OPERATIONS.join(', ')}`);
  const permission = (name: string, otherwise: Permission): Permission =>
    name in rules ? readPermission(rules[name], `rules.${name}`) : otherwise;
  const write = permission('write', false);
  return {
    read: permission('read', false),
    create: permission('create', write),
    update: permission('update', write),
    delete: permission('delete', write),
  };
}

const readPermission = (rule: unknown, where: string): Permission => {
  if (typeof rule === 'boolean') return rule;
  if (typeof rule !== 'string') throw new RulesMistake(where, 'true, false or an expression');
  try {
    return parseRule(rule);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RulesMistake(
      where,
      `a rule that the local cloud can check; in ${rule} ${error.message}`,
    );
  }
};
