import { GatewayError, LocalCloudError } from '../errors';

/** Why the hub does not do what a request asks for, ready to be sent. */
export class HubProblem extends Error {
  constructor(
    readonly status: 400 | 403 | 404 | 413 | 415 | 500,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'HubProblem';
  }
}

/** A problem of the caller's input. */
export const badRequest = (message: string): HubProblem =>
  new HubProblem(400, 'BAD_REQUEST', message);

/**
 * Turns whatever was thrown into an answer. What is not known is a mistake of ours: 500 with the
 * stack, since only the developer's own machine sees it.
 */
export function toProblem(error: unknown): HubProblem {
  if (error instanceof HubProblem) return error;
  if (error instanceof GatewayError) return new HubProblem(400, error.code, error.message);
  if (error instanceof LocalCloudError) {
    return new HubProblem(statusOf(error.code), error.code, error.message);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new HubProblem(500, 'INTERNAL', `This is a mistake in the local cloud. ${text}`);
}

function statusOf(code: LocalCloudError['code']): 400 | 403 | 404 {
  if (code === 'NOT_FOUND') return 404;
  return code === 'FORBIDDEN' ? 403 : 400;
}

/** The body of an error answer. */
export const problemBody = ({ code, message }: HubProblem) => ({ error: { code, message } });
