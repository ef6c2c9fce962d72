import type { ErrorCode } from '../../../cloudfunctions/contract';

/** What can become of a call: the codes of the functions, and what happens on the way to them. */
export type CallCode = ErrorCode | 'NETWORK' | 'TIMEOUT';

/** A call that failed. The message is for developers; `sentenceOf` has one for people. */
export class CallError extends Error {
  override name = 'CallError';
  constructor(
    readonly code: CallCode,
    message: string,
  ) {
    super(message);
  }
}

/** @returns the code of a failed call; `INTERNAL` for anything else that was thrown */
export const codeOf = (error: unknown): CallCode =>
  error instanceof CallError ? error.code : 'INTERNAL';

/** Failures after which the same request may be sent again, if repeating it changes nothing. */
const passing: readonly CallCode[] = ['UNAVAILABLE', 'NETWORK', 'TIMEOUT'];

/** @returns whether the same call may succeed a little later */
export const isPassing = (error: unknown): boolean => passing.includes(codeOf(error));

const timedOut = /timed? ?out/i;

/** @returns the code of what `wx.cloud.callFunction` rejects with (Cloud Development's error page) */
export function codeOfFailure({ errCode, errMsg = '' }: WechatFailure): CallCode {
  if (errCode === -504003 || timedOut.test(errMsg)) return 'TIMEOUT';
  if (errCode === undefined || errCode === -1 || /request:fail/i.test(errMsg)) return 'NETWORK';
  return 'INTERNAL';
}

/** What WeChat's APIs reject with. */
export interface WechatFailure {
  errCode?: number;
  errMsg?: string;
}

/** @returns the fields of a rejection, whatever it is */
export function failureOf(thrown: unknown): WechatFailure {
  return typeof thrown === 'object' && thrown !== null ? thrown : { errMsg: String(thrown) };
}
