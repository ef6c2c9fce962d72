import { NONE } from '../words';
import type { Credit, Message, MessageState } from '../words';
import type { Ports } from '../ports';
import { isStopped, type Stops } from '../channels/stops';
import { kindsFor, kindsOf } from '../credits/choose';
import { leaseCredits } from '../credits/lease';
import { PAGE, WAITING_LOOK } from '../limits';
import { flawOf } from '../scenes/letter';
import { quietUntil } from '../scenes/quiet';
import { sceneOf } from '../scenes/scenes';
import type { Trial } from './attempts';
import { release } from './claim';
import { finish } from './finish';
import { park } from './park';
import type { Settled } from './settle';

/** What can be tried now, and where the other messages are. */
export interface Prepared {
  trials: Trial[];
  done: Settled[];
}

/**
 * Finds a credit for each of these messages. One that cannot or should not go out now ends, waits, or
 * goes back to the queue.
 * @param messages `claimed` by `claim`, or inserted as `sending` with it
 * @param credits open credits that the caller has read already
 */
export async function prepare(
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  { stops, credits }: { stops: Stops; credits?: readonly Credit[] | undefined },
): Promise<Prepared> {
  const { ready, done } = await dropUnsendable(ports, messages, claim, stops);
  const bonded = ready.filter((message) => message.creditId !== NONE);
  const free = ready.filter((message) => message.creditId === NONE);
  const pairs = await leaseCredits(ports, free, claim, { stops, credits });
  const paired = new Set(pairs.map((pair) => pair.message._id));
  const poor = free.filter((message) => !paired.has(message._id));
  const parked = await park(ports, poor, claim, stops);
  const bound = await bondedTrials(ports, bonded, claim, stops);
  const leased = pairs.map((pair): Trial => ({ ...pair, n: numberOf(pair.message) }));
  return { trials: [...bound.trials, ...leased], done: [...done, ...parked, ...bound.done] };
}
/** A message that was inserted as `sending` already carries the number of its first attempt. */
const numberOf = (message: Message): number =>
  message.state === 'sending' ? message.attempts : message.attempts + 1;

/** Why a message cannot go out now: it ends, or comes back at `at`. */
interface Obstacle {
  state: MessageState;
  reason: string;
  detail?: string;
  at: number;
}

/** Ends what no longer makes sense or cannot be written, and puts off what would ring at night. */
async function dropUnsendable(
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  stops: Stops,
) {
  const ready: Message[] = [];
  const dropped = new Map<string, { obstacle: Obstacle; messages: Message[] }>();
  for (const message of messages) {
    const obstacle = obstacleTo(message, ports, stops);
    const key = JSON.stringify(obstacle);
    if (!obstacle) ready.push(message);
    else if (dropped.has(key)) dropped.get(key)?.messages.push(message);
    else dropped.set(key, { obstacle, messages: [message] });
  }
  const done: Settled[][] = [];
  for (const { obstacle, messages: same } of dropped.values()) {
    done.push(await drop(ports, same, claim, obstacle));
  }
  return { ready, done: done.flat() };
}

function obstacleTo(message: Message, { now, env }: Ports, stops: Stops): Obstacle | undefined {
  const scene = sceneOf(message.scene);
  const kinds = kindsOf(message.scene, env);
  const undelivered = message.maybeSent ? 'unknown' : 'failed';
  if (!scene || kinds.length === 0) return { state: undelivered, reason: 'misconfigured', at: 0 };
  if (message.notAfter <= now()) {
    return { state: message.maybeSent ? 'unknown' : 'expired', reason: 'too-late', at: 0 };
  }
  const open = kinds.filter((kind) => !isStopped(stops, kind, message.scene));
  if (open.length === 0) {
    return { state: 'waiting', reason: 'channel-off', at: now() + WAITING_LOOK };
  }
  const flaws = open.map((kind) => flawOf(message, kind, env));
  if (!flaws.includes(undefined)) {
    return { state: undelivered, reason: 'message-bad', detail: flaws[0] ?? NONE, at: 0 };
  }
  const at = quietUntil(scene, now());
  return at > now() ? { state: 'queued', reason: 'night', at } : undefined;
}

async function drop(
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  { state, reason, detail, at }: Obstacle,
): Promise<Settled[]> {
  if (state !== 'queued' && state !== 'waiting') {
    return finish(ports, messages, claim, { state, reason, detail });
  }
  await release(ports, messages, claim, { state, reason, nextAttemptAt: at });
  return messages.map((message) => ({ id: message._id, state, reason }));
}

/** Messages that must finish with the credit they have begun with. */
async function bondedTrials(
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  stops: Stops,
) {
  const trials: Trial[] = [];
  const done: Settled[] = [];
  if (messages.length === 0) return { trials, done };
  const ids = messages.map((message) => message.creditId);
  const credits = await ports.db.find('credits', { _id: { in: ids } }, { limit: PAGE });
  for (const message of messages) {
    const credit = credits.find((one) => one._id === message.creditId);
    if (!credit || !kindsOf(message.scene, ports.env).includes(credit.kind)) {
      const state = message.maybeSent ? 'unknown' : 'failed';
      done.push(...(await finish(ports, [message], claim, { state, reason: 'misconfigured' })));
    } else if (kindsFor(message, { env: ports.env, stops }).includes(credit.kind)) {
      trials.push({ message, credit, n: numberOf(message) });
    } else {
      done.push(await detour(ports, message, claim));
    }
  }
  return { trials, done };
}

/**
 * The way of a bound credit is closed. What was certainly not delivered takes another way; what
 * perhaps was waits, since only the same credit can tell.
 */
async function detour(ports: Ports, message: Message, claim: string): Promise<Settled> {
  const now = ports.now();
  const reason = 'channel-off';
  const { state, ...change } = message.maybeSent
    ? { state: 'waiting' as const, nextAttemptAt: now + WAITING_LOOK }
    : { state: 'queued' as const, nextAttemptAt: now, creditId: NONE, maybeSpent: false };
  await release(ports, [message], claim, { state, reason, ...change });
  return { id: message._id, state, reason };
}
