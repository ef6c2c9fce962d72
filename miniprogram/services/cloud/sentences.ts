import { codeOf, type CallCode } from './call-error';

const sentences: Record<CallCode, string> = {
  INVALID_ARGUMENT: '填写的内容有误，请检查后重试',
  UNAUTHENTICATED: '请在微信中打开',
  FORBIDDEN: '你没有权限进行此操作',
  NOT_FOUND: '没有找到，可能已经失效',
  CONFLICT: '状态已变化，请刷新后查看',
  LIMITED: '操作太频繁，请过一会儿再试',
  PAYMENT_FAILED: '微信支付暂时不可用，请稍后再试',
  UNAVAILABLE: '服务繁忙，请稍后再试',
  INTERNAL: '出了点问题，请稍后再试',
  NETWORK: '网络不给力，请检查网络',
  TIMEOUT: '网络有点慢，请再试一次',
};

/** @returns a sentence for people about anything that a call has thrown */
export const sentenceOf = (error: unknown): string => sentences[codeOf(error)];
