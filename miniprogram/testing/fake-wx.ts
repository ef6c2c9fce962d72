import type { Contract, ErrorCode } from '../../cloudfunctions/contract';

/** A function refuses with this code. */
export const refuse = (code: ErrorCode) => ({ refuse: code });

type Reply<Name extends keyof Contract> = Contract[Name]['data'] | { refuse: ErrorCode };

/** What the cloud answers: the data, a refusal, or a rejection of the call itself if it throws. */
export type Answers = {
  [Name in keyof Contract]?: (
    request: Contract[Name]['request'],
  ) => Reply<Name> | Promise<Reply<Name>>;
};

/** One call of WeChat's API or of a function, in order. */
export interface Called {
  name: string;
  with: unknown;
}

/** WeChat as the pages see it. Everything succeeds unless the test says otherwise. */
export interface FakeWx {
  answers: Answers;
  /** Every function call. */
  calls: Called[];
  /** Every other call of `wx` that does something: where pages went, what they showed. */
  acts: Called[];
  /** The sheets for a payment and for consent stay open until this resolves. */
  sheet: { closed: Promise<void> };
  /** Rejections of the next calls, by the name of the API. */
  failures: Record<string, { errMsg: string; errCode?: number }>;
  /** The answers of the next consent sheets. */
  consent: Record<string, string>;
  /** Whether the user agrees to what a modal asks, and what he has chosen for ever about messages. */
  will: { agree: boolean; mainSwitch: boolean; kept: Record<string, string> };
  storage: Map<string, unknown>;
  /** The object for `globalThis.wx`. */
  wx: Record<string, unknown>;
}

const acts = [
  'navigateTo',
  'redirectTo',
  'switchTab',
  'showToast',
  'showLoading',
  'hideLoading',
  'setTabBarBadge',
  'removeTabBarBadge',
  'stopPullDownRefresh',
  'setClipboardData',
  'openSetting',
  'requestPayment',
  'requestSubscribeMessage',
  'showModal',
  'getSetting',
];

/** @returns a WeChat that remembers what was asked of it */
export function createFakeWx(): FakeWx {
  const fake: FakeWx = {
    answers: {},
    calls: [],
    acts: [],
    sheet: { closed: Promise.resolve() },
    failures: {},
    consent: {},
    will: { agree: true, mainSwitch: true, kept: {} },
    storage: new Map(),
    wx: {},
  };
  const act = (name: string) => (options?: object) => {
    fake.acts.push({ name, with: options && argumentsIn(options) });
    return settle(options ?? {}, outcomeOf(fake, name));
  };
  fake.wx = {
    ...Object.fromEntries(acts.map((name) => [name, act(name)])),
    getStorageSync: (key: string) => fake.storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) =>
      fake.storage.set(key, JSON.parse(JSON.stringify(value))),
    cloud: {
      callFunction: (options: { name: string; data: object }) => callFunction(fake, options),
    },
  };
  return fake;
}

const sheets = ['requestPayment', 'requestSubscribeMessage'];

async function outcomeOf(fake: FakeWx, name: string): Promise<object> {
  if (sheets.includes(name)) await fake.sheet.closed;
  const failure = fake.failures[name];
  if (failure) throw failure;
  return resultOf(fake, name);
}

interface Callbacks {
  success?: (result: object) => void;
  fail?: (failure: unknown) => void;
}

/** As WeChat does: with callbacks there is no promise. */
function settle({ success, fail }: Callbacks, outcome: Promise<object>) {
  if (!success && !fail) return outcome;
  outcome.then(success, fail ?? (() => undefined));
  return undefined;
}

const argumentsIn = (options: object): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== 'function'));

function resultOf(fake: FakeWx, name: string): object {
  const results: Record<string, object> = {
    requestSubscribeMessage: { errMsg: 'requestSubscribeMessage:ok', ...fake.consent },
    showModal: { confirm: fake.will.agree },
    getSetting: {
      subscriptionsSetting: { mainSwitch: fake.will.mainSwitch, itemSettings: fake.will.kept },
    },
  };
  return results[name] ?? { errMsg: `${name}:ok` };
}

async function callFunction(fake: FakeWx, { name, data }: { name: string; data: object }) {
  fake.calls.push({ name, with: data });
  const answer = fake.answers[name as keyof Contract] as
    | ((request: object) => object | Promise<object>)
    | undefined;
  if (!answer) throw new Error(`The test does not say what ${name} answers.`);
  const reply = await answer(data);
  if ('refuse' in reply) {
    return { result: { ok: false, error: { code: reply.refuse, message: 'refused' } } };
  }
  return { result: { ok: true, data: reply } };
}
