import type * as v from 'valibot';
import type { Answer } from '../../contract';
import { PaymentError, type Ports } from '../ports';
import { Refusal } from '../refusal';
import { openContext, type Caller, type FunctionContext, type Invocation } from './context';
import { shortened } from './mask';

/** Who may call a function. */
export type Callers = 'user' | 'staff' | 'timer' | 'function' | 'push' | 'payment';

/** What a function is made of, for whoever runs it without the cloud. */
export interface Parts {
  callers: Callers;
  /** What is believed of an event; absent if it is not read. */
  schema?: v.GenericSchema;
  /** Runs it for one invocation. @returns the answer; never throws */
  answer: (invocation: Invocation, event: unknown) => Promise<unknown>;
}

/** What a function's folder exports: the cloud calls it. */
export type Main = ((event: unknown, context: FunctionContext) => Promise<unknown>) & Parts;

/** @returns the function `name` for the cloud */
export const mainOf = (name: string, parts: Parts): Main =>
  Object.assign(
    (event: unknown, context: FunctionContext) => parts.answer(openContext(name, context), event),
    parts,
  );

/** Answers `{ok, data}` or `{ok, error}`; a timer that failed must return too, or it is repeated. */
export const answering =
  (run: (ports: Ports, caller: Caller, event: unknown) => Promise<unknown>) =>
  async ({ ports, caller }: Invocation, event: unknown): Promise<Answer<unknown>> => {
    try {
      return { ok: true, data: await run(ports, caller, event) };
    } catch (error) {
      return { ok: false, error: refused(ports, error) };
    }
  };

/** Logs why a request was refused. @returns what the caller may know of it */
export function refused({ log }: Ports, error: unknown): Pick<Refusal, 'code' | 'message'> {
  const { code, message } = refusalOf(error);
  log('function.refused', { code, error: String(error) });
  return { code, message: shortened(message) };
}

/** Errors of the cloud may be repeated; everything else that is not a refusal is a bug of ours. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof PaymentError) {
    return new Refusal('PAYMENT_FAILED', `WeChat Pay refused: ${error.message}`);
  }
  if (typeof error === 'object' && error !== null && ('errCode' in error || 'code' in error)) {
    return new Refusal('UNAVAILABLE', 'The cloud did not answer. Send the same request again.');
  }
  return new Refusal('INTERNAL', 'Something is wrong in the function. Its log has the details.');
}
