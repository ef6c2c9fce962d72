import { LocalCloudError } from '../errors';
import type {
  CollectionDefinition,
  DatabaseDefinition,
  IndexDefinition,
  RulesDefinition,
} from '../services';
import { isPlainObject } from './document';
import { readRules, RulesMistake } from './rules';

const wrong = (where: string, expected: string): LocalCloudError =>
  new LocalCloudError('PROJECT_INVALID', `database.json: expected ${where} to be ${expected}.`);

const checkKeys = (keys: unknown, where: string): IndexDefinition['keys'] => {
  if (!Array.isArray(keys) || keys.length === 0) {
    throw wrong(`${where}.keys`, 'a list of at least one {name, direction}');
  }
  return keys.map((key: unknown, i) => {
    const { name, direction } = isPlainObject(key) ? key : {};
    if (typeof name !== 'string' || name === '') {
      throw wrong(`${where}.keys[${i}].name`, 'the name of a field');
    }
    if (direction !== '1' && direction !== '-1') {
      throw wrong(`${where}.keys[${i}].direction`, '"1" or "-1"');
    }
    return { name, direction };
  });
};

const checkIndexes = (indexes: unknown, where: string): IndexDefinition[] => {
  if (indexes === undefined) return [];
  if (!Array.isArray(indexes)) throw wrong(`${where}.indexes`, 'a list');
  const names = new Set<string>();
  return indexes.map((index: unknown, i) => {
    const place = `${where}.indexes[${i}]`;
    const { name, keys, unique } = isPlainObject(index) ? index : {};
    if (typeof name !== 'string' || name === '' || name === '_id_' || name === 'none') {
      throw wrong(`${place}.name`, 'a name (other than "_id_" and "none")');
    }
    if (names.has(name))
      throw wrong(`${place}.name`, `another name than "${name}", which is taken`);
    names.add(name);
    if (unique !== undefined && typeof unique !== 'boolean') {
      throw wrong(`${place}.unique`, 'true or false');
    }
    return { name, keys: checkKeys(keys, place), unique: unique === true };
  });
};

const checkRules = (rules: unknown, where: string): RulesDefinition | undefined => {
  try {
    readRules(rules);
  } catch (error) {
    if (!(error instanceof RulesMistake)) throw error;
    throw wrong(`${where}.${error.where}`, error.expected);
  }
  return rules as RulesDefinition | undefined; // it could not have been read otherwise
};

const checkCollection = (collection: unknown, name: string): CollectionDefinition => {
  const where = `collections.${name}`;
  if (!isPlainObject(collection)) throw wrong(where, 'an object');
  const { seed = [] } = collection;
  if (!Array.isArray(seed)) throw wrong(`${where}.seed`, 'a list of documents');
  seed.forEach((document: unknown, i) => {
    if (!isPlainObject(document)) throw wrong(`${where}.seed[${i}]`, 'a document');
  });
  const rules = checkRules(collection['rules'], where);
  const indexes = checkIndexes(collection['indexes'], where);
  return { indexes, seed, ...(rules && { rules }) };
};

/**
 * Checks what was read from `database.json`.
 * @throws LocalCloudError `PROJECT_INVALID` naming the collection and the field
 */
export const checkDefinition = (definition: unknown): DatabaseDefinition => {
  const { collections } = isPlainObject(definition) ? definition : {};
  if (!isPlainObject(collections)) {
    throw wrong('collections', 'an object with one entry per collection');
  }
  const checked = Object.entries(collections).map(([name, collection]) => {
    if (!/^[^$\0]+$/.test(name)) throw wrong(`collections.${name}`, 'named without $');
    return [name, checkCollection(collection, name)] as const;
  });
  return { collections: Object.fromEntries(checked) };
};
