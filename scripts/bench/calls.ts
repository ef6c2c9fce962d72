import type { LocalCloud } from '../../emulator/local-cloud';
import type { LocalEvent } from '../../emulator/services';

/** A call of a function to the cloud; `at` is when it was answered, `ms` how long it took. */
export type GatewayCall = LocalEvent & {
  ms: number;
  action: string;
  apiName?: string;
  function?: string;
};

/** The gateway calls of a function while `act` runs. */
export async function callsOf(
  cloud: LocalCloud,
  name: string,
  act: () => Promise<unknown>,
): Promise<GatewayCall[]> {
  const calls: GatewayCall[] = [];
  const stop = watchCalls(cloud, name, (call) => calls.push(call));
  try {
    await act();
  } finally {
    stop();
  }
  return calls;
}

/** Tells of every gateway call of a function. @returns a function that ends it */
export const watchCalls = (
  cloud: LocalCloud,
  name: string,
  tell: (call: GatewayCall) => void,
): (() => void) =>
  cloud.events.subscribe(({ event }) => {
    const call = event as GatewayCall;
    if (call.type === 'gateway.call' && call.function === name) tell(call);
  });

export const isSend = (call: GatewayCall): boolean => call.apiName?.endsWith('.send') ?? false;
export const isDatabase = (call: GatewayCall): boolean => call.action.startsWith('database.');

/**
 * Calls one after the other; those that were on their way together are one step.
 * @param slackMs a call that begins so long before the end of another has waited for it all the same:
 *   a busy computer tells of an end late
 */
export function stepsOf(calls: readonly GatewayCall[], slackMs: number): string[][] {
  const steps: string[][] = [];
  let until = -Infinity;
  for (const call of calls.toSorted((a, b) => a.at - a.ms - (b.at - b.ms))) {
    const name = call.apiName ?? call.action.replace('database.', '').replace('Document', '');
    const startedAt = call.at - call.ms;
    if (startedAt >= until - slackMs) steps.push([name]);
    else steps.at(-1)?.push(name);
    until = Math.max(until, call.at);
  }
  return steps;
}
