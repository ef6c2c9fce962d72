/**
 * What every known code of WeChat and of the cloud means for us. Sources: WeChat docs
 * `templateMessage.send`, `subscribeMessage.send`, global return codes; wx-server-sdk error table.
 */

export type Verdict =
  | 'sent'
  | 'credit-spent'
  | 'credit-refused'
  | 'message-bad'
  | 'user-bad'
  | 'template-bad'
  | 'channel-stopped'
  | 'channel-gone'
  | 'wait'
  | 'token-stale'
  | 'misconfigured'
  | 'transient'
  | 'in-doubt';

/** Our own code for a connection that was refused: the send never left. */
export const NOT_CONNECTED = -2;

const verdicts = {
  0: 'sent',
  [-1]: 'in-doubt', // "system busy": forum reports disagree whether such a message arrives
  [NOT_CONNECTED]: 'transient',
  40001: 'token-stale',
  40003: 'user-bad',
  40013: 'misconfigured',
  40014: 'token-stale',
  40037: 'template-bad',
  40164: 'misconfigured',
  40165: 'message-bad',
  41001: 'misconfigured',
  41028: 'credit-refused',
  41029: 'credit-spent',
  41030: 'message-bad',
  41031: 'credit-refused',
  41032: 'channel-stopped',
  41034: 'channel-stopped',
  41035: 'channel-stopped',
  42001: 'token-stale',
  43002: 'misconfigured',
  43004: 'user-bad',
  43101: 'credit-refused',
  43107: 'channel-stopped',
  43108: 'transient', // two sends to one user at the same time
  44002: 'misconfigured',
  45009: 'wait',
  45011: 'wait',
  45103: 'channel-gone',
  45109: 'channel-gone',
  45168: 'message-bad',
  46101: 'channel-gone',
  47001: 'message-bad',
  47002: 'message-bad',
  47003: 'message-bad',
  48001: 'channel-stopped',
  48004: 'channel-stopped',
  [-604100]: 'misconfigured',
  [-604101]: 'misconfigured', // also for ten minutes after a permission was added
  [-604102]: 'in-doubt',
  [-604103]: 'in-doubt',
  [-604104]: 'misconfigured',
  [-501001]: 'in-doubt', // the SDK reports a lost answer and its own timeout with this code
  [-501002]: 'in-doubt',
  [-501003]: 'wait',
  [-501004]: 'wait',
  [-501005]: 'misconfigured',
  [-501006]: 'misconfigured',
  [-501007]: 'misconfigured',
  [-504003]: 'in-doubt',
} as const satisfies Record<number, Verdict>;

/** The codes of the table. `core/desk/error-words.ts` has sentences for each. */
export type KnownCode = keyof typeof verdicts;

const table: Readonly<Record<number, Verdict>> = verdicts;

/** Codes of the cloud in front of WeChat: the send never reached WeChat, so nothing can be spent. */
const unsentCodes = new Set([
  NOT_CONNECTED,
  -604100,
  -604101,
  -604104,
  -501003,
  -501004,
  -501005,
  -501006,
  -501007,
]);

/**
 * @param code `errcode` of WeChat or `errCode` of the SDK; 0 is success
 * @returns what it means. An unknown WeChat code (positive) was answered, so it is tried again
 *   within bounds; an unknown cloud code (negative) says nothing about delivery.
 */
export function verdictOf(code: number): Verdict {
  return table[code] ?? (code > 0 ? 'transient' : 'in-doubt');
}

/** Whether this code proves that the send did not leave the cloud. */
export const provesUnsent = (code: number): boolean => unsentCodes.has(code);

/** Whether this code comes from the SDK or the gateway and says nothing about delivery. */
export const provesNothing = (code: number): boolean => code < -1 && verdictOf(code) === 'in-doubt';

/** Every known code, for the documentation and the tests. */
export const knownCodes = (): [code: number, verdict: Verdict][] =>
  Object.entries(table).map(([code, verdict]) => [Number(code), verdict]);
