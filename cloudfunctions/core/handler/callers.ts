import { Refusal } from '../refusal';
import type { Caller } from './context';

/** Who called is the cloud's word (SOURCE), a chain such as `wx_client,scf` from the first caller on. */

/** Whether a timer has called, and no delayed task. */
export const isTimer = ({ source }: Caller): boolean => source === 'wx_trigger';

/** Throws unless the cloud itself says that the caller is `source`, exactly. */
export function requireSource(name: string, caller: Caller, source: string): void {
  if (caller.source === source) return;
  throw new Refusal('FORBIDDEN', `${name} is called by the cloud only (${source}).`);
}

/**
 * Throws if somebody calls whom the cloud knows by name. Which SOURCE its pushes and delayed tasks have
 * is documented nowhere, so what is certainly neither is kept out.
 */
export function requireCloud(name: string, caller: Caller): void {
  if (!caller.source.split(',').some((source) => knownSources.has(source))) return;
  throw new Refusal('FORBIDDEN', `${name} is called by the cloud only, not by ${caller.source}.`);
}

const knownSources = new Set([
  'wx_client',
  'wx_devtools',
  'wx_http',
  'wx_trigger',
  'wx_paycallback',
]);

/** Throws unless a timer stands at the beginning of the chain, and a function at its end. */
export function requireFunction(name: string, { source, openid }: Caller): void {
  const [origin, ...chain] = source.split(',');
  const isOurs = chain.length > 0 && chain.every((link) => link === 'scf');
  if (openid === '' && isOurs && origin === 'wx_trigger') return;
  throw new Refusal('FORBIDDEN', `${name} is called by timers' functions only, not by ${source}.`);
}

/** Throws unless a user's mini-program has called, perhaps through another function. */
export function requireUser(caller: Caller): void {
  const [origin = ''] = caller.source.split(',');
  if (caller.openid && userSources.has(origin)) return;
  throw new Refusal('UNAUTHENTICATED', 'There is no user. Call it with wx.cloud.callFunction.');
}

const userSources = new Set(['wx_client', 'wx_devtools']);
