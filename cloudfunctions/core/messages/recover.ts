import { NONE } from '../words';
import type { Attempt, Credit, Message } from '../words';
import type { Outcome, Ports } from '../ports';
import { LEASE, PAGE, RECOVERED_AT_ONCE } from '../limits';
import { pageByPage, sideBySide } from '../page-by-page';
import { forbidAttempt, outcomeOf, resultOf } from './attempts';
import { finish } from './finish';
import { settle } from './settle';

/**
 * Brings back what dead runs have left behind. `claimed` has certainly not left; `sending` has left
 * if its attempt was recorded, and then the history decides.
 * @returns how many messages were brought back
 */
export async function recoverMessages(ports: Ports): Promise<number> {
  const now = ports.now();
  const dead = { leaseUntil: { lte: now } };
  const requeued = await ports.db.update(
    'messages',
    { state: 'claimed', ...dead },
    { state: 'queued', claim: NONE, nextAttemptAt: now },
  );
  const options = { orderBy: 'leaseUntil', limit: PAGE };
  const read = () => ports.db.find('messages', { state: 'sending', ...dead }, options);
  const recovered = await pageByPage(ports, PAGE, read, (sending) =>
    sideBySide(ports, sending, {
      width: RECOVERED_AT_ONCE,
      act: (message) => recoverSending(ports, message),
      onError({ _id }, error) {
        ports.log('message.notRecovered', { message: _id, error: String(error) });
        return false;
      },
    }),
  );
  return requeued + recovered;
}

/**
 * First the number is taken, then the message: as long as the dead run could still begin its
 * attempt, the message carries its claim, and its credit is not freed.
 */
async function recoverSending(ports: Ports, dead: Message): Promise<void> {
  const claim = ports.newId();
  const attempt = await forbidAttempt(ports, dead, claim);
  if (!attempt) {
    await requeue(ports, dead);
    return;
  }
  const taken = await ports.db.update(
    'messages',
    { _id: dead._id, state: 'sending', claim: dead.claim },
    { claim, leaseUntil: ports.now() + LEASE },
  );
  if (taken > 0) await conclude(ports, { ...dead, claim }, attempt);
}

const requeue = (ports: Ports, message: Message): Promise<number> =>
  ports.db.update(
    'messages',
    { _id: message._id, state: 'sending', claim: message.claim },
    { state: 'queued', claim: NONE, nextAttemptAt: ports.now() },
  );

/** Settles an attempt whose run died: with its recorded result, or as one that nobody answered. */
async function conclude(ports: Ports, message: Message, attempt: Attempt): Promise<void> {
  const credit = await creditOf(ports, message, attempt);
  if (!credit) {
    await finish(ports, [message], message.claim, { state: 'unknown', reason: 'no-answer' });
    return;
  }
  if (isOthers(credit, message, attempt)) {
    await requeue(ports, message); // it was freed because the send had not left
    return;
  }
  const n = message.attempts;
  const recorded = await resultOf(ports, message._id, n);
  const wasSettled = credit.state === 'spent' && credit.claim === attempt.claim;
  const outcome: Outcome = recorded
    ? outcomeOf(recorded)
    : wasSettled
      ? { type: 'answered', errCode: 0, msgid: NONE }
      : { type: 'lost', detail: 'the run died' };
  await settle(ports, [{ message, credit, n, at: attempt.at, outcome }], message.claim);
}

/**
 * The credit of an attempt. A read that lags shows it as it was before the lease, as if it belonged to
 * somebody else, and the message would be sent again; so that is not believed at the first look.
 */
async function creditOf(
  ports: Ports,
  message: Message,
  attempt: Attempt,
): Promise<Credit | undefined> {
  const read = () => ports.db.get('credits', attempt.creditId);
  const credit = await read();
  return credit && !isOthers(credit, message, attempt) ? credit : read();
}

/** Whether another run has the credit now. A long-term permission goes from hand to hand. */
const isOthers = (credit: Credit, message: Message, attempt: Attempt): boolean =>
  credit.kind !== 'longTerm' && credit.claim !== attempt.claim && credit._id !== message.creditId;
