import cloud from 'wx-server-sdk';

/** The part of wx-server-sdk that the functions use which the dispatcher is compared with. */
interface RivalSdk {
  init(options: { env: unknown }): void;
  DYNAMIC_CURRENT_ENV: unknown;
  database(): RivalDatabase;
  openapi: { subscribeMessage: { send(parameters: object): Promise<unknown> } };
}

interface RivalQuery {
  where(query: object): RivalQuery;
  limit(count: number): RivalQuery;
  get(): Promise<{ data: Parcel[] }>;
  update(change: { data: object }): Promise<{ stats: { updated: number } }>;
}

interface RivalDatabase {
  command: { lte(value: number): unknown };
  collection(name: string): RivalQuery & {
    doc(id: string): Pick<RivalQuery, 'update'>;
    add(document: { data: object }): Promise<unknown>;
  };
}

/** The SDK as every demo begins with it. */
export const sdk = cloud as unknown as RivalSdk;
sdk.init({ env: sdk.DYNAMIC_CURRENT_ENV });

/** What WeChat needs for a card. */
export interface Parcel {
  _id: string;
  touser: string;
  templateId: string;
  page: string;
  data: Record<string, { value: string }>;
}

export const send = ({ touser, templateId, page, data }: Parcel): Promise<unknown> =>
  sdk.openapi.subscribeMessage.send({ touser, templateId, page, data });
