import type { Story } from '../project/story';
import type {
  BookedToken,
  Card,
  Fault,
  FunctionInfo,
  LocalEvent,
  PaymentOutcome,
  QueryCost,
  SubscriptionSettings,
  User,
  Words,
} from '../services';
import type { Era, Settings } from '../settings';

/** A document of a project's database, as relaxed EJSON. */
export type Document = Record<string, unknown>;

/** What a call of a function ends with. */
export type CallResult =
  | { result: unknown; requestId: string }
  | { error: { errCode: number; errMsg: string }; requestId: string };

export interface FunctionView extends FunctionInfo {
  /** When its timer ticks next; null without a timer. */
  nextTick: number | null;
}

export interface ClockView {
  now: number;
  offset: number;
}

export interface Moved extends ClockView {
  fired: { function: string; at: number; ok: boolean }[];
  tasks: { label: string; at: number; ok: boolean }[];
}

/** New values for some settings. */
export type SettingsChange = { era?: Era } & {
  [G in Exclude<keyof Settings, 'era'>]?: Partial<Settings[G]>;
};

/** The local cloud refuses a request; `message` says why. */
export class HubRefusal extends Error {}

async function send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const options = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`/_local${path}`, { method, headers, ...options });
  const answer = (await response.json()) as Answer & { error?: { message?: string } };
  if (!response.ok) throw new HubRefusal(answer.error?.message ?? String(response.status));
  return answer;
}

const get = <Answer>(path: string): Promise<Answer> => send<Answer>('GET', path);
const post = <Answer>(path: string, body: unknown = {}): Promise<Answer> =>
  send<Answer>('POST', path, body);
const part = encodeURIComponent;

/**
 * The hub's HTTP API (docs/local-cloud.md), as the console uses it. Every method throws
 * `HubRefusal`, or a `TypeError` if the local cloud cannot be reached.
 */
export const hub = {
  story: () => get<Story>('/story'),
  env: async () => (await get<{ env: string }>('/health')).env,
  clock: () => get<ClockView>('/clock'),
  moveClock: (move: { advance?: string; now?: number; ticks?: 'all' | 'last' }) =>
    post<Moved>('/clock', move),
  users: async () => (await get<{ users: User[] }>('/users')).users,
  createUser: (label?: Words) => post<User>('/users', label ? { label } : {}),
  phone: async (openid: string) => (await get<{ url: string }>(`/users/${part(openid)}/phone`)).url,
  tap: async (openid: string) =>
    (await post<{ formId: string }>(`/users/${part(openid)}/tap`)).formId,
  call: (openid: string, name: string, data: unknown) =>
    post<CallResult>(`/users/${part(openid)}/call`, { name, data }),
  pay: (openid: string, payment: unknown, outcome: PaymentOutcome) =>
    post<{ errMsg: string }>(`/users/${part(openid)}/pay`, { payment, outcome }),
  subscribe: (openid: string, answers: unknown, always = false) =>
    post<Record<string, string>>(`/users/${part(openid)}/subscribe`, { answers, always }),
  settle: (openid: string, change: Partial<SubscriptionSettings>) =>
    post<SubscriptionSettings>(`/users/${part(openid)}/settings`, change),
  cards: async (openid: string) =>
    (await get<{ cards: Card[] }>(`/users/${part(openid)}/inbox`)).cards,
  tokens: async () => (await get<{ tokens: BookedToken[] }>('/wechat/tokens')).tokens,
  functions: async () => (await get<{ functions: FunctionView[] }>('/functions')).functions,
  runTimer: (name: string) => post<CallResult>(`/timers/${part(name)}/run`),
  logs: async () => (await get<{ logs: LocalEvent[] }>('/logs')).logs,
  faults: async () => (await get<{ faults: (Fault & { hits: number })[] }>('/faults')).faults,
  addFault: (fault: unknown) => post('/faults', fault),
  clearFaults: () => send('DELETE', '/faults'),
  settings: () => get<Settings>('/settings'),
  changeSettings: (change: SettingsChange) => post<Settings>('/settings', change),
  collections: async () =>
    (await get<{ collections: { name: string; documents: number }[] }>('/db')).collections,
  insert: (collection: string, document: Document) =>
    post(`/db/${part(collection)}`, { documents: [document] }),
  /** @param query EJSON; all documents without one */
  find: async (collection: string, query?: string) => {
    const filter = query ? `?query=${part(query)}` : '';
    return (await get<{ documents: Document[] }>(`/db/${part(collection)}${filter}`)).documents;
  },
  costs: async () => (await get<{ costs: QueryCost[] }>('/db-costs')).costs,
  reset: () => post('/reset'),
  export: () => get<unknown>('/export'),
  import: (state: unknown) => post('/import', state),
};

/**
 * Follows what happens; the browser reconnects by itself.
 * @param onConnection gets true when the stream is open, false when it has broken
 */
export function followEvents(
  onEvent: (event: LocalEvent & { number: number }) => void,
  onConnection: (connected: boolean) => void,
): void {
  const stream = new EventSource('/_local/events');
  stream.addEventListener('open', () => onConnection(true));
  stream.addEventListener('error', () => onConnection(false));
  stream.addEventListener('message', ({ data, lastEventId }) =>
    onEvent({ ...(JSON.parse(String(data)) as LocalEvent), number: Number(lastEventId) }),
  );
}
