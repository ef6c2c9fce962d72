import { randomUUID } from 'node:crypto';
import { cloudDatabase } from '../cloud/database';
import { cloudCallAt } from '../cloud/delayed-task';
import { cloudPayments } from '../cloud/payments';
import { sdk } from '../cloud/sdk';
import { cloudSender } from '../cloud/sender';
import type { Ports } from '../ports';
import { shop } from '../shop';
import { createLog } from './log';

/** Who called, according to the cloud and never to the event. */
export interface Caller {
  /** Empty for timers and callbacks. */
  openid: string;
  source: string;
}

/** What a function works with when it is called once. */
export interface Invocation {
  ports: Ports;
  caller: Caller;
}

/** The second argument of a cloud function, as far as we read it. */
export interface FunctionContext {
  getRemainingTimeInMillis?: () => number;
  time_limit_in_ms?: number;
}

/** The limit of a function that nobody has configured (CloudBase docs): 3 seconds. */
const DEFAULT_LIMIT = 3000;

/** @returns the ports of one invocation, on wx-server-sdk, and who called */
export function openContext(name: string, context: FunctionContext): Invocation {
  const cloud = sdk();
  const { OPENID, SOURCE, ENV } = cloud.getWXContext();
  const env = String(ENV ?? '');
  const endsAt = Date.now() + (context.time_limit_in_ms ?? DEFAULT_LIMIT);
  const log = createLog({ function: name });
  const ports: Ports = {
    db: cloudDatabase(cloud.database()),
    sender: cloudSender(cloud),
    pay: cloudPayments(cloud, env, { subMchId: shop.subMchId, callbackFunction: 'payCallback' }),
    now: Date.now,
    random: Math.random,
    newId: randomUUID,
    callAt: cloudCallAt(cloud, { env, log }),
    log,
    remainingMs: () => context.getRemainingTimeInMillis?.() ?? endsAt - Date.now(),
    env,
  };
  // getWXContext turns an openid of digits into a number
  return { ports, caller: { openid: String(OPENID ?? ''), source: String(SOURCE ?? '') } };
}
