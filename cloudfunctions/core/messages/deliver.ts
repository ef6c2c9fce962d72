import { NONE } from '../words';
import type { Credit, Message } from '../words';
import type { Ports } from '../ports';
import { kindsFor } from '../credits/choose';
import { leaseCredits } from '../credits/lease';
import { PAGE } from '../limits';
import { canBeWritten } from '../scenes/letter';
import { quietUntil } from '../scenes/quiet';
import { sceneOf } from '../scenes/scenes';
import type { Trial } from './attempts';
import { release } from './claim';
import { finish } from './finish';
import { park } from './park';
import { sendInGroups } from './send';
import type { Settled } from './settle';

/**
 * Sends messages that this run has claimed: credits, then groups of at most `CONCURRENCY`, each
 * marked `sending`, recorded, sent and settled. Stops early rather than be killed in between.
 * @param messages `claimed` by `claim`, or inserted as `sending` with it
 * @param known open credits that the caller has read already
 * @returns where every message is now
 */
export async function deliver(
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  known?: readonly Credit[],
): Promise<Settled[]> {
  const { ready, done } = await dropUnsendable(ports, messages, claim);
  const bonded = ready.filter((message) => message.creditId !== NONE);
  const free = ready.filter((message) => message.creditId === NONE);
  const pairs = await leaseCredits(ports, free, claim, known);
  const paired = new Set(pairs.map((pair) => pair.message._id));
  const poor = free.filter((message) => !paired.has(message._id));
  const parked = await park(ports, poor, claim);
  const bound = await bondedTrials(ports, bonded);
  const trials = [
    ...bound.trials,
    ...pairs.map((pair): Trial => ({ ...pair, n: numberOf(pair.message) })),
  ];
  return [...done, ...parked, ...bound.done, ...(await sendInGroups(ports, trials, claim))];
}

/** A message that was inserted as `sending` already carries the number of its first attempt. */
const numberOf = (message: Message): number =>
  message.state === 'sending' ? message.attempts : message.attempts + 1;

/** Ends what no longer makes sense or has no template, and puts off what would ring at night. */
async function dropUnsendable(ports: Ports, messages: readonly Message[], claim: string) {
  const now = ports.now();
  const ready: Message[] = [];
  const done: Settled[] = [];
  for (const message of messages) {
    const scene = sceneOf(message.scene);
    const kinds = kindsFor(message.scene, ports.env);
    if (!scene || kinds.length === 0) {
      done.push(await finish(ports, message, 'failed', 'misconfigured'));
    } else if (!canBeWritten(message, kinds, ports.env)) {
      done.push(await finish(ports, message, 'failed', 'message-bad'));
    } else if (message.notAfter <= now) {
      const state = message.maybeSent ? 'unknown' : 'expired';
      done.push(await finish(ports, message, state, 'too-late'));
    } else if (quietUntil(scene, now) > now) {
      const nextAttemptAt = quietUntil(scene, now);
      await release(ports, [message], claim, { state: 'queued', nextAttemptAt, reason: 'night' });
      done.push({ id: message._id, state: 'queued', reason: 'night' });
    } else ready.push(message);
  }
  return { ready, done };
}

/** Messages that must finish with the credit they have begun with. */
async function bondedTrials(ports: Ports, messages: readonly Message[]) {
  const trials: Trial[] = [];
  const done: Settled[] = [];
  if (messages.length === 0) return { trials, done };
  const ids = messages.map((message) => message.creditId);
  const credits = await ports.db.find('credits', { _id: { in: ids } }, { limit: PAGE });
  for (const message of messages) {
    const credit = credits.find((one) => one._id === message.creditId);
    if (credit && kindsFor(message.scene, ports.env).includes(credit.kind)) {
      trials.push({ message, credit, n: numberOf(message) });
    } else {
      const state = message.maybeSent ? 'unknown' : 'failed';
      done.push(await finish(ports, message, state, 'misconfigured'));
    }
  }
  return { trials, done };
}
