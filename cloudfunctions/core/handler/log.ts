import type { Log } from '../ports';
import { mask } from './mask';

const secretFields = new Set(['openid', 'token', 'formId', 'prepayId', 'touser', 'payment']);

/** Structured lines on stdout, one JSON object each; openids and tokens are masked. */
export function createLog(fields: Record<string, unknown>): Log {
  return (event, details = {}) => {
    const masked = Object.entries(details).map(([key, value]) => [
      key,
      secretFields.has(key) ? mask(String(value)) : value,
    ]);
    process.stdout.write(
      `${JSON.stringify({ event, ...fields, ...Object.fromEntries(masked) })}\n`,
    );
  };
}
