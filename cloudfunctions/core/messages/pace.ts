import type { Outcome } from '../ports';
import { CONCURRENCY } from '../limits';
import { doubtsAfter } from './judge';

/** How many messages a run has on their way at the same time. */
export interface Pace {
  size: number;
  /** WeChat does not answer: whatever else left now would be in doubt, too. */
  isUnwell: boolean;
}

/** The first group of a run: if WeChat is down, this many messages pay for finding out. */
export const FIRST_GROUP = 5;

/** A run begins slowly. */
export const startPace = (): Pace => ({ size: FIRST_GROUP, isUnwell: false });

/**
 * Twice as many after a group that was answered, nobody any more after one that mostly was not. An
 * hour without WeChat then costs some doubts each minute, and not the whole backlog.
 */
export function adaptPace(pace: Pace, outcomes: readonly Outcome[]): void {
  const doubtful = outcomes.filter((outcome) => doubtsAfter(outcome).maybeSent).length;
  if (doubtful * 2 > outcomes.length) pace.isUnwell = true;
  else if (doubtful === 0) pace.size = Math.min(pace.size * 2, CONCURRENCY);
}
