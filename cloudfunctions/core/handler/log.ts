import type { Log } from '../ports';
import { mask, masked, shortened } from './mask';

const secretFields = new Set(['openid', 'token', 'formId', 'prepayId', 'touser', 'payment']);

/**
 * Structured lines on stdout, one JSON object each. Openids and tokens are masked wherever they stand:
 * by the name of the field, and by their looks in every other text.
 */
export function createLog(fields: Record<string, unknown>): Log {
  return (event, details = {}) => {
    process.stdout.write(`${JSON.stringify({ event, ...fields, ...details }, showable)}\n`);
  };
}

function showable(field: string, value: unknown): unknown {
  if (secretFields.has(field)) return mask(String(value));
  return typeof value === 'string' ? shortened(masked(value), 1000) : value;
}
