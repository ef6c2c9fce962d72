import type { Answer, Contract } from '../cloudfunctions/contract';
import { sinceHourInChina } from '../cloudfunctions/core/china-time';
import { DAY } from '../cloudfunctions/core/words';
import type { SettingsChange } from '../emulator/hub/services';
import type {
  BookedToken,
  Card,
  Fault,
  PaymentOutcome,
  SubscriptionSettings,
} from '../emulator/services';

type Json = Record<string, unknown>;
type Documents = Record<string, unknown>[];

/** What a call from the mini-program gives: the function's answer, or the cloud's error. */
export type CallResult<Name extends keyof Contract> = Answer<Contract[Name]['data']>;

/** The hub's HTTP API (docs/local-cloud.md), as the story and the tests use it. */
export interface Hub {
  url: string;
  reset(): Promise<void>;
  createUser(): Promise<string>;
  tap(openid: string): Promise<string>;
  /** Calls a function as this user's mini-program would. @throws if the cloud gives an error */
  call<Name extends keyof Contract>(
    openid: string,
    name: Name,
    data: Contract[Name]['request'],
  ): Promise<CallResult<Name>>;
  /** The same for any function and any data. */
  rawCall(openid: string, name: string, data: unknown): Promise<Json>;
  pay(openid: string, payment: Json, outcome: PaymentOutcome): Promise<{ errMsg: string }>;
  /** The user's answers on the consent sheet; `always` keeps them. */
  subscribe(
    openid: string,
    answers: Record<string, string>,
    always?: boolean,
  ): Promise<Record<string, string>>;
  /** The user changes the settings page; what is not named stays. */
  settle(openid: string, change: Partial<SubscriptionSettings>): Promise<SubscriptionSettings>;
  inbox(openid: string): Promise<Card[]>;
  runTimer(name: string): Promise<Json>;
  /** Moves the clock; of each timer all ticks in between run, or the last one only. */
  advance(duration: string, ticks?: 'all' | 'last'): Promise<void>;
  /** Moves the clock to the next 10:00 in China, when no scene keeps quiet. */
  toMorning(): Promise<void>;
  fault(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  /** How many gateway calls the waiting faults have hit. */
  faultHits(): Promise<number>;
  export(): Promise<Json>;
  import(state: Json): Promise<void>;
  settings(change: SettingsChange): Promise<void>;
  find(collection: string, query?: Json): Promise<Documents>;
  insert(collection: string, ...documents: Documents): Promise<void>;
  tokens(): Promise<BookedToken[]>;
  costs(): Promise<Documents>;
  now(): Promise<number>;
}

/** @param url of a running local cloud */
export function connectHub(url: string): Hub {
  const send = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const response = await fetch(`${url}/_local${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Json;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const get = (path: string) => send('GET', path);
  const post = (path: string, body: unknown = {}) => send('POST', path, body);
  const rawCall = (openid: string, name: string, data: unknown) =>
    post(`/users/${openid}/call`, { name, data });
  return {
    url,
    rawCall,
    reset: async () => void (await post('/reset')),
    createUser: async () => (await post('/users')).openid as string,
    tap: async (openid) => (await post(`/users/${openid}/tap`)).formId as string,
    async call(openid, name, data) {
      const answer = await rawCall(openid, name, data);
      if (!('result' in answer)) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
      return answer.result as never;
    },
    pay: async (openid, payment, outcome) =>
      (await post(`/users/${openid}/pay`, { payment, outcome })) as { errMsg: string },
    subscribe: async (openid, answers, always = false) =>
      (await post(`/users/${openid}/subscribe`, { answers, always })) as Record<string, string>,
    settle: async (openid, change) =>
      (await post(`/users/${openid}/settings`, change)) as unknown as SubscriptionSettings,
    inbox: async (openid) => (await get(`/users/${openid}/inbox`)).cards as Card[],
    runTimer: (name) => post(`/timers/${name}/run`),
    advance: async (duration, ticks = 'all') =>
      void (await post('/clock', { advance: duration, ticks })),
    toMorning: async () => {
      const now = (await get('/clock')).now as number;
      await post('/clock', { now: now - sinceHourInChina(now, 10) + DAY, ticks: 'last' });
    },
    fault: async (fault) => void (await post('/faults', fault)),
    clearFaults: async () => void (await send('DELETE', '/faults')),
    faultHits: async () =>
      ((await get('/faults')).faults as { hits: number }[]).reduce(
        (sum, { hits }) => sum + hits,
        0,
      ),
    export: () => get('/export'),
    import: async (state) => void (await post('/import', state)),
    settings: async (change) => void (await post('/settings', change)),
    find: async (collection, query) => {
      const filter = query ? `?query=${encodeURIComponent(JSON.stringify(query))}` : '';
      return (await get(`/db/${collection}${filter}`)).documents as Documents;
    },
    insert: async (collection, ...documents) =>
      void (await post(`/db/${collection}`, { documents })),
    tokens: async () => (await get('/wechat/tokens')).tokens as BookedToken[],
    costs: async () => (await get('/db-costs')).costs as Documents,
    now: async () => (await get('/clock')).now as number,
  };
}
