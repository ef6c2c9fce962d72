import * as v from 'valibot';
import type { AccountDefinition, Functions, Scheduler } from '../services';
import { type Answer, answerOf } from './codes';
import { createNotifier, type Manner, type Notifier } from './notify';
import type { Random } from './random';
import type { Parameters } from './sending';

const SECOND = 1000;
/** From 6 seconds to 30 days (WeChat docs, `addDelayedFunctionTask`). */
const SHORTEST = 6;
const LONGEST = 30 * 86_400;

/** One call, for nobody. Its source is documented nowhere, nor that a failed one is repeated. */
const delayedTask: Manner = {
  label: 'delayed task',
  callerOf: () => ({ source: 'wx_unknown' }),
  isUnderstood: () => true,
  waitAfter: () => undefined,
};

/** Functions that are to run at a later time. */
export interface DelayedTasks extends Pick<Notifier, 'save' | 'restore'> {
  /** `cloudbase.addDelayedFunctionTask`, with the parameters of the wire. */
  add(parameters: Parameters): Answer;
}

const jsonObject = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()));

/**
 * Makes the delayed tasks of an account. The code for parameters that cannot be is not documented:
 * it is 40097 here, with the name of the parameter.
 */
export const createDelayedTasks = (
  scheduler: Scheduler,
  { env }: AccountDefinition,
  random: Random,
  invoke: Functions['invoke'],
): DelayedTasks => {
  const notifier = createNotifier(scheduler, invoke, delayedTask);
  const Task = v.object({
    env: v.literal(env),
    function_name: v.pipe(v.string(), v.nonEmpty()),
    data: v.optional(jsonObject, '{}'),
    delay_time: v.pipe(v.number(), v.integer(), v.minValue(SHORTEST), v.maxValue(LONGEST)),
  });
  return {
    add: (parameters) => {
      const { success, output, issues } = v.safeParse(Task, parameters);
      if (!success) return answerOf(40097, random, `invalid args ${v.getDotPath(issues[0]) ?? ''}`);
      notifier.plan(output.function_name, output.data, output.delay_time * SECOND);
      return answerOf(0, random);
    },
    save: () => notifier.save(),
    restore: (notices) => notifier.restore(notices),
  };
};
