import type { Story } from '../../project/story';
import type { PaymentOutcome, Words } from '../../services';
import { hub, HubRefusal } from '../hub';

type Step = Story['steps'][number];
type Action = Step['do'][number];
type Names = Record<string, unknown>;

/** A step that did not go as told; `says` is the reason in both languages. */
export class StepProblem extends Error {
  constructor(readonly says: Words) {
    super(says.en);
  }
}

/** Where a story stands; plain JSON, so that it can be kept over a reload. */
export interface Progress {
  step: number;
  /** Actions of the step that are done already. */
  action: number;
  names: Names;
  /** Everybody who has acted; they are gone after a reset. */
  people: string[];
  /** Who acted last. */
  actor: string | null;
}

/** What a player needs besides the hub. */
export interface PlayerOptions {
  steps: Story['steps'];
  saved?: Progress | undefined;
  /** openids of declared users by their `as`. */
  declared: () => Record<string, string>;
  /** Opens a page in a user's phone. */
  openPage: (openid: string, page: string) => void;
}

export interface Player {
  progress: () => Progress;
  ended: () => boolean;
  reset: () => void;
  /** @throws StepProblem; playing again goes on where it stopped */
  playStep: () => Promise<void>;
}

/** Characters of an answer that a problem shows. */
const MOST_SHOWN = 200;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TEN_IN_CHINA = 2 * HOUR; // 02:00 UTC

const atTheStart = (): Progress => ({ step: 0, action: 0, names: {}, people: [], actor: null });

/** Plays the steps of a story in turn. After a problem it goes on with the action that failed. */
export function createPlayer({ steps, saved, declared, openPage }: PlayerOptions): Player {
  let state = saved ?? atTheStart();

  const run = async (action: Action): Promise<void> => {
    const now = JSON.stringify(action).includes('{{now}}') ? (await hub.clock()).now : 0;
    const names: Names = { ...declared(), ...state.names, now };
    const openid = 'user' in action ? String(names[action.user]) : '';
    const result = await act(fill(action, names) as Action, openid, openPage);
    if ('as' in action && action.as !== undefined) state.names[action.as] = result;
    const actor = action.action === 'user' ? String(result) : openid;
    if (actor) state = { ...state, actor, people: [...new Set([...state.people, actor])] };
  };

  return {
    progress: () => state,
    ended: () => state.step >= steps.length,
    reset: () => void (state = atTheStart()),
    async playStep() {
      try {
        for (const action of steps[state.step]?.do.slice(state.action) ?? []) {
          await run(action);
          state.action += 1;
        }
      } catch (error) {
        throw toProblem(error);
      }
      state = { ...state, step: state.step + 1, action: 0 };
    },
  };
}

/** Does what an action says; gives what is stored under its name. */
async function act(
  action: Action,
  openid: string,
  openPage: PlayerOptions['openPage'],
): Promise<unknown> {
  switch (action.action) {
    case 'user':
      return (await hub.createUser(action.label)).openid;
    case 'insert':
      return hub.insert(action.collection, action.document);
    case 'tap':
      return hub.tap(openid);
    case 'call':
      return call(action, openid);
    case 'pay':
      return pay(openid, action.payment, action.outcome);
    case 'subscribe':
      return hub.subscribe(openid, action.answers, action.always);
    case 'settle':
      return hub.settle(openid, settingsIn(action));
    case 'advance':
      return hub.moveClock({ advance: action.by, ...(action.ticks && { ticks: action.ticks }) });
    case 'morning':
      return morning();
    case 'fault':
      return hub.addFault({ match: action.match, effect: action.effect });
    default:
      return openPage(openid, action.page);
  }
}

const settingsIn = ({ mainSwitch, itemSettings }: Extract<Action, { action: 'settle' }>) => ({
  ...(mainSwitch === undefined ? {} : { mainSwitch }),
  ...(itemSettings === undefined ? {} : { itemSettings }),
});

async function call(
  { name, data, expect }: Extract<Action, { action: 'call' }>,
  openid: string,
): Promise<unknown> {
  const answer = await hub.call(openid, name, data ?? {});
  if ('error' in answer) {
    const { errCode, errMsg } = answer.error;
    throw new StepProblem({
      en: `The function ${name} failed: ${errMsg} (${errCode})`,
      zh: `云函数 ${name} 出错：${errMsg}（${errCode}）`,
    });
  }
  const other = difference(expect, answer.result);
  if (other) throw unexpected(name, other, answer.result);
  return answer.result;
}

async function pay(openid: string, payment: unknown, outcome: PaymentOutcome): Promise<void> {
  const { errMsg } = await hub.pay(openid, payment, outcome);
  const isPaid = outcome === 'success' || outcome === 'paidNoCallback';
  if (!isPaid || errMsg === 'requestPayment:ok') return;
  throw new StepProblem({ en: `The payment failed: ${errMsg}`, zh: `付款失败：${errMsg}` });
}

async function morning(): Promise<void> {
  const { now } = await hub.clock();
  await hub.moveClock({ now: now - ((now - TEN_IN_CHINA) % DAY) + DAY, ticks: 'last' });
}

/** A place where an answer is not as expected. */
interface Difference {
  path: string;
  expected: string;
  got: string;
}

function unexpected(name: string, { path, expected, got }: Difference, result: unknown) {
  const all = (JSON.stringify(result) ?? '').slice(0, MOST_SHOWN);
  return new StepProblem({
    en: `${name} did not answer as the story says: ${path} is ${got}, not ${expected}. Its answer: ${all}`,
    zh: `${name} 的结果与故事不符：${path} 应为 ${expected}，实际为 ${got}。完整结果：${all}`,
  });
}

/** The first place where `got` lacks what is expected; what is not expected may be anything. */
export function difference(
  expected: unknown,
  got: unknown,
  path = 'result',
): Difference | undefined {
  if (expected === undefined) return undefined;
  if (typeof expected !== 'object' || expected === null) {
    const [wanted, found] = [JSON.stringify(expected), JSON.stringify(got)];
    return wanted === found ? undefined : { path, expected: wanted, got: found ?? 'missing' };
  }
  for (const [key, value] of Object.entries(expected)) {
    const other = difference(value, ownField(got, key), `${path}.${key}`);
    if (other) return other;
  }
  return undefined;
}

const ownField = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Names)[key]
    : undefined;

/** The value behind `name.path.to.it`; only own fields count. */
const lookUp = (names: Names, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => ownField(value, key), names);

/** A copy of `value` with every `{{name.path}}` replaced; alone in a text it keeps its type. */
export function fill(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((one) => fill(one, names));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, names)]));
  }
  if (typeof value !== 'string') return value;
  const [, whole] = /^\{\{([^{}]+)\}\}$/.exec(value) ?? [];
  if (whole) return lookUp(names, whole);
  return value.replaceAll(/\{\{([^{}]+)\}\}/g, (_, path: string) => String(lookUp(names, path)));
}

/** Says why an action failed, whatever was thrown. */
function toProblem(error: unknown): StepProblem {
  if (error instanceof StepProblem) return error;
  if (error instanceof HubRefusal) return new StepProblem({ en: error.message, zh: error.message });
  return new StepProblem({
    en: 'The local cloud does not answer. Is it still running?',
    zh: '本地云没有响应，它还在运行吗？',
  });
}
