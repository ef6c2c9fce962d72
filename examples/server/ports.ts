import tcb from '@cloudbase/node-sdk';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeHttp } from '../../cloudfunctions/core/cloud/https';
import { nodeDatabase } from '../../cloudfunctions/core/cloud/node-database';
import { CALL_TIMEOUT } from '../../cloudfunctions/core/limits';
import type { Log, Payments, Ports } from '../../cloudfunctions/core/ports';
import { openAccessTokens } from '../../cloudfunctions/core/wechat/access-token';
import { httpsSender } from '../../cloudfunctions/core/wechat/https-sender';
import { SECOND } from '../../cloudfunctions/core/words';
import type { Settings } from './settings';

/** Like the longest function, so that leases outlive whatever a request has begun. */
const REQUEST_TIME = 60 * SECOND;

/** What differs in tests. */
export interface Surroundings {
  log: Log;
  now?: () => number;
}

/**
 * The core on a server: the database through node-sdk, messages over HTTPS, one access token for
 * all requests of this process.
 * @returns a function that gives the ports of one request
 */
export function openPorts(settings: Settings, { log, now = Date.now }: Surroundings): () => Ports {
  const { env, secretId, secretKey, account } = settings;
  const app = tcb.init({ env, secretId, secretKey, timeout: CALL_TIMEOUT });
  const shared = { db: nodeDatabase(app.database()), now, newId: randomUUID, log };
  const waiting = async (ms: number): Promise<void> => {
    await sleep(ms);
  };
  const tokens = openAccessTokens({ ...shared, http: nodeHttp, sleep: waiting }, account);
  const sender = httpsSender({ http: nodeHttp, tokens, api: account.api });
  return () => {
    const endsAt = performance.now() + REQUEST_TIME;
    return {
      ...shared,
      sender,
      pay: paidInFunctions,
      callAt: async () => undefined, // the dispatcher's timer comes anyway
      random: Math.random,
      remainingMs: () => endsAt - performance.now(),
      env,
    };
  };
}

/** `cloudPay` is there in cloud functions only: a server marks what a function has to do. */
const notHere = async (): Promise<never> => {
  throw new Error('Payments are made in cloud functions. Mark the order, and let the timer do it.');
};

const paidInFunctions: Payments = {
  unifiedOrder: notHere,
  queryOrder: notHere,
  closeOrder: notHere,
  refundedFee: notHere,
  refund: notHere,
};
