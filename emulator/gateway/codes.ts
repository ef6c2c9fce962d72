/**
 * The gateway's codes by the numbers that `wx-server-sdk` 4.0.2 gives them, for faults that name a
 * number. `INVALID_ENV` is absent: the SDK misspells it, so that it becomes -501001.
 */
const CODES: Record<number, string> = {
  [-501001]: 'SYS_ERR',
  [-501002]: 'SERVER_TIMEOUT',
  [-501003]: 'EXCEED_REQUEST_LIMIT',
  [-501004]: 'EXCEED_CONCURRENT_REQUEST_LIMIT',
  [-501006]: 'INVALID_COMMON_PARAM',
  [-501007]: 'INVALID_PARAM',
  [-501008]: 'INVALID_REQUEST_SOURCE',
  [-501009]: 'RESOURCE_NOT_INITIAL',
  [-502001]: 'DATABASE_REQUEST_FAILED',
  [-502002]: 'DATABASE_INVALID_OPERRATOR',
  [-502003]: 'DATABASE_PERMISSION_DENIED',
  [-502004]: 'DATABASE_COLLECTION_EXCEED_LIMIT',
  [-502005]: 'DATABASE_COLLECTION_NOT_EXIST',
  [-504001]: 'FUNCTIONS_REQUEST_FAIL',
  [-504002]: 'FUNCTIONS_EXECUTE_FAIL',
};

/** The gateway's code for a number of the SDK; `undefined` for numbers that are not the gateway's. */
export const codeOf = (errCode: number): string | undefined => CODES[errCode];

/** Cloud calls: the API does not exist, the function may not call it, who calls is not known. */
export const API_NOT_FOUND = -604100;
export const NO_PERMISSION = -604101;
const ILLEGAL_SOURCE = -604104;

/** Failures of the way to WeChat (-604xxx, -601xxx) travel beside WeChat's answer, not in it. */
export const isSystemError = (errcode: number): boolean => errcode <= -600000;

/** With these the call never reached WeChat; the other system errors leave that open. */
export const neverLeft = (errcode: number): boolean =>
  [API_NOT_FOUND, NO_PERMISSION, ILLEGAL_SOURCE].includes(errcode);
