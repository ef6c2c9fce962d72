import { ApiFailure } from '../api';

/** How WeChat's SDK numbers and describes the gateway's codes (gateway reference, "Errors"). */
const FAILURES: Record<string, [errCode: number, description: string]> = {
  SYS_ERR: [-501001, 'resource system error'],
  SERVER_TIMEOUT: [-501002, 'resource server timeout'],
  EXCEED_REQUEST_LIMIT: [-501003, 'exceed request limit'],
  EXCEED_CONCURRENT_REQUEST_LIMIT: [-501004, 'exceed concurrent request limit'],
  INVALID_PARAM: [-501007, 'invalid parameters'],
  DATABASE_REQUEST_FAILED: [-502001, 'database request fail'],
  DATABASE_INVALID_OPERRATOR: [-502002, 'database invalid command'],
  DATABASE_PERMISSION_DENIED: [-502003, 'database permission denied'],
  DATABASE_COLLECTION_EXCEED_LIMIT: [-502004, 'database exceed collection limit'],
  DATABASE_COLLECTION_NOT_EXIST: [-502005, 'database collection not exists'],
};
const UNKNOWN: [number, string] = [-501001, 'resource system error'];

/** What a page is told of a code of the gateway. */
export function failureOf(code: string, message = ''): ApiFailure {
  const [errCode, description] = FAILURES[code] ?? UNKNOWN;
  return new ApiFailure(`${errCode} ${description}. ${message}`, errCode);
}
