import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../errors';
import { jsonAnswer } from './answer';
import { textIn, type Call } from './call';
import { dispatch } from './dispatch';
import { effectsOf, type Effects } from './effects';
import { takeOff } from './open-api';
import type { GatewayOptions, Work } from './work';

/** A failed call: the SDKs turn `code` into a number or an error with that code. */
export function failed(error: unknown): Work {
  const requestId = randomUUID();
  if (error instanceof GatewayError) {
    const { code, message } = error;
    return { answer: jsonAnswer({ code, message, requestId }), code };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { answer: jsonAnswer({ code: 'SYS_ERR', message, requestId }), code: 'SYS_ERR' };
}

/** Refuses calls to another account and calls of invocations that have ended. */
function admit({ fields, invocationId, invocation }: Call, { account }: GatewayOptions): void {
  const env = textIn(fields, 'envName') ?? '';
  if (env !== '' && env !== account.env) {
    const hint = `The local cloud has only "${account.env}". Use cloud.DYNAMIC_CURRENT_ENV.`;
    throw new GatewayError('INVALID_ENV', `There is no environment "${env}". ${hint}`);
  }
  if (invocationId === '' || invocation) return;
  const hint = 'A function must await all its work before it returns.';
  const message = `The invocation ${invocationId} has ended. ${hint}`;
  throw new GatewayError('INVALID_REQUEST_SOURCE', message);
}

const faultsFor = ({ faults }: GatewayOptions, call: Call): Effects => {
  const { action, apiName, invocation } = call;
  return effectsOf(
    faults.hit({
      action,
      ...(apiName === undefined ? {} : { apiName }),
      ...(invocation ? { function: invocation.function } : {}),
    }),
  );
};

function latencyOf({ settings }: GatewayOptions, action: string): number {
  const { databaseMs, wechatMs } = settings().latency;
  if (action.startsWith('database.')) return databaseMs;
  return action === 'wx.openApi' || action === 'wx.wxPayApi' ? wechatMs : 0;
}

/** What became of a call: its work, or no answer because of a fault. */
export type Performance = Work | 'killed' | 'dropped';

/**
 * Works on a call after its latency, and lets the faults strike before and after.
 * @throws GatewayError if the call is not admitted
 */
export async function perform(options: GatewayOptions, call: Call): Promise<Performance> {
  admit(call, options);
  const effects = faultsFor(options, call);
  const kill = (): 'killed' => {
    options.functions.kill(call.invocationId);
    return 'killed';
  };
  if (effects.freeze) options.functions.freeze(call.invocationId, options.faults.thawed());
  await options.functions.moves(call.invocationId);
  const waitMs = effects.delayMs + latencyOf(options, call.action);
  const flight = waitMs > 0 ? await takeOff(options, call) : undefined;
  if (waitMs > 0) await sleep(waitMs);
  flight?.land();
  if (effects.killBefore) return kill();
  const wanted = { ...effects, errCode: effects.errCode ?? flight?.errcode };
  const work = await dispatch(options, call, wanted).catch(failed);
  if (effects.killAfter) return kill();
  return effects.dropAnswer ? 'dropped' : work;
}
