import type { CollectionReference, Db, DocumentReference, Query } from '@cloudbase/database';
import { type Api, api, ApiFailure } from '../api';
import { failureOf } from './database-failures';
import { withStandIns } from './unsupported';

/** Sends an action of the gateway; gives the fields of the answer, `code` and `message` if it failed. */
export type Ask = (
  action: string,
  fields: Record<string, unknown>,
) => Promise<Record<string, unknown>>;

interface Options {
  /** What `doc().get()` does if there is none: fail, which is the default, or give null. */
  throwOnNotFound?: boolean;
}

interface Extent {
  /** Of the documents that match, one or all; all is the default. */
  multi?: boolean;
}

interface Change extends Extent {
  data: object;
}

interface PageQuery {
  where(condition: object): PageQuery;
  orderBy(field: string, order: 'asc' | 'desc'): PageQuery;
  limit(most: number): PageQuery;
  skip(offset: number): PageQuery;
  field(fields: object): PageQuery;
  get: Api<object>;
  count: Api<object>;
  update: Api<Change>;
  remove: Api<Extent>;
}

interface PageDocument {
  field(fields: object): PageDocument;
  get: Api<object>;
  set: Api<Change>;
  update: Api<Change>;
  remove: Api<object>;
}

/**
 * `wx.cloud.database`: queries are written by the library that is in WeChat's own SDK, so that they
 * are on the wire what a function's are.
 * @param library gives the library, which is loaded if a mini-program needs it
 */
export const databaseApi =
  (ask: Ask, library: () => typeof Db) =>
  ({ throwOnNotFound = true }: Options = {}) => {
    const Library = library();
    // It makes one of these for each call.
    Library.reqClass = function requestToLocalCloud() {
      return { send: ask };
    };
    const database = new Library({ throwOnCode: false });
    const { command, serverDate, RegExp } = database;
    const collection = (name: string) => collectionOf(database.collection(name), throwOnNotFound);
    return withStandIns({ collection, command, serverDate, RegExp }, 'wx.cloud.database()');
  };

const collectionOf = (collection: CollectionReference, throwOnNotFound: boolean) =>
  withStandIns(
    {
      ...queryApis(collection),
      doc: (id: string | number) => documentOf(collection.doc(id), id, throwOnNotFound),
      add: api<Change>('collection.add', async ({ data }) => {
        const { id } = await outcomeOf(collection.add(dataIn(data)));
        return { _id: id };
      }),
    },
    'wx.cloud.database().collection()',
  );

const queryOf = (query: Query): PageQuery =>
  withStandIns(queryApis(query), 'wx.cloud.database().collection()');

const queryApis = (query: Query): PageQuery => {
  const affecting = (multi = true): Query => (multi ? query : query.options({ multiple: false }));
  return {
    where: (condition) => queryOf(query.where(condition)),
    orderBy: (field, order) => queryOf(query.orderBy(field, order)),
    limit: (most) => queryOf(query.limit(most)),
    skip: (offset) => queryOf(query.skip(offset)),
    field: (fields) => queryOf(query.field(fields)),
    get: api('collection.get', async () => ({ data: (await outcomeOf(query.get())).data })),
    count: api('collection.count', async () => ({ total: (await outcomeOf(query.count())).total })),
    update: api<Change>('collection.update', async ({ data, multi }) => {
      const { updated } = await outcomeOf(affecting(multi).update(dataIn(data)));
      return { stats: { updated } };
    }),
    remove: api<Extent>('collection.remove', async ({ multi }) => {
      const { deleted } = await outcomeOf(affecting(multi).remove());
      return { stats: { removed: deleted } };
    }),
  };
};

const documentOf = (
  document: DocumentReference,
  id: string | number,
  throwOnNotFound: boolean,
): PageDocument =>
  withStandIns<PageDocument>(
    {
      field: (fields) => documentOf(document.field(fields), id, throwOnNotFound),
      get: api('document.get', async () => {
        const { data = [] } = await outcomeOf(document.get());
        if (data.length > 0) return { data: data[0] };
        if (!throwOnNotFound) return { data: null };
        throw new ApiFailure(`document with _id ${id} does not exist`, -1);
      }),
      set: api<Change>('document.set', async ({ data }) => {
        const { updated, upsertedId } = await outcomeOf(document.set(dataIn(data)));
        return { _id: id, stats: { updated, created: upsertedId === undefined ? 0 : 1 } };
      }),
      update: api<Change>('document.update', async ({ data }) => {
        const { updated } = await outcomeOf(document.update(dataIn(data)));
        return { stats: { updated } };
      }),
      remove: api('document.remove', async () => {
        const { deleted } = await outcomeOf(document.remove());
        return { stats: { removed: deleted } };
      }),
    },
    'wx.cloud.database().collection().doc()',
  );

/** What the library gives; `code` if the call has failed, here or in the local cloud. */
interface Outcome {
  code?: string;
  message?: string;
  data?: unknown[];
  total?: number;
  id?: unknown;
  updated?: number;
  upsertedId?: unknown;
  deleted?: number;
}

async function outcomeOf(call: Promise<Outcome>): Promise<Outcome> {
  const outcome = await call;
  if (outcome.code !== undefined) throw failureOf(outcome.code, outcome.message);
  return outcome;
}

function dataIn(data: unknown): object {
  if (typeof data === 'object' && data !== null) return data;
  throw new ApiFailure(
    `parameter error: parameter.data should be object instead of ${typeof data}`,
  );
}
