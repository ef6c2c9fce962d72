import { LocalCloudError } from '../errors';
import type { FunctionInfo } from '../services';
import type { Death, Outcome } from './task';

/** A failed invocation: the number that a client sees and the cause in plain words. */
export interface Failure {
  errCode: number;
  text: string;
}

/** The cloud's short descriptions; the other numbers come without one. */
const DESCRIPTIONS: Record<number, string> = {
  [-504002]: ' functions execute fail',
  [-604001]: ' cloudfunction result size exceed limit (1MB)',
};

const FRAME = /^cloud\.callFunction:fail Error: errCode: -\d+[^|]* \| errMsg: /;

/**
 * The `errMsg` with which `wx.cloud.callFunction` fails on a phone.
 * @example 'cloud.callFunction:fail Error: errCode: -504002 functions execute fail | errMsg: Error: no'
 */
export const clientMessage = ({ errCode, text }: Failure): string =>
  `cloud.callFunction:fail Error: errCode: ${errCode}${DESCRIPTIONS[errCode] ?? ''} | errMsg: ${text}`;

/** The cause alone, out of what `clientMessage` gave: a function that calls another sees only this. */
export const causeOf = (errMsg: string): string => errMsg.replace(FRAME, '');

/** The call came while the local cloud was stopping. */
export const STOPPED: Failure = { errCode: -504001, text: 'The local cloud is stopping.' };

/** There is no such function; `file` is the `index.js` that would make it one. */
export const missing = (name: string, file: string): Failure => ({
  errCode: -501000,
  text:
    `[FUNCTION_NOT_FOUND] FunctionName parameter could not be found: ${name}. ` +
    `There is no ${file}: check the name, or build the functions.`,
});

/** An error before the function ran: a mistake in the project in its own words, anything else loudly. */
export function refused(error: unknown): Failure {
  if (error instanceof LocalCloudError) return { errCode: -504002, text: error.message };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { errCode: -501001, text };
}

function causeOfDeath(death: Death, { name, memorySize }: FunctionInfo): string {
  if (death.killed) return `The process of "${name}" was killed while main was running.`;
  if (death.stderr.some((line) => line.includes('heap out of memory'))) {
    const advice = 'Keep less in memory, or raise "memorySize" in its config.json.';
    return `"${name}" ran out of memory; its limit is ${memorySize} MB. ${advice}`;
  }
  const how = death.signal ?? `exit code ${death.exitCode}`;
  return [`The process of "${name}" ended (${how}) before main returned.`, ...death.stderr].join(
    '\n',
  );
}

/**
 * The failure that an outcome stands for.
 * @param file path of the function's `index.js`, for the person who has to mend it
 */
export function failureOf(
  outcome: Exclude<Outcome, { kind: 'returned' }>,
  info: FunctionInfo,
  file: string,
): Failure {
  switch (outcome.kind) {
    case 'threw':
      return { errCode: -504002, text: outcome.text };
    case 'unloadable': {
      const advice = 'Mend that file, or build the functions again.';
      return { errCode: -504002, text: `Cannot load ${file}: ${outcome.text}\n${advice}` };
    }
    case 'tooBig': {
      const size = `"${info.name}" returned ${outcome.bytes} bytes of JSON; the limit is 1048576.`;
      return { errCode: -604001, text: `${size} Return the data in pages.` };
    }
    case 'timedOut':
      return { errCode: -504003, text: `Invoking task timed out after ${outcome.seconds} seconds` };
    default:
      return { errCode: -504002, text: causeOfDeath(outcome, info) };
  }
}
