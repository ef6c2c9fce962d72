import type { Message } from '../words';
import { idsOf } from '../ids';
import type { Ports } from '../ports';
import type { Stops } from '../channels/stops';
import { chooseCredits } from '../credits/choose';
import { openCreditsOf } from '../credits/lease';
import { WAITING_LOOK } from '../limits';
import { release } from './claim';
import type { Settled } from './settle';

/**
 * Lets messages wait for a credit. After setting `waiting` it looks once more: a credit that came
 * in between would otherwise have woken nobody.
 */
export async function park(
  ports: Ports,
  poor: readonly Message[],
  claim: string,
  stops: Stops,
): Promise<Settled[]> {
  if (poor.length === 0) return [];
  const nextAttemptAt = ports.now() + WAITING_LOOK;
  const rejected = poor.filter((message) => message.reason === 'user-rejected');
  const unlucky = poor.filter((message) => message.reason !== 'user-rejected');
  await wait(ports, rejected, claim, { nextAttemptAt, reason: 'user-rejected' });
  await wait(ports, unlucky, claim, { nextAttemptAt, reason: 'no-credit' });
  const credits = await openCreditsOf(
    ports,
    poor.map((message) => message.openid),
  );
  const ways = { env: ports.env, stops };
  const rich = chooseCredits(poor, credits, ways, ports.now()).map((pair) => pair.message);
  if (rich.length > 0) {
    const query = { _id: { in: idsOf(rich) }, state: 'waiting' };
    await ports.db.update('messages', query, { state: 'queued', nextAttemptAt: ports.now() });
  }
  return poor.map((message) => ({
    id: message._id,
    state: rich.includes(message) ? 'queued' : 'waiting',
    reason: rejected.includes(message) ? 'user-rejected' : 'no-credit',
  }));
}

async function wait(
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  change: { nextAttemptAt: number; reason: string },
): Promise<void> {
  if (messages.length > 0) await release(ports, messages, claim, { state: 'waiting', ...change });
}
