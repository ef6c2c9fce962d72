import type { Message } from '../words';
import { idsOf } from '../ids';
import type { Ports } from '../ports';
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
): Promise<Settled[]> {
  if (poor.length === 0) return [];
  const nextAttemptAt = ports.now() + WAITING_LOOK;
  await release(ports, poor, claim, { state: 'waiting', nextAttemptAt, reason: 'no-credit' });
  const credits = await openCreditsOf(
    ports,
    poor.map((message) => message.openid),
  );
  const rich = chooseCredits(poor, credits, ports.env, ports.now()).map((pair) => pair.message);
  if (rich.length > 0) {
    const query = { _id: { in: idsOf(rich) }, state: 'waiting' };
    await ports.db.update('messages', query, { state: 'queued', nextAttemptAt: ports.now() });
  }
  return poor.map((message) => ({
    id: message._id,
    state: rich.includes(message) ? 'queued' : 'waiting',
    reason: 'no-credit',
  }));
}
