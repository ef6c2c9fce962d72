import * as v from 'valibot';
import type { Helpers } from '../messages/dispatch';
import { SHARDS } from '../messages/shards';
import type { Log } from '../ports';
import type { Sdk } from './sdk';

const wish = `Expected DISPATCHERS to be a whole number from 1 to ${SHARDS}`;
const Variables = v.object({
  DISPATCHERS: v.optional(v.pipe(v.string(), v.regex(/^([1-9]|1[0-6])$/, wish)), '1'),
});

/**
 * Other runs of the dispatcher, each in a function instance of its own. How many there may be says the
 * variable `DISPATCHERS`; 1, the timer's own run, if it is not set.
 * @throws Error if the variable is something else
 */
export function cloudHelpers(
  sdk: Pick<Sdk, 'callFunction'>,
  log: Log,
  variables: NodeJS.ProcessEnv = process.env,
): Helpers {
  const read = v.safeParse(Variables, variables);
  if (!read.success) throw new Error(`${wish}, got "${variables.DISPATCHERS}".`);
  return {
    runs: Number(read.output.DISPATCHERS),
    async start(shards) {
      try {
        const { result } = await sdk.callFunction({ name: 'dispatchShard', data: { shards } });
        if (v.is(Done, result)) return true;
        log('shards.refused', { shards, answer: JSON.stringify(result) });
        return false;
      } catch (error) {
        log('shards.unanswered', { shards, error: String(error) });
        return (error as { code?: string }).code === GAVE_UP;
      }
    },
  };
}

/** Any other answer is a refusal: `dispatchShard` may be missing its rights, or be another one. */
const Done = v.object({ ok: v.literal(true) });

/** The SDK has waited long enough for an answer. The function is not ended by that. */
const GAVE_UP = 'ESOCKETTIMEDOUT';
