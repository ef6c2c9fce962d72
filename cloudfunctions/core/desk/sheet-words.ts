import type { Advice } from './error-todos';
import type { Words } from './error-words';

const later: Words = {
  en: 'Ask again at the user’s next tap.',
  zh: '等用户下一次点击时再请求。',
};

const correctPage: Words = {
  en: 'Correct what the page passes.',
  zh: '修正页面传入的参数。',
};

/**
 * Codes with which `wx.requestSubscribeMessage` fails on the phone: no sheet, no answers, no credits
 * (types of the mini-program API). Two more failures have a text only.
 */
export const sheetCodes: Readonly<Record<number, Advice>> = {
  10001: { en: 'The list of templates is empty.', zh: '模板列表为空。', todo: correctPage },
  10002: {
    en: 'Network: the templates could not be read.',
    zh: '网络问题，获取模板列表失败。',
    todo: later,
  },
  10003: {
    en: 'Network: the answer could not be stored. Nothing is known to be accepted.',
    zh: '网络问题，提交授权失败；不能视为已同意。',
    todo: later,
  },
  10004: { en: 'A parameter has the wrong type.', zh: '参数类型错误。', todo: correctPage },
  10005: {
    en: 'The sheet cannot be shown: the mini-program is in the background.',
    zh: '无法展示授权弹窗：小程序在后台。',
    todo: later,
  },
  20001: {
    en: 'No such template: the id is unknown or of another type.',
    zh: '没有这个模板：ID 不存在或类型不符。',
    todo: {
      en: 'Compare `environments.ts` with the list of templates (`npm run scenes`).',
      zh: '用 `npm run scenes` 核对 `environments.ts` 和后台的模板列表。',
    },
  },
  20002: {
    en: 'One-time and long-term templates in one request.',
    zh: '一次性模板和长期模板混在同一次请求里。',
    todo: {
      en: 'Ask for each kind apart. Check that a long-term id stands under `longTerm`.',
      zh: '两种模板分开请求；确认长期模板的 ID 写在 `longTerm` 里。',
    },
  },
  20003: {
    en: 'Too many templates: five at most.',
    zh: '模板数量超限：一次最多五个。',
    todo: correctPage,
  },
  20004: {
    en: 'The user has switched off all messages of the mini-program.',
    zh: '用户关闭了订阅消息总开关。',
    todo: {
      en: 'Offer a button that opens `wx.openSetting`; do not insist.',
      zh: '提供打开 `wx.openSetting` 的按钮，不要反复打扰。',
    },
  },
  20005: {
    en: 'The mini-program is banned from asking.',
    zh: '小程序被禁用订阅消息。',
    todo: {
      en: 'Read the notices in the console of the mini-program.',
      zh: '查看小程序后台的通知。',
    },
  },
  20013: {
    en: 'A template for devices, which has an API of its own.',
    zh: '设备订阅消息的模板，需要用另一个接口。',
    todo: { en: 'Take it out of the environment.', zh: '从环境配置里去掉它。' },
  },
};

/** Failures without a code of their own, by what their text contains. */
export const sheetTexts: Readonly<Record<string, Advice>> = {
  'can only be invoked by user TAP gesture': {
    en: 'Not called first in a tap or after a payment: something was awaited before.',
    zh: '没有在点击事件或支付成功回调里最先调用：之前等待了别的异步操作。',
    todo: {
      en: 'Call it first in the handler, with template ids that are loaded already.',
      zh: '在事件处理函数里最先调用，模板 ID 要提前取好。',
    },
  },
  'last call has not ended': {
    en: 'A sheet is open already.',
    zh: '上一个授权弹窗还没关闭。',
    todo: {
      en: 'Disable the button until the answer is there.',
      zh: '在得到结果之前禁用按钮。',
    },
  },
};
