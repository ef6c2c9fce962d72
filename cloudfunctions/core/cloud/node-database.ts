import type { Database } from '../ports';
import { cloudDatabase } from './database';
import type { SdkCollection, SdkDatabase, SdkQuery } from './sdk';

/** The part of `app.database()` of @cloudbase/node-sdk 3 that we use. */
export interface NodeDatabase {
  command: {
    in(values: unknown[]): unknown;
    lte(value: number): unknown;
    inc(by: number): unknown;
  };
  collection(name: string): NodeCollection;
}

interface NodeQuery {
  where(query: object): NodeQuery;
  orderBy(field: string, order: 'asc' | 'desc'): NodeQuery;
  limit(count: number): NodeQuery;
  get(): Promise<{ data: unknown[] }>;
  count(): Promise<{ total?: number }>;
  update(change: object): Promise<{ updated?: number }>;
  remove(): Promise<{ deleted?: number | string }>;
}

interface NodeCollection extends NodeQuery {
  add(documents: object): Promise<unknown>;
  doc(id: string): { get(): Promise<{ data: unknown[] }> };
}

/**
 * The database port on @cloudbase/node-sdk, for servers outside cloud functions. Both SDKs speak the
 * same protocol and differ in the shapes of their methods only.
 */
export const nodeDatabase = (db: NodeDatabase): Database => cloudDatabase(inWxShape(db));

const inWxShape = (db: NodeDatabase): SdkDatabase => ({
  command: {
    in: (values) => db.command.in([...values]),
    lte: (value) => db.command.lte(value),
    inc: (by) => db.command.inc(by),
  },
  collection: (name) => collection(db.collection(name)),
});

const collection = (one: NodeCollection): SdkCollection => ({
  ...query(one),
  add: ({ data }) => one.add(data),
  doc: (id) => ({
    async get() {
      const { data } = await one.doc(id).get();
      return { data: data[0] ?? null };
    },
  }),
});

const query = (one: NodeQuery): SdkQuery => ({
  where: (conditions) => query(one.where(conditions)),
  orderBy: (field, order) => query(one.orderBy(field, order)),
  limit: (count) => query(one.limit(count)),
  get: () => one.get(),
  count: async () => ({ total: (await one.count()).total ?? 0 }),
  update: async ({ data }) => ({ stats: { updated: (await one.update(data)).updated ?? 0 } }),
  remove: async () => ({ stats: { removed: Number((await one.remove()).deleted ?? 0) } }),
});
