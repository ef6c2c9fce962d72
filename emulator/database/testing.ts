import { EJSON } from 'bson';
import type { CollectionDefinition, Database } from '../services';
import { defaultSettings, type Switches } from '../settings';
import type { SlowScan } from './costs';
import { createDatabase } from './database';

/** A database with one collection `things`, and the SDK's way of asking, for the tests. */
export interface TestDatabase {
  database: Database;
  switches: Switches;
  slowScans: SlowScan[];
  /** One request as the SDK sends it; what is no text or number becomes EJSON. */
  send(action: string, body: Record<string, unknown>): Record<string, unknown>;
  add(...documents: Record<string, unknown>[]): unknown;
  get(query: Record<string, unknown>, options?: Record<string, unknown>): Record<string, unknown>[];
  update(query: Record<string, unknown>, data: Record<string, unknown>): number;
  set(id: unknown, data: Record<string, unknown>): unknown;
  remove(query: Record<string, unknown>): unknown;
  count(query: Record<string, unknown>): unknown;
  /** Examined and returned documents and the index of the last distinct query. */
  lastCost(): { examined: number; returned: number; index: string };
}

export const NOW = 1_700_000_000_000;

const text = (value: unknown): string => EJSON.stringify(value, { relaxed: false });

/** The wire's frame around a list of EJSON texts. */
const listIn = (answer: Record<string, unknown>): Record<string, unknown>[] => {
  const { list } = answer['data'] as { list: string[] };
  return list.map((one) => EJSON.parse(one) as Record<string, unknown>);
};

export const createTestDatabase = (
  things: CollectionDefinition = {},
  changed: Partial<Switches> = {},
): TestDatabase => {
  const switches = { ...defaultSettings().switches, ...changed };
  const slowScans: SlowScan[] = [];
  const database = createDatabase({
    clock: { now: () => NOW },
    definition: { collections: { things } },
    switches: () => switches,
    onSlowScan: (scan) => slowScans.push(scan),
  });
  const send = (action: string, body: Record<string, unknown>) =>
    database.handle(`database.${action}`, { collectionName: 'things', ...body });
  const where = (query: Record<string, unknown>) => ({ queryType: 'WHERE', query: text(query) });
  const dataOf = (answer: Record<string, unknown>) => answer['data'] as Record<string, unknown>;
  return {
    database,
    switches,
    slowScans,
    send,
    add: (...documents) =>
      dataOf(send('insertDocument', { data: documents.map(text) }))['insertedIds'],
    get: (query, { order, projection, ...options } = {}) =>
      listIn(
        send('getDocument', {
          ...where(query),
          ...(order !== undefined && { order: text(order) }),
          ...(projection !== undefined && { projection: text(projection) }),
          limit: 1000,
          ...options,
        }),
      ),
    update: (query, data) =>
      Number(
        dataOf(
          send('modifyDocument', {
            ...where(query),
            data: text(data),
            multi: true,
            merge: true,
            upsert: false,
          }),
        )['updated'],
      ),
    set: (id, data) =>
      dataOf(
        send('modifyDocument', {
          queryType: 'DOC',
          query: text({ _id: id }),
          data: text(data),
          multi: false,
          merge: false,
          upsert: true,
        }),
      ),
    remove: (query) => dataOf(send('removeDocument', { ...where(query), multi: true }))['deleted'],
    count: (query) => dataOf(send('calculateDocument', where(query)))['total'],
    lastCost: () => {
      const { examined = -1, returned = -1, index = '' } = database.costs().at(-1) ?? {};
      return { examined, returned, index };
    },
  };
};
