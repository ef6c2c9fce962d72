import { DAY, SECOND } from '../words';
import type { Ports } from '../ports';
import { environments } from '../scenes/environments';
import type { Sdk } from './sdk';

/** WeChat takes delays from six seconds to thirty days (WeChat docs, addDelayedFunctionTask). */
const SHORTEST = 6 * SECOND;
const LONGEST = 30 * DAY;

/** @returns `callAt` on the cloud's delayed tasks, where the environment uses them */
export function cloudCallAt(sdk: Sdk, { env, log }: Pick<Ports, 'env' | 'log'>): Ports['callAt'] {
  return async (at) => {
    const delay = Math.max(at - Date.now(), SHORTEST);
    if (!environments[env]?.delayedTasks || delay > LONGEST) return;
    try {
      await sdk.openapi({ convertCase: false }).cloudbase.addDelayedFunctionTask({
        env,
        function_name: 'dispatchMessages',
        data: '{}',
        delay_time: Math.ceil(delay / SECOND),
      });
    } catch (error) {
      log('delayedTask.refused', { error: String(error) });
    }
  };
}
