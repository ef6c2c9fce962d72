import type { Schedule } from '../clock/repeats';
import { LocalCloudError } from '../errors';
import type { FunctionInfo } from '../services';
import { CronError, parseCron } from './cron';

/** The timer of a function. */
export interface Trigger {
  function: string;
  name: string;
  schedule: Schedule;
}

/** WeChat's rule for the name of a trigger. */
const NAME = /^[A-Za-z][\w-]{0,59}$/;

const invalid = (functionName: string, why: string): LocalCloudError =>
  new LocalCloudError(
    'FUNCTION_INVALID',
    `Function "${functionName}": ${why}. Mend "triggers" in ${functionName}/config.json.`,
  );

/**
 * The timers of a project.
 * @throws LocalCloudError `FUNCTION_INVALID` that names the function and the field, for a bad cron
 *   expression, a bad name, or a second trigger (WeChat takes one per function)
 */
export function readTriggers(functions: FunctionInfo[]): Trigger[] {
  return functions.flatMap(({ name, triggers }) => {
    const [trigger, ...more] = triggers;
    if (!trigger) return [];
    if (more.length > 0) {
      throw invalid(name, `it has ${triggers.length} triggers, and WeChat takes one per function`);
    }
    return [
      { function: name, name: checkName(name, trigger.name), schedule: schedule(name, trigger) },
    ];
  });
}

function checkName(functionName: string, name: string): string {
  if (NAME.test(name)) return name;
  const rule = 'a letter first, then letters, digits, - and _, at most 60 in all';
  throw invalid(functionName, `the trigger name "${name}" is not allowed (${rule})`);
}

function schedule(functionName: string, trigger: { name: string; config: string }): Schedule {
  try {
    return parseCron(trigger.config);
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    throw invalid(
      functionName,
      `the cron expression of "${trigger.name}" is wrong: ${error.message}`,
    );
  }
}
