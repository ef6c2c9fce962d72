/**
 * The closed set of errors that a function answers. The client is told what to do by the code, the
 * developer by the message.
 */
export type ErrorCode =
  | 'INVALID_ARGUMENT' // the request is not of the documented form
  | 'UNAUTHENTICATED' // there is no user: it was not called from the mini-program
  | 'FORBIDDEN' // this caller may not do that
  | 'NOT_FOUND' // there is no such thing, or it belongs to somebody else
  | 'CONFLICT' // it is not in a state that allows this
  | 'LIMITED' // this user has done it too often; later it is possible again
  | 'PAYMENT_FAILED' // WeChat Pay refused
  | 'UNAVAILABLE' // the cloud did not answer; the same request may be repeated
  | 'INTERNAL'; // a bug; the log has the details

/** A request that is refused, in words for the developer of the shop: what, why, how to solve it. */
export class Refusal extends Error {
  override name = 'Refusal';
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}
