import type { MessageState } from '../words';
import type { Ports } from '../ports';
import { readStops, type Stops } from '../channels/stops';
import { recoverCredits } from '../credits/recover';
import { GROUP_TIME } from '../limits';
import { claimDue } from './claim';
import { deliver } from './deliver';
import { recoverMessages } from './recover';
import type { Pauses } from './send';

/** What a run of the dispatcher has done. */
export interface Dispatched {
  recovered: number;
  /** Messages by the state that the run left them in; one that came up twice counts twice. */
  states: Partial<Record<MessageState, number>>;
}

/**
 * One run of the timer: brings back what dead runs left, then sends what is due until nothing is
 * left or the time is nearly over. Runs may repeat and overlap.
 */
export async function dispatch(ports: Ports): Promise<Dispatched> {
  const recovered = (await recoverMessages(ports)) + (await recoverCredits(ports));
  const states: Dispatched['states'] = {};
  const pauses: Pauses = new Map();
  let stops: Stops | undefined;
  for (const state of ['queued', 'waiting'] as const) {
    while (ports.remainingMs() > GROUP_TIME) {
      const claim = ports.newId();
      const messages = await claimDue(ports, claim, state);
      if (messages.length === 0) break;
      stops ??= await readStops(ports); // most runs have nothing to send
      for (const settled of await deliver(ports, messages, claim, { pauses, stops })) {
        states[settled.state] = (states[settled.state] ?? 0) + 1;
      }
    }
  }
  return { recovered, states };
}
