import type { Credit, Message } from '../words';
import type { Ports } from '../ports';
import { readStops, type Stops } from '../channels/stops';
import { startPace } from './pace';
import { prepare } from './prepare';
import { sendInGroups } from './send';
import type { Settled } from './settle';

/** What the caller has read already. */
export interface Known {
  /** Open credits of the messages' users. */
  credits?: readonly Credit[];
  /** What is switched off. */
  stops?: Stops;
}

/**
 * Sends messages that this run has claimed: credits, then groups of at most `CONCURRENCY`, each
 * marked `sending`, recorded, sent and settled. Stops early rather than be killed in between.
 * @param messages `claimed` by `claim`, or inserted as `sending` with it
 * @returns where every message is now
 */
export async function deliver(
  ports: Ports,
  messages: readonly Message[],
  claim: string,
  known: Known = {},
): Promise<Settled[]> {
  const stops = known.stops ?? (await readStops(ports));
  const { trials, done } = await prepare(ports, messages, claim, { ...known, stops });
  const course = { stops, pauses: new Map(), pace: startPace() };
  return [...done, ...(await sendInGroups(ports, trials, claim, course))];
}
