/**
 * The services of the local cloud and the small interfaces between them.
 *
 *   gateway    what the unmodified SDKs talk to        functions  runs `main` in a process of its own
 *   database   collections, indexes, update operators  wechat     users, taps, payment, sends, books
 *   clock      virtual time and what is due            hub        HTTP API and events for people
 *
 * Data flows one way: hub → functions → gateway → database and wechat. All times are ms since 1970.
 */

/** Virtual time: real time plus an offset. */
export interface Clock {
  now(): number;
}

/** Work that is due at a virtual time. Due tasks run in the order of their time. */
export interface Scheduler extends Clock {
  /** Runs `task` once when the clock reaches `time`; returns a function that cancels it. */
  at(time: number, label: string, task: () => Promise<void>): () => void;
}

/** One line of the stream that the console shows: `GET /_local/events`. */
export interface LocalEvent {
  at: number;
  /** For example `function.start`, `function.log`, `function.end`, `gateway.call`, `wechat.send`. */
  type: string;
  [field: string]: unknown;
}
export type Emit = (event: Omit<LocalEvent, 'at'> & { type: string }) => void;

/** State that can be saved, restored and cleared; `save` gives plain JSON. */
export interface Stateful {
  save(): unknown;
  restore(state: unknown): void;
  reset(): void;
}

// ---- database -------------------------------------------------------------------------------

export interface IndexDefinition {
  name: string;
  keys: { name: string; direction: '1' | '-1' }[];
  unique?: boolean;
}

/** A preset of the console, or a security rule for each operation (wechat-domain 6.1). */
export type RulesDefinition =
  | 'ADMINONLY'
  | 'ADMINWRITE'
  | 'READONLY'
  | 'PRIVATE'
  | { [Operation in 'read' | 'write' | 'create' | 'update' | 'delete']?: boolean | string };

/** One collection in `database.json`. */
export interface CollectionDefinition {
  indexes?: IndexDefinition[];
  /** Documents that are there after a start or a reset, as EJSON. */
  seed?: Record<string, unknown>[];
  /** What pages may do with it; functions are never restricted. `PRIVATE` if absent. */
  rules?: RulesDefinition;
}

export interface DatabaseDefinition {
  collections: Record<string, CollectionDefinition>;
}

/** What queries cost, by collection, action and shape of the query. */
export interface QueryCost {
  collection: string;
  action: string;
  /** Field names and operators without values, for example `state, nextAttemptAt $lte`. */
  shape: string;
  calls: number;
  examined: number;
  returned: number;
  /** Name of the index that was used, `_id_`, or `none` for a scan. */
  index: string;
}

export interface Database extends Stateful {
  /**
   * Answers one `database.*` action of the gateway.
   * @param body the request's fields as they came over the wire (EJSON texts)
   * @returns the answer's fields without `requestId`, for example `{ data: { list: […] } }`
   * @throws GatewayError in the cloud's words
   */
  handle(action: string, body: Record<string, unknown>): Record<string, unknown>;
  /**
   * The same for a page of the mini-program, as far as the rules of the collection allow it.
   * @param openid the page's user
   * @throws GatewayError `DATABASE_PERMISSION_DENIED` if they do not
   */
  handleFor(openid: string, action: string, body: Record<string, unknown>): Record<string, unknown>;
  /** Documents of a collection as relaxed EJSON values, for the hub. `query` is an EJSON text. */
  find(collection: string, query?: string): Record<string, unknown>[];
  /** Inserts relaxed EJSON documents, for the hub; creates nothing if one of them is refused. */
  insert(collection: string, documents: Record<string, unknown>[]): string[];
  collections(): { name: string; documents: number }[];
  costs(): QueryCost[];
}

// ---- wechat ---------------------------------------------------------------------------------

/** A template in the account, as WeChat's console would show it. */
export interface TemplateDefinition {
  templateId: string;
  title: string;
  /** `longTerm`: a subscribe template with one accept for any number of sends; `oneTime` if absent. */
  type?: 'oneTime' | 'longTerm';
  /** `values`: what a keyword of the type `enum` may be. */
  keywords: { key: string; label: string; example: string; values?: string[] }[];
}

/** A text of a project in the languages of the console. */
export interface Words {
  en: string;
  zh: string;
}

/** What is known of a user besides the openid; for the console and the story only. */
export interface Profile {
  /** A name by which a story knows the user. */
  as?: string;
  label?: Words;
}

export interface User extends Profile {
  openid: string;
}

/** A user who is there from the start, for example a member of the staff. */
export interface DeclaredUser {
  as: string;
  label: Words;
  /** Documents to insert with the user; `{{openid}}` stands for the user's openid. */
  documents: { collection: string; document: Record<string, unknown> }[];
}

/** `local-cloud.json` of a project: what a real project has in WeChat's consoles. */
export interface AccountDefinition {
  /** Environment id; must start with `local-`, so that it can never be a real one. */
  env: string;
  appid: string;
  subMchIds: string[];
  /** Pages of the published mini-program; WeChat refuses a card that leads elsewhere (41030). */
  pages: string[];
  templates: TemplateDefinition[];
  subscribeTemplates: TemplateDefinition[];
  users: DeclaredUser[];
  /** The app secret, for the HTTP API; absent: nobody gets an access token. */
  secret?: string;
  /** Environment variables of every function, as one sets them in the console. */
  variables: Record<string, string>;
  /** Which function gets an event push, by the name of the event. */
  pushes: Record<string, string>;
  /** Words that WeChat does not let through (45168). */
  sensitiveWords: string[];
}

export interface Card {
  channel: 'template' | 'subscribe';
  templateId: string;
  title: string;
  rows: { key: string; label: string; value: string; emphasis?: boolean }[];
  page: string;
  at: number;
}

/**
 * A row of WeChat's own books. `granted` and `used` count sends; of a long-term subscription
 * `granted` counts accepts, and it is usable until it is revoked.
 */
export interface BookedToken {
  kind: 'form' | 'payment' | 'subscription' | 'longTerm';
  /** formId, prepay_id, or the template id of a subscription. */
  token: string;
  openid: string;
  granted: number;
  used: number;
  state: 'unpaid' | 'usable' | 'used' | 'expired';
  expiresAt: number;
}

export type PaymentOutcome = 'success' | 'cancel' | 'fail' | 'paidNoCallback';

/** What a user has settled for a template once and for all; `wx.getSetting` calls it so. */
export type Choice = 'accept' | 'reject' | 'ban';

/** A user's subscription settings, as `wx.getSetting({withSubscriptions: true})` gives them. */
export interface SubscriptionSettings {
  mainSwitch: boolean;
  itemSettings: Record<string, Choice>;
}

/** What the consent sheet shows, and the answers that need no asking; or why it does not open. */
export type ConsentQuestion =
  | { ask: TemplateDefinition[]; answers: Record<string, Choice | 'filter'> }
  | { errCode: number; errMsg: string };

/** A call to WeChat that takes its time. */
export interface Flight {
  /** What WeChat will answer because of other calls that are on their way; undefined if nothing. */
  errcode: number | undefined;
  /** The call is over. */
  land(): void;
}

export interface WeChat extends Stateful {
  createUser(profile?: Profile): User;
  users(): User[];
  /** One submit of a `report-submit` form; what it gives is a matter of the settings. */
  tap(openid: string): { formId: string };
  /** What `wx.requestSubscribeMessage` has to ask this user. */
  askConsent(openid: string, templateIds: string[]): ConsentQuestion;
  /**
   * The user's answers on the consent sheet; gives what `wx.requestSubscribeMessage` gives. What
   * needs no asking (`askConsent`) is answered so, whatever is here.
   * @param always keeps the answers: these templates are not asked again
   * @throws LocalCloudError `BAD_REQUEST` if the sheet does not open, with the client's code
   */
  subscribe(
    openid: string,
    answers: Record<string, string>,
    always?: boolean,
  ): Record<string, string>;
  subscriptionSettings(openid: string): SubscriptionSettings;
  /**
   * The settings page: a template that is rejected there loses the sends that were accepted.
   * @throws LocalCloudError `BAD_REQUEST` if the account has no such template
   */
  changeSubscriptionSettings(openid: string, change: Partial<SubscriptionSettings>): void;
  inbox(openid: string): Card[];
  tokens(): BookedToken[];
  /**
   * A cloud call, for example `templateMessage.send`, with the snake_case parameters of the wire.
   * @param forced answer with this code instead (an injected fault); the switches say what it does
   * @param failsLater answer that all is well, and fail to deliver with this code (an injected fault)
   * @returns `{errcode, errmsg, …}`; null when there is no such API
   */
  openApi(
    apiName: string,
    parameters: Record<string, unknown>,
    forced?: number,
    failsLater?: number,
  ): Record<string, unknown> | null;
  /** A call is on its way to `openApi` for a while. */
  takeOff(apiName: string, parameters: Record<string, unknown>): Flight;
  /** A `cloudPay` call (`unifiedOrder`, `queryOrder`, `closeOrder`, `refund`), snake_case both ways. */
  pay(apiName: string, parameters: Record<string, unknown>): Record<string, unknown> | null;
  /** What the payment sheet shows (fen), or what `wx.requestPayment` fails with. */
  paymentSheet(
    openid: string,
    payment: Record<string, unknown>,
  ): { totalFee: number; body: string } | { fault: string };
  /**
   * The user acts on the payment sheet opened with `payment` (the object for `wx.requestPayment`).
   * On `success` WeChat calls the merchant's function back and repeats until it is answered
   * `{errcode: 0}`; the promise settles after the first call.
   * @returns what `wx.requestPayment` tells the page: `requestPayment:ok`, `requestPayment:fail cancel` …
   */
  userPays(
    openid: string,
    payment: Record<string, unknown>,
    outcome: PaymentOutcome,
  ): Promise<{ errMsg: string }>;
}

// ---- functions ------------------------------------------------------------------------------

export interface Caller {
  /**
   * `wx_client`, `wx_devtools`, `wx_trigger`, `wx_paycallback`, `wx_unknown` (event pushes and delayed
   * tasks), or a chain such as `wx_client,scf`.
   */
  source: string;
  /** Absent for timers, callbacks and delayed tasks. */
  openid?: string;
}

/** A running or finished invocation of a function. */
export interface Invocation {
  id: string;
  function: string;
  caller: Caller;
}

export type InvocationResult =
  | { result: unknown; requestId: string }
  | { error: { errCode: number; errMsg: string }; requestId: string };

export interface FunctionInfo {
  name: string;
  /** Seconds; 3 unless `config.json` says otherwise, as in the cloud. */
  timeout: number;
  memorySize: number;
  openapi: string[];
  triggers: { name: string; config: string }[];
}

export interface Functions {
  list(): FunctionInfo[];
  /** Runs `main(event, context)` and gives what the caller in the cloud would get; never throws. */
  invoke(name: string, event: unknown, caller: Caller): Promise<InvocationResult>;
  /** The running invocation with this id, for the gateway. */
  running(id: string): Invocation | undefined;
  /** Ends the process of a running invocation at once (fault injection). */
  kill(id: string): void;
  /** Resolves when no invocation is running. */
  idle(): Promise<void>;
  /** Ends every process; resolves when all have exited. */
  stop(): Promise<void>;
}

// ---- faults ---------------------------------------------------------------------------------

export interface Fault {
  match: { function?: string; action?: string; apiName?: string; nth?: number };
  effect:
    | { delayMs: number }
    /** A number is WeChat's code for a cloud call; a text is the gateway's `code`. */
    | { errCode: number | string }
    /** WeChat takes a subscribe message and fails to deliver it afterwards. */
    | { failsLater: number }
    | 'dropAnswer'
    | 'killBefore'
    | 'killAfter'
    /** The function stands still before the work, and the clock does not wait for it, until `clear`. */
    | 'freeze';
  /** How many matching calls it hits; 1 if absent. */
  times?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Resolves at the next `clear`. */
  thawed(): Promise<void>;
  list(): (Fault & { hits: number })[];
  /** The effects for this gateway call; counts the call for `nth`. */
  hit(call: { function?: string; action: string; apiName?: string }): Fault['effect'][];
}
