/**
 * What a person has to do about a code of a send, and which channel can answer it; for the docs only.
 */
import type { Channel } from '../words';
import { type KnownCode, type Verdict, verdictOf } from '../wechat/errors';
import type { Words } from './error-words';

/** What a code means, and what a person has to do about it. */
export interface Advice extends Words {
  todo: Words;
}

const nothing: Words = { en: 'Nothing.', zh: '无需处理。' };

/** What a person has to do about a verdict, unless its code says more. */
const todoForVerdict: Readonly<Record<Verdict, Words>> = {
  sent: nothing,
  'credit-spent': nothing,
  'credit-refused': nothing,
  'message-bad': {
    en: 'Correct the scene in `scenes.ts`, deploy, then `redrive` the message.',
    zh: '修正 `scenes.ts` 里的场景并重新部署，然后用 `redrive` 重发。',
  },
  'user-bad': {
    en: 'Nothing can be sent to this user. Look where the openid comes from: every mini-program has its own.',
    zh: '无法发送给该用户。请检查 openid 的来源：每个小程序的 openid 各不相同。',
  },
  'template-bad': {
    en: 'Compare the id in `environments.ts` with the list of templates in the console, deploy, then `redrive`.',
    zh: '把 `environments.ts` 里的模板 ID 和后台的模板列表核对，重新部署后用 `redrive` 重发。',
  },
  'channel-stopped': {
    en: 'Read the notices in the console of the mini-program. When WeChat has lifted the measure: `switchOn`, then `redrive`.',
    zh: '查看小程序后台的通知；处罚解除后用 `switchOn` 恢复，再用 `redrive` 重发。',
  },
  'channel-gone': {
    en: 'Give the scenes subscribe templates; see going-live.md.',
    zh: '为场景配置订阅消息模板，见 going-live.zh-CN.md。',
  },
  wait: {
    en: 'Nothing; if it happens every day, send less.',
    zh: '无需处理；如果每天出现，请减少发送量。',
  },
  'token-stale': {
    en: 'Nothing for cloud calls. Outside them look whether another program fetches tokens for the same appid.',
    zh: '云调用无需处理；在云调用之外，请检查是否有别的程序在为同一个 appid 获取 token。',
  },
  misconfigured: {
    en: 'Correct the setting that the code names.',
    zh: '按错误码修正对应的配置。',
  },
  transient: nothing,
  'in-doubt': {
    en: 'Nothing for a formId. If the message ends `unknown`, ask the user or `redrive` it, perhaps as a second card.',
    zh: 'formId 无需处理。消息若为 `unknown`，可询问用户，或用 `redrive` 重发（可能收到两张卡片）。',
  },
};

/** Every verdict, from the best to the worst to know. */
export const orderOfVerdicts = Object.keys(todoForVerdict) as Verdict[];

const correctSender: Words = {
  en: 'A bug in the sender. Update, or report it.',
  zh: '发送代码有误，请更新版本或反馈。',
};

const askAgainLater: Words = {
  en: 'Nothing. Up to ten tries.',
  zh: '无需处理，最多尝试十次。',
};

const todos: Readonly<Partial<Record<KnownCode, Words>>> = {
  40013: { en: 'Correct the appid.', zh: '修正 appid。' },
  40164: {
    en: 'Give the environment a fixed outgoing IP and put it into the white list. Cloud calls do not need that.',
    zh: '为云环境开启固定出口 IP 并加入白名单。云调用不需要。',
  },
  41001: correctSender,
  43002: correctSender,
  43101: {
    en: 'Nothing. The message waits for the next accept: ask for it where the user expects it.',
    zh: '无需处理。消息会等待用户再次同意，请在合适的时机请求授权。',
  },
  43108: askAgainLater,
  44002: correctSender,
  45168: {
    en: 'Correct the business field (a title, a remark) and send a new message; `redrive` would send the old value.',
    zh: '修正含敏感词的业务字段（标题、备注等），再发一条新消息；`redrive` 只会重发旧内容。',
  },
  47001: correctSender,
  47002: correctSender,
  47003: {
    en: 'Compare the keywords of the template with `scenes.ts` (`npm run scenes`), correct, deploy, then `redrive`.',
    zh: '用 `npm run scenes` 核对模板字段和 `scenes.ts`，修正并部署后用 `redrive` 重发。',
  },
  [-604100]: correctSender,
  [-604101]: {
    en: 'Upload the function with its `config.json` by WeChat DevTools and wait ten minutes.',
    zh: '用微信开发者工具上传云函数和 `config.json`，等待约十分钟。',
  },
  [-604104]: {
    en: 'Call it from the mini-program or a timer.',
    zh: '请从小程序或定时触发器调用。',
  },
  [-501005]: { en: 'Correct the environment id.', zh: '修正云环境 ID。' },
  [-501006]: correctSender,
  [-501007]: {
    en: 'Upload the trigger again with a current WeChat DevTools.',
    zh: '用新版微信开发者工具重新上传触发器。',
  },
};

const channels: Readonly<Partial<Record<KnownCode, Channel>>> = {
  41028: 'template',
  41029: 'template',
  41031: 'template',
  41032: 'template',
  41034: 'template',
  41035: 'template',
  43101: 'subscribe',
  43107: 'subscribe',
  43108: 'subscribe',
  45103: 'template',
  45109: 'template',
  45168: 'subscribe',
  46101: 'template',
  47003: 'subscribe',
};

/** @returns what to do about a code; about its verdict, unless the code needs more */
export const todoFor = (code: number): Words =>
  (todos as Readonly<Record<number, Words>>)[code] ?? todoForVerdict[verdictOf(code)];

/** @returns the only channel that answers a code, or undefined if both may */
export const channelOfCode = (code: number): Channel | undefined =>
  (channels as Readonly<Record<number, Channel>>)[code];
