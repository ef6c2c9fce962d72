import type { Consent, Queue, Tap } from './collector';

/** More than this is not kept on the phone; the oldest go first. */
const MAX_KEPT = 100;

/** A formId lives seven days from its tap (WeChat's rule), in ms. */
const LIFE = 7 * 24 * 60 * 60 * 1000;

/**
 * Reads a queue from storage, where an older version of the app may have left anything.
 * @returns what is still worth sending, the newest hundred of each
 */
export function readQueue(stored: unknown, now: number): Queue {
  const { taps, consents } = isRecord(stored) ? stored : {};
  const isFresh = ({ at }: { at: number }) => at > now - LIFE;
  return {
    taps: listOf(taps, isTap).filter(isFresh).slice(-MAX_KEPT),
    consents: listOf(consents, isConsent).slice(-MAX_KEPT), // an accept does not end
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function listOf<T>(value: unknown, is: (entry: unknown) => entry is T): T[] {
  return Array.isArray(value) ? value.filter(is) : [];
}

const isTap = (entry: unknown): entry is Tap =>
  isRecord(entry) && typeof entry['formId'] === 'string' && typeof entry['at'] === 'number';

const isConsent = (entry: unknown): entry is Consent =>
  isRecord(entry) &&
  typeof entry['id'] === 'string' &&
  typeof entry['at'] === 'number' &&
  isRecord(entry['answers']) &&
  Object.values(entry['answers']).every((answer) => typeof answer === 'string');
