import { NONE } from '../words';
import type { Attempt, Message } from '../words';
import type { Outcome, Ports } from '../ports';
import type { Pair } from '../credits/choose';
import { PAGE } from '../limits';
import { lookTwice } from '../look-twice';

/** A pair that is about to be tried. */
export interface Trial extends Pair {
  /** Number of this attempt of the message, 1 for the first. */
  n: number;
}

/** A trial that has been made. */
export interface Result extends Trial {
  /** When it left. */
  at: number;
  outcome: Outcome;
}

export const attemptId = (messageId: string, n: number): string => `${messageId}#${n}`;
/** @returns the id of the result of the attempt that has this id */
export const resultId = (attempt: string): string => `${attempt}=`;

/**
 * Records that these attempts start now, in one insert, immediately before they leave. The insert
 * decides between sender and recovery: whoever stores the number first has it.
 * @returns the trials that are ours to make
 */
export async function startAttempts(
  ports: Ports,
  trials: readonly Trial[],
  claim: string,
): Promise<Trial[]> {
  const at = ports.now();
  const starts = trials.map(({ message, credit, n }): Attempt => ({
    _id: attemptId(message._id, n),
    messageId: message._id,
    creditId: credit._id,
    claim,
    at,
    result: 'started',
    errCode: 0,
    msgid: NONE,
  }));
  const insert = () => ports.db.insert('attempts', starts);
  // its answer may be lost; asked again, what carries our claim was stored by us
  const known = new Set(await insert().catch(insert));
  if (known.size === 0) return [...trials];
  const query = { _id: { in: [...known] } };
  const stored = await lookTwice(
    () => ports.db.find('attempts', query, { limit: PAGE }),
    known.size,
  );
  const mine = new Set(stored.filter((start) => start.claim === claim).map((start) => start._id));
  return trials.filter(({ message, n }) => {
    const id = attemptId(message._id, n);
    return !known.has(id) || mine.has(id);
  });
}

/** Stores the outcomes that say more than "sent", in one insert. */
export async function recordResults(
  ports: Ports,
  results: readonly Result[],
  claim: string,
): Promise<void> {
  const at = ports.now();
  const telling = results.filter(({ outcome }) => !isPlainSuccess(outcome));
  if (telling.length === 0) return;
  await ports.db.insert(
    'attempts',
    telling.map(({ message, credit, n, outcome }): Attempt => ({
      _id: resultId(attemptId(message._id, n)),
      messageId: message._id,
      creditId: credit._id,
      claim,
      at,
      result: outcome.type === 'unsent' ? 'void' : outcome.type,
      errCode: outcome.type === 'lost' ? 0 : outcome.errCode,
      msgid: outcome.type === 'answered' ? outcome.msgid : NONE,
    })),
  );
}

const isPlainSuccess = (outcome: Outcome): boolean =>
  outcome.type === 'answered' && outcome.errCode === 0 && outcome.msgid === NONE;

/**
 * Makes sure that an attempt which has not started never will, by taking its number.
 * @returns undefined if it had not started; else the attempt, which may have left
 */
export async function forbidAttempt(
  ports: Ports,
  message: Message,
  claim: string,
): Promise<Attempt | undefined> {
  const id = attemptId(message._id, message.attempts);
  const known = await ports.db.insert('attempts', [
    {
      _id: id,
      messageId: message._id,
      creditId: NONE,
      claim,
      at: ports.now(),
      result: 'void',
      errCode: 0,
      msgid: NONE,
    },
  ]);
  if (known.length === 0) return undefined;
  const attempt = await ports.db.get('attempts', id);
  if (!attempt) throw new Error(`Attempt ${id} exists but cannot be read yet.`);
  return attempt.result === 'void' ? undefined : attempt;
}

/** Everything that a message has tried, for people. */
export const attemptsOf = (ports: Ports, messageId: string): Promise<Attempt[]> =>
  ports.db.find('attempts', { messageId }, { limit: PAGE });

/**
 * The recorded result of attempt `n`, if there is one. A read that lags would turn an answer into a
 * doubt, so nothing is believed to be absent at the first look.
 */
export const resultOf = async (
  ports: Ports,
  messageId: string,
  n: number,
): Promise<Attempt | undefined> => {
  const read = () => ports.db.get('attempts', resultId(attemptId(messageId, n)));
  return (await read()) ?? read();
};

/** A recorded result as the outcome that it was. */
export function outcomeOf(result: Attempt): Outcome {
  if (result.result === 'answered') {
    return { type: 'answered', errCode: result.errCode, msgid: result.msgid };
  }
  if (result.result === 'void') return { type: 'unsent', errCode: result.errCode, detail: '' };
  return { type: 'lost', detail: '' };
}
