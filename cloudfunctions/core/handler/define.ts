import type * as v from 'valibot';
import type { Answer, Contract } from '../../contract';
import { PaymentError, type Ports } from '../ports';
import { Refusal } from '../refusal';
import { openContext, type Caller, type FunctionContext } from './context';
import { validate } from './validate';

export type Main = (event: unknown, context: FunctionContext) => Promise<unknown>;

/** One call of a function: the ports of the invocation and the user's openid. */
export type Call = Ports & { openid: string };

/**
 * Defines a function that pages call.
 * @param name as in `contract.ts`
 * @param schema of the request
 * @param run gives the data of the answer, or throws a `Refusal`
 */
export function defineFunction<Name extends keyof Contract>(
  name: Name,
  schema: v.GenericSchema<unknown, Contract[Name]['request']>,
  run: (call: Call, request: Contract[Name]['request']) => Promise<Contract[Name]['data']>,
): Main {
  return answering(name, async (ports, caller, event) => {
    requireUser(caller);
    return run({ ...ports, openid: caller.openid }, validate(schema, event));
  });
}

/** Defines a function that only members of the collection `staff` may call. */
export function defineStaffFunction<Name extends keyof Contract>(
  name: Name,
  schema: v.GenericSchema<unknown, Contract[Name]['request']>,
  run: (call: Call, request: Contract[Name]['request']) => Promise<Contract[Name]['data']>,
): Main {
  return defineFunction(name, schema, async (call, request) => {
    if (await call.db.get('staff', call.openid)) return run(call, request);
    const how = 'Add a document with your openid as _id to the collection staff.';
    throw new Refusal('FORBIDDEN', `${name} is for the staff of the shop. ${how}`);
  });
}

/**
 * Defines a timer. Its event is not read: any client could send the same.
 * @param delayed whether delayed tasks of the cloud call it, too
 */
export function defineTimer(
  name: string,
  run: (ports: Ports) => Promise<object>,
  { delayed = false } = {},
): Main {
  return answering(name, async (ports, caller) => {
    const isDelayed = delayed && caller.openid === '' && caller.source !== 'wx_trigger';
    if (isDelayed) requireCloud(name, caller);
    else requireSource(name, caller, 'wx_trigger');
    const done = await run(ports);
    ports.log('timer.done', { ...done });
    return done;
  });
}

/**
 * Defines a function that WeChat pushes events to. It answers `success` when the event is done with;
 * WeChat repeats everything else.
 */
export function definePush(
  name: string,
  run: (ports: Ports, event: unknown, openid: string) => Promise<void>,
): Main {
  const answer = answering(name, async (ports, caller, event) => {
    requireCloud(name, caller);
    await run(ports, event, caller.openid);
  });
  return async (event, context) => {
    const done = (await answer(event, context)) as Answer<unknown>;
    return done.ok ? 'success' : done;
  };
}

/**
 * Throws if somebody calls whom the cloud knows by name. Which SOURCE its pushes and delayed tasks have
 * is documented nowhere, so what is certainly neither is kept out.
 */
function requireCloud(name: string, caller: Caller): void {
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

/**
 * Defines a function that only another function calls, on behalf of the cloud and of no user.
 * @param schema of the request, which the other function has made
 */
export function defineInternal<Request>(
  name: string,
  schema: v.GenericSchema<unknown, Request>,
  run: (ports: Ports, request: Request) => Promise<object>,
): Main {
  return answering(name, async (ports, caller, event) => {
    requireFunction(name, caller);
    const done = await run(ports, validate(schema, event));
    ports.log('internal.done', { ...done });
    return done;
  });
}

/** Throws unless a timer or a delayed task stands at the beginning of the chain, and a function at its end. */
function requireFunction(name: string, { source, openid }: Caller): void {
  const [origin = '', ...chain] = source.split(',');
  const isOurs = chain.length > 0 && chain.every((link) => link === 'scf');
  const isTimer = origin === 'wx_trigger' || !knownSources.has(origin);
  if (openid === '' && isOurs && isTimer) return;
  throw new Refusal('FORBIDDEN', `${name} is called by timers' functions only, not by ${source}.`);
}

/** Answers `{ok, data}` or `{ok, error}`; a timer that failed must return too, or it is repeated. */
function answering(
  name: string,
  run: (ports: Ports, caller: Caller, event: unknown) => Promise<unknown>,
): Main {
  return async (event, context): Promise<Answer<unknown>> => {
    const { ports, caller } = openContext(name, context);
    try {
      return { ok: true, data: await run(ports, caller, event) };
    } catch (error) {
      const { code, message } = refusalOf(error);
      ports.log('function.refused', { code, error: String(error) });
      return { ok: false, error: { code, message } };
    }
  };
}

/** Throws unless the cloud itself says that the caller is `source`, exactly. */
export function requireSource(name: string, caller: Caller, source: string): void {
  if (caller.source === source) return;
  throw new Refusal('FORBIDDEN', `${name} is called by the cloud only (${source}).`);
}

const userSources = new Set(['wx_client', 'wx_devtools']);

function requireUser(caller: Caller): void {
  const [origin = ''] = caller.source.split(',');
  if (caller.openid && userSources.has(origin)) return;
  throw new Refusal('UNAUTHENTICATED', 'There is no user. Call it with wx.cloud.callFunction.');
}

/** Errors of the cloud may be repeated; everything else that is not a refusal is a bug of ours. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof PaymentError) {
    return new Refusal('PAYMENT_FAILED', `WeChat Pay refused: ${error.message}`);
  }
  if (typeof error === 'object' && error !== null && ('errCode' in error || 'code' in error)) {
    return new Refusal('UNAVAILABLE', 'The cloud did not answer. Send the same request again.');
  }
  return new Refusal('INTERNAL', 'Something is wrong in the function. Its log has the details.');
}
