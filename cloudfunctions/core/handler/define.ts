import type * as v from 'valibot';
import type { Contract } from '../../contract';
import type { Ports } from '../ports';
import { Refusal } from '../refusal';
import { isTimer, requireCloud, requireFunction, requireSource, requireUser } from './callers';
import type { Caller } from './context';
import { answering, type Callers, type Main, mainOf } from './main';
import { validate } from './validate';

/** One call of a function: the ports of the invocation and the user's openid. */
export type Call = Ports & { openid: string };

type RequestOf<Name extends keyof Contract> = Contract[Name]['request'];
type SchemaOf<Name extends keyof Contract> = v.GenericSchema<unknown, RequestOf<Name>>;
type Run<Name extends keyof Contract> = (
  call: Call,
  request: RequestOf<Name>,
) => Promise<Contract[Name]['data']>;

/**
 * Defines a function that pages call.
 * @param name as in `contract.ts`
 * @param schema of the request
 * @param run gives the data of the answer, or throws a `Refusal`
 */
export const defineFunction = <Name extends keyof Contract>(
  name: Name,
  schema: SchemaOf<Name>,
  run: Run<Name>,
): Main => definePage('user', name, schema, run);

/** Defines a function that only members of the collection `staff` may call. */
export const defineStaffFunction = <Name extends keyof Contract>(
  name: Name,
  schema: SchemaOf<Name>,
  run: Run<Name>,
): Main =>
  definePage('staff', name, schema, async (call, request) => {
    if (await call.db.get('staff', call.openid)) return run(call, request);
    const how = 'Add a document with your openid as _id to the collection staff.';
    throw new Refusal('FORBIDDEN', `${name} is for the staff of the shop. ${how}`);
  });

const definePage = <Name extends keyof Contract>(
  callers: Callers,
  name: Name,
  schema: SchemaOf<Name>,
  run: Run<Name>,
): Main =>
  mainOf(name, {
    callers,
    schema,
    answer: answering(async (ports, caller, event) => {
      requireUser(caller);
      return run({ ...ports, openid: caller.openid }, validate(schema, event));
    }),
  });

/**
 * Defines a timer. Its event is not read: any client could send the same.
 * @param delayed whether delayed tasks of the cloud call it, too
 */
export const defineTimer = (
  name: string,
  run: (ports: Ports, caller: Caller) => Promise<object>,
  { delayed = false } = {},
): Main =>
  mainOf(name, {
    callers: 'timer',
    answer: answering(async (ports, caller) => {
      const isDelayed = delayed && caller.openid === '' && !isTimer(caller);
      if (isDelayed) requireCloud(name, caller);
      else requireSource(name, caller, 'wx_trigger');
      const done = await run(ports, caller);
      ports.log('timer.done', { ...done });
      return done;
    }),
  });

/**
 * Defines a function that WeChat pushes events to. It answers `success` when the event is done with;
 * WeChat repeats everything else.
 * @param schema of what `run` believes of an event
 */
export function definePush(
  name: string,
  schema: v.GenericSchema,
  run: (ports: Ports, event: unknown, openid: string) => Promise<void>,
): Main {
  const answer = answering(async (ports, caller, event) => {
    requireCloud(name, caller);
    await run(ports, event, caller.openid);
  });
  return mainOf(name, {
    callers: 'push',
    schema,
    async answer(invocation, event) {
      const done = await answer(invocation, event);
      return done.ok ? 'success' : done;
    },
  });
}

/**
 * Defines a function that only another function calls, on behalf of the cloud and of no user.
 * @param schema of the request, which the other function has made
 */
export const defineInternal = <Request>(
  name: string,
  schema: v.GenericSchema<unknown, Request>,
  run: (ports: Ports, request: Request) => Promise<object>,
): Main =>
  mainOf(name, {
    callers: 'function',
    schema,
    answer: answering(async (ports, caller, event) => {
      requireFunction(name, caller);
      const done = await run(ports, validate(schema, event));
      ports.log('internal.done', { ...done });
      return done;
    }),
  });
