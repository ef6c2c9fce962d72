import { NONE } from '../cloudfunctions/core/words';
import type { Attempt, Credit, Message } from '../cloudfunctions/core/words';
import { provesUnsent, verdictOf } from '../cloudfunctions/core/wechat/errors';
import type { BookedToken } from '../emulator/services';
import type { Hub } from './hub-client';

/** One token in WeChat's books and in ours. */
export interface Audited {
  kind: BookedToken['kind'];
  token: string;
  openid: string;
  /** Sends that WeChat has counted. */
  used: number;
  /** Sends that we know to be counted. */
  settled: number;
  /** Sends of which nobody knows whether they were counted. */
  inDoubt: number;
  /** Credits of ours that can still be spent. */
  open: number;
  /** `settled ≤ used ≤ settled + inDoubt` */
  agrees: boolean;
}

/**
 * Lays WeChat's books beside ours, token by token. A send that WeChat answered with an error counts
 * as in doubt, because nobody knows whether it spends a use; a refusal of the token does not.
 */
export async function auditBooks(hub: Hub): Promise<Audited[]> {
  const tokens = await hub.tokens();
  return audit(tokens, {
    credits: (await hub.find('credits')) as unknown as Credit[],
    attempts: (await hub.find('attempts')) as unknown as Attempt[],
    messages: (await hub.find('messages')) as unknown as Message[],
  });
}

/** Our side of the books. */
export interface Ledger {
  credits: readonly Credit[];
  attempts: readonly Attempt[];
  messages: readonly Message[];
}

/** The same for books that are at hand already. */
export function audit(
  tokens: readonly Pick<BookedToken, 'kind' | 'token' | 'openid' | 'used'>[],
  { credits, attempts, messages }: Ledger,
): Audited[] {
  const arrived = new Set(
    messages
      .filter((message) => message.state === 'sent')
      .map(({ _id, attempts: last }) => `${_id}#${last}`),
  );
  const mayCount = countable(attempts);
  return tokens.map(({ kind, token, openid, used }) => {
    const ours = credits.filter(
      (credit) => credit.kind === kind && credit.openid === openid && tokenOf(credit) === token,
    );
    const ids = new Set(ours.map((credit) => credit._id));
    const sent = mayCount.filter((attempt) => ids.has(attempt.creditId));
    const sends = sent.length;
    // a long-term permission is not used up, so its sends are counted by their messages
    const settled =
      kind === 'longTerm'
        ? sent.filter((attempt) => arrived.has(attempt._id)).length
        : ours.filter((credit) => credit.state === 'spent').length;
    const inDoubt = Math.max(0, sends - settled);
    const open = ours.filter((credit) => credit.state === 'open').length;
    const agrees = settled <= used && used <= settled + inDoubt;
    return { kind, token, openid, used, settled, inDoubt, open, agrees };
  });
}

const tokenOf = (credit: Credit): string =>
  credit.token === NONE ? credit.templateId : credit.token;

/** Attempts that WeChat may have counted: begun, and not answered in a way that rules it out. */
function countable(attempts: readonly Attempt[]): Attempt[] {
  const results = new Map(attempts.map((attempt) => [attempt._id, attempt]));
  return attempts.filter((attempt) => {
    if (attempt.result !== 'started') return false;
    const result = results.get(`${attempt._id}=`);
    if (result?.result === 'void') return false;
    if (result?.result !== 'answered') return true;
    const verdict = verdictOf(result.errCode);
    return (
      verdict !== 'credit-refused' && verdict !== 'credit-spent' && !provesUnsent(result.errCode)
    );
  });
}

/**
 * @returns messages that are in doubt at this moment: their attempt has begun, and nobody has written
 *   down what became of it
 */
export async function inDoubtNow(hub: Hub): Promise<string[]> {
  const sending = (await hub.find('messages', { state: 'sending' })) as unknown as Message[];
  const ids = sending.map(({ _id, attempts }) => `${_id}#${attempts}`);
  const begun = await hub.find('attempts', { _id: { $in: ids }, result: 'started' });
  return begun.map((attempt) => String(attempt.messageId));
}
