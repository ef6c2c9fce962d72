/** One HTTP exchange with WeChat. `core/cloud/https.ts` makes it with Node. */
export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  /** JSON. */
  body?: string;
  timeoutMs: number;
}

/**
 * Gives the answer, whatever its status.
 * @throws HttpFailure if there was none
 */
export type Http = (request: HttpRequest) => Promise<{ status: number; text: string }>;

/** There was no answer. */
export class HttpFailure extends Error {
  override name = 'HttpFailure';
  /**
   * @param connected false if no connection came about, so that the request certainly did not leave
   * @param message Node's code or words, never the address: it may hold a secret
   */
  constructor(
    readonly connected: boolean,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads an answer of WeChat.
 * @returns undefined if it is not WeChat's, for example the page of a proxy. A `msgid` becomes a
 *   text, because its 19 digits are more than a number can hold
 */
export function readAnswer(text: string): Record<string, unknown> | undefined {
  try {
    const exact = text.replace(/("msgid"\s*:\s*)(\d+)/, '$1"$2"');
    const value: unknown = JSON.parse(exact);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
