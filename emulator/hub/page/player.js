import { HubRefusal, hub } from './hub.js';

/** A step that did not go as told; `says` is the reason in both languages. */
export class StepProblem extends Error {
  constructor(says) {
    super(says.en);
    this.says = says;
  }
}

/** Characters of an answer that a problem shows. */
const MOST_SHOWN = 200;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TEN_IN_CHINA = 2 * HOUR; // 02:00 UTC

/** What each action of a step does; gives what is stored under its name. */
const actions = {
  user: () => hub.createUser(),
  insert: ({ collection, document }) => hub.insert(collection, document),
  tap: ({ openid }) => hub.tap(openid),
  async call({ openid, name, data, expect }) {
    const { result, error } = await hub.call(openid, name, data ?? {});
    if (error) {
      const { errCode, errMsg } = error;
      throw new StepProblem({
        en: `The function ${name} failed: ${errMsg} (${errCode})`,
        zh: `云函数 ${name} 出错：${errMsg}（${errCode}）`,
      });
    }
    const other = difference(expect, result);
    if (other) throw unexpected(name, other, result);
    return result;
  },
  async pay({ openid, payment, outcome }) {
    const { errMsg } = await hub.pay(openid, payment, outcome);
    const paid = outcome === 'success' || outcome === 'paidNoCallback';
    if (paid && errMsg !== 'requestPayment:ok') {
      throw new StepProblem({ en: `The payment failed: ${errMsg}`, zh: `付款失败：${errMsg}` });
    }
  },
  subscribe: ({ openid, answers }) => hub.subscribe(openid, answers),
  advance: ({ by, ticks }) => hub.moveClock({ advance: by, ...(ticks && { ticks }) }),
  async morning() {
    const now = await hub.now();
    await hub.moveClock({ now: now - ((now - TEN_IN_CHINA) % DAY) + DAY, ticks: 'last' });
  },
  fault: ({ match, effect }) => hub.fault({ match, effect }),
};

function unexpected(name, { path, expected, got }, result) {
  const all = JSON.stringify(result)?.slice(0, MOST_SHOWN);
  return new StepProblem({
    en: `${name} did not answer as the story says: ${path} is ${got}, not ${expected}. Its answer: ${all}`,
    zh: `${name} 的结果与故事不符：${path} 应为 ${expected}，实际为 ${got}。完整结果：${all}`,
  });
}

/** The first place where `got` lacks what is expected; what is not expected may be anything. */
function difference(expected, got, path = 'result') {
  if (expected === undefined) return undefined;
  if (typeof expected !== 'object' || expected === null) {
    const [wanted, found] = [JSON.stringify(expected), JSON.stringify(got)];
    return wanted === found ? undefined : { path, expected: wanted, got: found ?? 'missing' };
  }
  for (const [key, value] of Object.entries(expected)) {
    const other = difference(value, got?.[key], `${path}.${key}`);
    if (other) return other;
  }
  return undefined;
}

/** The value behind `name.path.to.it`; only own fields count. */
const lookUp = (names, path) =>
  path
    .split('.')
    .reduce((value, key) => (Object.hasOwn(Object(value), key) ? value[key] : undefined), names);

/** A copy of `value` with every `{{name.path}}` replaced; alone in a text it keeps its type. */
function fill(value, names) {
  if (Array.isArray(value)) return value.map((one) => fill(one, names));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, names)]));
  }
  if (typeof value !== 'string') return value;
  const [, whole] = /^\{\{([^{}]+)\}\}$/.exec(value) ?? [];
  if (whole) return lookUp(names, whole);
  return value.replaceAll(/\{\{([^{}]+)\}\}/g, (_, path) => String(lookUp(names, path)));
}

/** Says why an action failed, whatever was thrown. */
function toProblem(error) {
  if (error instanceof StepProblem) return error;
  if (error instanceof HubRefusal) return new StepProblem({ en: error.message, zh: error.message });
  return new StepProblem({
    en: 'The local cloud does not answer. Is it still running?',
    zh: '本地云没有响应，它还在运行吗？',
  });
}

const AT_THE_START = { step: 0, action: 0, names: {}, labels: {}, actor: null };

/**
 * Plays the steps of a story in turn. After a problem it goes on with the action that failed.
 * @param steps of `GET /_local/story`
 * @param saved what `save` gave, or null
 */
export function createPlayer(steps, saved) {
  let state = saved ?? structuredClone(AT_THE_START);

  const run = async (action) => {
    const now = JSON.stringify(action).includes('{{now}}') ? await hub.now() : 0;
    const names = { ...state.names, now };
    const openid = state.names[action.user];
    const result = await actions[action.action]({ ...fill(action, names), openid });
    if (action.as) state.names[action.as] = result;
    if (action.action === 'user') state.labels[result] = action.label;
    state.actor = openid ?? (action.action === 'user' ? result : state.actor);
  };

  return {
    /** How many steps have been played. */
    position: () => state.step,
    ended: () => state.step >= steps.length,
    /** Names that the story gives to users, by openid. */
    labels: () => state.labels,
    /** Who acted last. */
    actor: () => state.actor,
    save: () => state,
    reset: () => (state = structuredClone(AT_THE_START)),
    /** @throws StepProblem; playing again goes on where it stopped */
    async playStep() {
      const step = steps[state.step];
      try {
        for (const action of step.do.slice(state.action)) {
          await run(action);
          state.action += 1;
        }
      } catch (error) {
        throw toProblem(error);
      }
      state.step += 1;
      state.action = 0;
    },
  };
}
