import cloud from 'wx-server-sdk';
import { CALL_TIMEOUT } from '../limits';

/** The part of wx-server-sdk 4.0.2 that we use; its own types do not cover it. */
export interface Sdk {
  init(options: { env: unknown; timeout: number; throwOnNotFound: boolean }): void;
  DYNAMIC_CURRENT_ENV: unknown;
  /** Values are texts; the SDK turns those that consist of digits into numbers. */
  getWXContext(): Partial<Record<'OPENID' | 'SOURCE' | 'ENV', string | number>>;
  database(): SdkDatabase;
  callFunction(call: { name: string; data: object }): Promise<{ result: unknown }>;
  openapi(options: { convertCase: false }): Record<
    'templateMessage' | 'subscribeMessage',
    SendApi
  > & {
    cloudbase: { addDelayedFunctionTask(parameters: object): Promise<unknown> };
  };
  cloudPay: Record<
    'unifiedOrder' | 'queryOrder' | 'closeOrder' | 'refund' | 'queryRefund',
    (parameters: object) => Promise<PayAnswer>
  >;
}

interface SendApi {
  /** `msgid` has 19 digits and arrives as a BigNumber. */
  send(parameters: object): Promise<{ msgid?: { toString(): string } }>;
}

export type PayAnswer = Record<string, unknown>;

export interface SdkDatabase {
  command: {
    in(values: readonly unknown[]): unknown;
    lte(value: number): unknown;
    inc(by: number): unknown;
  };
  collection(name: string): SdkCollection;
}

export interface SdkQuery {
  where(query: object): SdkQuery;
  orderBy(field: string, order: 'asc' | 'desc'): SdkQuery;
  limit(count: number): SdkQuery;
  get(): Promise<{ data: unknown[] }>;
  count(): Promise<{ total: number }>;
  update(change: { data: object }): Promise<{ stats: { updated: number } }>;
  remove(): Promise<{ stats: { removed: number } }>;
}

export interface SdkCollection extends SdkQuery {
  add(document: { data: object }): Promise<unknown>;
  doc(id: string): { get(): Promise<{ data: unknown }> };
}

// wx-server-sdk types only `init` and the index signature of its APIs
const typed = cloud as unknown as Sdk;
let initialised = false;

/** @returns the SDK, initialised once per process for the environment it runs in */
export function sdk(): Sdk {
  if (!initialised) {
    typed.init({ env: typed.DYNAMIC_CURRENT_ENV, timeout: CALL_TIMEOUT, throwOnNotFound: false });
    initialised = true;
  }
  return typed;
}
