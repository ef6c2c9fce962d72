import * as v from 'valibot';
import type { Helpers } from '../messages/dispatch';
import { SHARDS } from '../messages/shards';
import type { Log } from '../ports';
import { sdk } from './sdk';

const wish = `Expected DISPATCHERS to be a whole number from 1 to ${SHARDS}`;
const Variables = v.object({
  DISPATCHERS: v.optional(v.pipe(v.string(), v.regex(/^([1-9]|1[0-6])$/, wish)), '1'),
});

/**
 * Other runs of the dispatcher, each in a function instance of its own. How many there may be says the
 * variable `DISPATCHERS`; 1, the timer's own run, if it is not set.
 * @throws Error if the variable is something else
 */
export function cloudHelpers(log: Log, variables: NodeJS.ProcessEnv = process.env): Helpers {
  const read = v.safeParse(Variables, variables);
  if (!read.success) throw new Error(`${wish}, got "${variables.DISPATCHERS}".`);
  return {
    runs: Number(read.output.DISPATCHERS),
    async start(shards) {
      try {
        await sdk().callFunction({ name: 'dispatchShard', data: { shards } });
      } catch (error) {
        log('shards.unanswered', { shards, error: String(error) });
      }
    },
  };
}
