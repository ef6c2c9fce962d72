import type { InvocationResult } from '../services';

/** What the hub answers for an invocation; a function that returns nothing gives null. */
export function invocationBody(answer: InvocationResult) {
  if ('error' in answer) return { error: answer.error, requestId: answer.requestId };
  return { result: answer.result ?? null, requestId: answer.requestId };
}
