import { attemptId, resultId } from '../cloudfunctions/core/messages/attempts';
import { verdictOf } from '../cloudfunctions/core/wechat/errors';
import type { Attempt, Message } from '../cloudfunctions/core/words';

/** WeChat's code for a token that has no uses left. */
const SPENT = 41029;

/** Starts of a message's attempts, each with the result that was stored for it. */
const sendsOf = (attempts: readonly Attempt[], { _id }: Message) =>
  attempts
    .filter(({ messageId, result }) => messageId === _id && result === 'started')
    .map((start) => ({ start, result: attempts.find((one) => one._id === resultId(start._id)) }));

/**
 * What a message's attempts say, whatever it says about itself.
 * @returns how many of them may have delivered a card: nobody has stored a refusal, nor that it never left
 */
export const mayHaveArrived = (attempts: readonly Attempt[], message: Message): number =>
  sendsOf(attempts, message).filter(({ result }) => {
    if (!result || result.result === 'lost') return true;
    if (result.result === 'void') return false;
    return result.errCode === 0 || verdictOf(result.errCode) === 'in-doubt';
  }).length;

/**
 * Assumption 3: an answered failure has spent the token, that answer is lost, and the next one says so.
 * @returns whether a message may be `sent` because of that, although it has no card
 */
export function wasAskedInVain(attempts: readonly Attempt[], message: Message): boolean {
  const last = attempts.find(
    ({ _id }) => _id === resultId(attemptId(message._id, message.attempts)),
  );
  const isSpent = last?.result === 'answered' && last.errCode === SPENT;
  return message.maybeSent && isSpent && sendsOf(attempts, message).length > 1;
}
