/**
 * A failure that the gateway answers in the cloud's own words: HTTP 200 with `code` and `message`.
 * The SDK turns `code` into a number (gateway reference, "Errors").
 */
export class GatewayError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'GatewayError';
  }
}

/** A mistake of the person who starts or drives the local cloud: what happened, why, how to solve it. */
export class LocalCloudError extends Error {
  constructor(
    readonly code:
      | 'PORT_TAKEN'
      | 'PROJECT_MISSING'
      | 'PROJECT_INVALID'
      | 'FUNCTION_INVALID'
      | 'NOT_FOUND'
      | 'BAD_REQUEST'
      | 'FORBIDDEN',
    message: string,
  ) {
    super(message);
    this.name = 'LocalCloudError';
  }
}
