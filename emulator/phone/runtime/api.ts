import { afterThisTask, asUser } from './gesture';
import { reportError, textOf } from './report';

/** What an API of `wx` says when it fails. */
export interface Failure {
  errMsg: string;
  errCode?: number;
}

/** The callbacks that every asynchronous API takes. */
export interface Callbacks {
  success?: (result: object) => void;
  fail?: (failure: Failure) => void;
  complete?: (outcome: object) => void;
}

/** An API as pages call it: with callbacks it gives nothing, without it gives a promise. */
export type Api<Arguments> = (options?: Arguments & Callbacks) => Promise<object> | undefined;

/** Thrown by what an API does: `<name>:fail <reason>`. */
export class ApiFailure extends Error {
  override name = 'ApiFailure';
  constructor(
    reason: string,
    readonly errCode?: number,
  ) {
    super(reason);
  }
}

/** What an API does, and what it adds to its result. */
type Work<Arguments> = (options: Partial<Arguments>) => object | void | Promise<object | void>;

/** Whether the outcome is the user's own act, after which consent may be asked. */
export interface ApiTraits {
  byUser?: boolean;
}

/**
 * Makes an API of `wx` that follows WeChat's convention.
 * It settles in a task of its own, as on a phone: whoever awaits it has lost the user's gesture.
 * @param run does the work; an `ApiFailure` or another error makes the API fail
 */
export function api<Arguments extends object>(
  name: string,
  run: Work<Arguments>,
  { byUser = false }: ApiTraits = {},
): Api<Arguments> {
  return (options) => {
    const settled = settle(name, options ?? {}, run, byUser);
    const { success, fail, complete } = options ?? {};
    if (!success && !fail && !complete) return settled;
    settled.then(
      (result) => deliver(result, success, complete),
      (failure: Failure) => deliver(failure, fail, complete),
    );
    return undefined;
  };
}

function settle<Arguments extends object>(
  name: string,
  options: Partial<Arguments>,
  run: Work<Arguments>,
  byUser: boolean,
): Promise<object> {
  return new Promise((resolve, reject) => {
    const give = (act: () => void): void => afterThisTask(() => (byUser ? asUser(act) : act()));
    begin(run, options).then(
      (result) => give(() => resolve({ errMsg: `${name}:ok`, ...result })),
      (error: unknown) => give(() => reject(failureOf(name, error))),
    );
  });
}

/** Begins at once; also what is thrown at once comes as a rejection. */
const begin = async <Arguments>(run: Work<Arguments>, options: Partial<Arguments>) => run(options);

/** What the page gets for an error: WeChat's words. */
function failureOf(name: string, error: unknown): Failure {
  const reason = error instanceof Error ? error.message : textOf(error);
  const errCode = error instanceof ApiFailure ? error.errCode : undefined;
  const start = `${name}:fail`; // the local cloud gives some reasons as whole messages
  const errMsg = reason.startsWith(start) ? reason : `${start} ${reason}`;
  return { errMsg, ...(errCode === undefined ? {} : { errCode }) };
}

function deliver<Outcome extends object>(
  outcome: Outcome,
  ...callbacks: (((outcome: Outcome) => void) | undefined)[]
): void {
  for (const callback of callbacks) {
    try {
      callback?.(outcome);
    } catch (error) {
      reportError(error);
    }
  }
}
