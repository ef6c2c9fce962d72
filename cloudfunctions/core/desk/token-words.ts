import type { Advice } from './error-todos';
import type { Words } from './error-words';

const correctEnvironment: Words = {
  en: 'Correct `WECHAT_APP_ID` and `WECHAT_APP_SECRET` in the function’s environment variables.',
  zh: '修正云函数环境变量 `WECHAT_APP_ID` 和 `WECHAT_APP_SECRET`。',
};

const bug: Words = { en: 'A bug. Update, or report it.', zh: '程序错误，请更新版本或反馈。' };

const askWeChat: Words = {
  en: 'Read the notices in the console of the mini-program.',
  zh: '查看小程序后台的通知。',
};

const askAdministrator: Words = {
  en: 'Ask the administrator of the mini-program.',
  zh: '联系小程序管理员。',
};

const wait: Words = { en: 'Nothing; it is tried again.', zh: '无需处理，会自动重试。' };

/**
 * Codes with which WeChat refuses an access_token (docs of `getAccessToken` and
 * `getStableAccessToken`). Only for what happens outside cloud calls.
 */
export const tokenCodes: Readonly<Record<number, Advice>> = {
  [-1]: { en: 'System busy.', zh: '系统繁忙。', todo: wait },
  40001: { en: 'The secret is wrong.', zh: 'AppSecret 错误。', todo: correctEnvironment },
  40002: { en: 'The grant_type is wrong.', zh: 'grant_type 错误。', todo: bug },
  40013: { en: 'The appid is wrong.', zh: 'appid 错误。', todo: correctEnvironment },
  40125: { en: 'The secret is wrong.', zh: 'AppSecret 错误。', todo: correctEnvironment },
  40164: {
    en: 'The caller’s IP address is not in the white list.',
    zh: '调用方 IP 不在白名单中。',
    todo: {
      en: 'Give the environment a fixed outgoing IP and put it into the white list.',
      zh: '为云环境开启固定出口 IP，并加入白名单。',
    },
  },
  40243: {
    en: 'The secret is frozen.',
    zh: 'AppSecret 已被冻结。',
    todo: {
      en: 'Unfreeze it in the console of the mini-program.',
      zh: '在小程序后台解除冻结。',
    },
  },
  41002: { en: 'The appid is missing.', zh: '缺少 appid。', todo: correctEnvironment },
  41004: { en: 'The secret is missing.', zh: '缺少 AppSecret。', todo: correctEnvironment },
  45009: {
    en: 'The daily limit is reached: commonly 2000 for classic tokens, 500,000 for stable ones, 20 with `force_refresh`.',
    zh: '达到每日限额：普通 token 一般 2000 次，稳定版 50 万次，其中 `force_refresh` 20 次。',
    todo: {
      en: 'Find who fetches so many: one writer needs a dozen a day.',
      zh: '找出谁在频繁获取：一个写入者一天只需十几次。',
    },
  },
  45011: {
    en: 'The limit of a minute is reached, or two forced renewals within 30 seconds.',
    zh: '达到每分钟限额，或 30 秒内强制刷新了两次。',
    todo: wait,
  },
  50004: { en: 'The account is frozen.', zh: '账号已冻结。', todo: askWeChat },
  50007: { en: 'The account is frozen.', zh: '账号已冻结。', todo: askWeChat },
  89503: {
    en: 'An approval by the administrator is missing.',
    zh: '需要管理员确认。',
    todo: askAdministrator,
  },
  89506: {
    en: 'The administrator has refused the call. For how long is not verified.',
    zh: '管理员拒绝了调用；多久之后恢复，未经核实。',
    todo: askAdministrator,
  },
  89507: {
    en: 'The administrator has refused the call. For how long is not verified.',
    zh: '管理员拒绝了调用；多久之后恢复，未经核实。',
    todo: askAdministrator,
  },
};
