/**
 * What the parts of the phone say to each other. Types only.
 *
 *   compiler → runtime   `CompiledProject`, as the script `app.js`
 *   runtime ↔ server     the bridge: `POST api/<name>` with JSON; the address of the phone names its user
 *   console ↔ runtime    messages between the console's window and the phone's frame
 */

// ---- compiler → runtime ---------------------------------------------------------------------

/** `app.json`, as far as the phone reads it. */
export interface AppConfig {
  pages: string[];
  window?: WindowConfig;
  tabBar?: {
    color?: string;
    selectedColor?: string;
    backgroundColor?: string;
    list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[];
  };
  [field: string]: unknown;
}

/** The part of a page's or app's JSON that shapes its window. */
export interface WindowConfig {
  navigationBarTitleText?: string;
  navigationBarBackgroundColor?: string;
  navigationBarTextStyle?: 'black' | 'white';
  navigationStyle?: 'default' | 'custom';
  backgroundColor?: string;
  enablePullDownRefresh?: boolean;
  onReachBottomDistance?: number;
  [field: string]: unknown;
}

/** A page or a component: everything that has a JSON, a template, a style and a script. */
export interface Unit {
  kind: 'page' | 'component';
  /** Its JSON; `usingComponents` and `componentGenerics` hold paths from the root, without a leading slash. */
  config: WindowConfig & { usingComponents: Record<string, string> };
  /** Its style, ready for the page: rpx, tags and scope are translated. */
  style: string;
  /** The prefix of a component's own classes (`prefix--name`); empty if its styles are shared. */
  scope: string;
  /** Runs its script, which calls `Page` or `Component`. */
  load: () => void;
}

/** What `app.js` hands to `startPhone`. */
export interface CompiledProject {
  app: AppConfig;
  /** By path from the mini-program's root, without ending: `pages/shop/index`. */
  units: Record<string, Unit>;
  /** What `TmplGroup.getTmplGenObjectGroups()` gives; also `builtin/slot` and `builtin/empty`. */
  templates: Record<string, unknown>;
  appStyle: string;
  /** Runs `app.ts`; absent without one. */
  loadApp?: () => void;
}

/** A mistake in the mini-program; the phone shows them instead of starting. Lines count from 1. */
export interface CompileProblem {
  file: string;
  line?: number;
  column?: number;
  message: string;
}

/** What the runtime puts on `globalThis` for `app.js`. */
export interface PhoneGlobals {
  /** Called first if the mini-program uses `wx.cloud.database()`. */
  needDatabase: () => void;
  startPhone: (project: CompiledProject) => void;
  showCompileProblems: (problems: CompileProblem[]) => void;
}

// ---- runtime ↔ server ------------------------------------------------------------------------

/** A template on the consent sheet. */
export interface ConsentTemplate {
  templateId: string;
  title: string;
  /** Labels and examples, so that the sheet can show what will be sent. */
  keywords: { label: string; example: string }[];
}

export type ConsentAnswer = 'accept' | 'reject' | 'ban' | 'filter';

/** Every call of the bridge: what it takes and gives. All are `POST api/<name>`. */
export interface Bridge {
  /** The first call of a phone that starts. */
  start: {
    request: Record<string, never>;
    answer: {
      appid: string;
      env: string;
      /** What `wx.setStorage` has kept: key → JSON text. */
      storage: Record<string, string>;
      /** Where the console may be, for `postMessage`. */
      consoleOrigins: string[];
    };
  };
  /** A submit of a `report-submit` form: what `e.detail.formId` is, as the settings say. */
  tap: { request: Record<string, never>; answer: { formId: string } };
  /** `wx.cloud.callFunction`. */
  call: {
    request: { name: string; data: unknown };
    answer:
      | { result: unknown; requestId: string }
      | { error: { errCode: number; errMsg: string }; requestId: string };
  };
  /**
   * `wx.cloud.database()`: an action of the gateway with its fields, and what the gateway answers
   * (`code` and `message` if it fails). The rules of the collection count.
   */
  database: {
    request: { action: string; fields: Record<string, unknown> };
    answer: Record<string, unknown>;
  };
  login: { request: Record<string, never>; answer: { code: string } };
  /** What the payment sheet shows, or why it does not open (`fault`, for `requestPayment:fail …`). */
  payment: {
    request: { payment: Record<string, unknown> };
    answer: { totalFee: number; body: string } | { fault: string };
  };
  /** The user acts on the payment sheet; answered when the money is moved, before any callback has come. */
  pay: {
    request: {
      payment: Record<string, unknown>;
      outcome: 'success' | 'cancel' | 'fail' | 'paidNoCallback';
    };
    answer: { errMsg: string };
  };
  /**
   * What `wx.requestSubscribeMessage` has to ask. `answers` are those that need no asking:
   * remembered ones, and `filter` for templates of equal title.
   */
  consent: {
    request: { tmplIds: string[] };
    answer:
      | { ask: ConsentTemplate[]; answers: Record<string, ConsentAnswer> }
      | { errCode: number; errMsg: string };
  };
  /** The answers of a sheet; `always` keeps them for the next time. */
  subscribe: {
    request: { answers: Record<string, ConsentAnswer>; always: boolean };
    answer: Record<string, string>;
  };
  /** `wx.getSetting({withSubscriptions: true})` and the settings page. `titles` name the templates. */
  settings: {
    request: Record<string, never>;
    answer: {
      mainSwitch: boolean;
      itemSettings: Record<string, 'accept' | 'reject' | 'ban'>;
      /** Templates that may still be sent without being kept; the user can reject them. */
      accepted: string[];
      titles: Record<string, string>;
    };
  };
  /** The user changes the settings page; a template that is not named stays. */
  changeSettings: {
    request: { mainSwitch?: boolean; itemSettings?: Record<string, 'accept' | 'reject'> };
    answer: Record<string, never>;
  };
  /** Keeps (`value`, a JSON text) or removes (no value) one key; `clear` removes all. */
  storage: {
    request: { key: string; value?: string } | { clear: true };
    answer: Record<string, never>;
  };
  /** A line for the console: what pages log, errors, and what the phone does not support. */
  log: {
    request: { level: 'log' | 'warn' | 'error' | 'unsupported'; text: string; page: string };
    answer: Record<string, never>;
  };
}

/** Every answer of the bridge has this header: virtual time is the computer's time plus so many ms. */
export const CLOCK_OFFSET_HEADER = 'x-clock-offset';

// ---- console ↔ runtime -----------------------------------------------------------------------

/** From the console's window to the phone's frame. */
export type ToPhone =
  /** Opens a page, as a tap on a card does: `pages/orders/detail?sn=1`. */
  | { type: 'open'; page: string }
  /** The phone comes to the front or goes to the back: `onShow`, `onHide`. */
  | { type: 'show' }
  | { type: 'hide' }
  /** The clock has moved. */
  | { type: 'clock'; offset: number };

/** From the phone's frame to the console's window. */
export type FromPhone =
  /** The first page is ready, or cannot be. */
  | { type: 'ready' }
  /** Another page is shown. */
  | { type: 'page'; page: string };
