import { createHash } from 'node:crypto';

/** @returns 32 hex characters that stand for the text in a document id; not reversible */
export const hash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 32);
