/**
 * What every code of WeChat and of the cloud means, for the back office and the docs only: functions
 * that send do not load it. A new code in `core/wechat/errors.ts` does not pass the type check
 * without its sentences. Where nobody has confirmed a meaning, they say so.
 */
import type { KnownCode } from '../wechat/errors';
import { explain } from './reasons';

/** A sentence in the two languages of the docs. */
export interface Words {
  en: string;
  zh: string;
}

const words: Readonly<Record<KnownCode, Words>> = {
  0: { en: 'WeChat has accepted the message.', zh: '微信已接收。' },
  [-1]: {
    en: 'System busy. Reports disagree whether such a message arrives.',
    zh: '系统繁忙；消息是否送达，各方说法不一。',
  },
  [-2]: {
    en: 'Our own code: the connection was refused, so the send never left.',
    zh: '本系统自定义：连接被拒绝，请求没有发出。',
  },
  40001: {
    en: 'The access_token is invalid or not the latest, or the secret is wrong.',
    zh: 'access_token 无效或不是最新的，或 AppSecret 错误。',
  },
  40003: {
    en: 'The openid is wrong or belongs to another mini-program.',
    zh: 'openid 错误，或属于另一个小程序。',
  },
  40013: {
    en: 'The appid is wrong.',
    zh: 'appid 错误。',
  },
  40014: { en: 'The access_token is not a token.', zh: 'access_token 不合法。' },
  40037: {
    en: 'The template id is wrong, deleted, or of another mini-program.',
    zh: '模板 ID 错误、已删除，或属于另一个小程序。',
  },
  40164: {
    en: 'The caller’s IP address is not in the white list.',
    zh: '调用方 IP 不在白名单中。',
  },
  40165: {
    en: 'The path of the page is not allowed: it must be in the published version.',
    zh: '跳转页面不合法：必须存在于已发布的版本中。',
  },
  41001: {
    en: 'The access_token is missing.',
    zh: '缺少 access_token。',
  },
  41028: {
    en: 'The formId is wrong or expired, or the prepay_id is not paid.',
    zh: 'formId 错误或过期，或 prepay_id 尚未支付成功。',
  },
  41029: {
    en: 'The formId or prepay_id has no uses left.',
    zh: 'formId 或 prepay_id 的次数已用完。',
  },
  41030: {
    en: 'The page does not exist in the published version.',
    zh: '跳转页面不存在于已发布的版本中。',
  },
  41031: { en: 'WeChat has blocked this formId.', zh: '该 formId 已被封禁。' },
  41032: {
    en: 'A punishment: no sending by formId.',
    zh: '违规处罚：禁止用 formId 发送。',
  },
  41034: {
    en: 'A punishment: no sending by formId or prepay_id.',
    zh: '违规处罚：禁止用 formId 或 prepay_id 发送。',
  },
  41035: {
    en: 'A punishment: no sending by prepay_id.',
    zh: '违规处罚：禁止用 prepay_id 发送。',
  },
  42001: { en: 'The access_token has expired.', zh: 'access_token 已过期。' },
  43002: {
    en: 'WeChat expected a POST request.',
    zh: '需要使用 POST 请求。',
  },
  43004: {
    en: 'The receiver must follow an official account. Not expected here.',
    zh: '接收者需要关注公众号；此处不应出现。',
  },
  43101: {
    en: 'No permission left: the user never accepted, refused, withdrew, or all accepts are used up. Also reported after many sends to one user on one day.',
    zh: '没有发送权限：用户未同意、已拒绝、已取消，或次数用完。也有人反馈同一天给同一用户发送过多时出现。',
  },
  43107: {
    en: 'Subscribe messages of the account, or this template, are banned.',
    zh: '账号的订阅消息能力或该模板被封禁。',
  },
  43108: {
    en: 'Two sends to one user at the same time.',
    zh: '同一时间向同一用户发送了两条消息。',
  },
  44002: { en: 'The request was empty.', zh: '请求内容为空。' },
  45009: {
    en: 'The daily limit is reached.',
    zh: '达到每日限额。',
  },
  45011: {
    en: 'The limit of a minute is reached.',
    zh: '达到每分钟限额。',
  },
  45103: {
    en: 'WeChat no longer supports this API: the answer to every template message since 2020-01-10.',
    zh: '接口已不再支持：自 2020-01-10 起，所有模板消息都得到这个结果。',
  },
  45109: {
    en: 'WeChat has withdrawn this API (the uniform message, since 2023-09-20).',
    zh: '接口已下线（统一服务消息，自 2023-09-20 起）。',
  },
  45168: {
    en: 'A value contains sensitive words.',
    zh: '内容包含敏感词。',
  },
  46101: {
    en: 'Template messages are not supported any more. In WeChat’s list of codes; nobody has reported to have seen it.',
    zh: '不再支持模板消息。见于官方错误码表，未见有人实际遇到。',
  },
  47001: { en: 'WeChat cannot read the request.', zh: '请求内容无法解析。' },
  47002: {
    en: 'The request is not UTF-8 text.',
    zh: '请求内容不是 UTF-8 文本。',
  },
  47003: {
    en: 'A value is empty, too long, or not of its keyword’s type. WeChat names the keyword.',
    zh: '某个值为空、过长或不符合字段类型；微信会指出字段名。',
  },
  48001: { en: 'The account may not use this API.', zh: '账号没有该接口的权限。' },
  48004: { en: 'The API is banned for violations.', zh: '接口因违规被封禁。' },
  [-604100]: {
    en: 'The cloud does not know this API.',
    zh: '云调用接口不存在。',
  },
  [-604101]: {
    en: 'The function has no permission for this API. Also for ten minutes after a permission was added.',
    zh: '云函数没有该接口的权限；新增权限后约十分钟内也会出现。',
  },
  [-604102]: { en: 'The cloud’s call of WeChat timed out.', zh: '云调用超时。' },
  [-604103]: { en: 'The cloud’s call of WeChat failed.', zh: '云调用系统错误。' },
  [-604104]: {
    en: 'The function was called from where cloud calls are not allowed.',
    zh: '调用来源不允许使用云调用。',
  },
  [-501001]: {
    en: 'The cloud did not answer, or not in time.',
    zh: '云开发没有应答，或应答超时。',
  },
  [-501002]: { en: 'The cloud timed out.', zh: '云开发请求超时。' },
  [-501003]: { en: 'The cloud’s limit of requests is reached.', zh: '达到云开发请求数限额。' },
  [-501004]: {
    en: 'The cloud’s limit of parallel requests is reached.',
    zh: '达到云开发并发限额。',
  },
  [-501005]: {
    en: 'The environment id is wrong.',
    zh: '云环境 ID 错误。',
  },
  [-501006]: {
    en: 'A common parameter of the cloud is wrong.',
    zh: '云开发公共参数错误。',
  },
  [-501007]: {
    en: 'A parameter is wrong. In a timer: the trigger was uploaded by an old tool.',
    zh: '参数错误。如果只在定时器里出现：触发器是用旧版工具上传的。',
  },
  [-504003]: { en: 'The function ran out of time.', zh: '云函数执行超时。' },
};

/** @returns what a code means, or undefined if it is not in the table of errors.ts */
export const meaningOf = (code: number): Words | undefined =>
  (words as Readonly<Record<number, Words>>)[code];

/** @returns the sentences for a reason, and what WeChat's code behind it means; 0 is no code */
export function explainWithCode(reason: string, errCode: number): Words {
  const { en, zh } = explain(reason);
  const meaning = errCode === 0 ? undefined : meaningOf(errCode);
  if (!meaning) return { en, zh };
  return { en: `${en} ${errCode}: ${meaning.en}`, zh: `${zh}${errCode}：${meaning.zh}` };
}
