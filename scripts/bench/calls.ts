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
