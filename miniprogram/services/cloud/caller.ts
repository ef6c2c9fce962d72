import type { Answer, Contract } from '../../../cloudfunctions/contract';
import { CallError, codeOfFailure, failureOf, isPassing } from './call-error';

/** What a caller needs from outside. */
export interface CallerPorts {
  /** `wx.cloud.callFunction`; gives the function's answer. */
  invoke: (name: string, data: object) => Promise<unknown>;
  wait: (ms: number) => Promise<void>;
  showLoading: (title: string) => void;
  hideLoading: () => void;
}

export interface CallOptions {
  /** Shows this text, and blocks taps, while the call runs. */
  loading?: string;
}

/** Calls a cloud function with the types of its contract. */
export type Call = <Name extends keyof Contract>(
  name: Name,
  data: Contract[Name]['request'],
  options?: CallOptions,
) => Promise<Contract[Name]['data']>;

/** Functions that may be called again with the same request: it changes nothing twice. */
const repeatable: ReadonlySet<keyof Contract> = new Set([
  'login',
  'listGoods',
  'listOrders',
  'messageSettings',
  'collectCredits',
  'createOrder',
  'payOrder',
  'cancelOrder',
  'confirmReceipt',
  'sendTemplatePaySuccess',
]);

/** Pauses before the second and the third try, in ms. */
const PAUSES = [300, 1200];

/**
 * @returns a typed `callFunction`: it gives the data of the answer, tries again where that is safe
 *   and useful, and throws a `CallError` otherwise
 */
export function createCaller(ports: CallerPorts): Call {
  let loading = 0; // WeChat has one loading box for all calls

  async function withLoading<T>(title: string, run: () => Promise<T>): Promise<T> {
    loading += 1;
    ports.showLoading(title);
    try {
      return await run();
    } finally {
      loading -= 1;
      if (loading === 0) ports.hideLoading();
    }
  }

  return (name, data, options = {}) => {
    const pauses = repeatable.has(name) ? PAUSES : [];
    const run = () => persist(() => callOnce(ports, name, data), pauses, ports.wait);
    return options.loading === undefined ? run() : withLoading(options.loading, run);
  };
}

async function callOnce<Name extends keyof Contract>(
  ports: CallerPorts,
  name: Name,
  data: Contract[Name]['request'],
): Promise<Contract[Name]['data']> {
  const answer = (await ports.invoke(name, data).catch((thrown: unknown) => {
    const failure = failureOf(thrown);
    throw new CallError(codeOfFailure(failure), `${name}: ${failure.errMsg ?? 'failed'}`);
  })) as Answer<Contract[Name]['data']> | undefined;
  if (answer?.ok === true) return answer.data;
  if (answer?.ok === false) throw new CallError(answer.error.code, answer.error.message);
  throw new CallError('INTERNAL', `${name} answered something else than its contract says.`);
}

async function persist<T>(
  run: () => Promise<T>,
  pauses: readonly number[],
  wait: CallerPorts['wait'],
): Promise<T> {
  const [pause, ...rest] = pauses;
  if (pause === undefined) return run();
  try {
    return await run();
  } catch (error) {
    if (!isPassing(error)) throw error;
  }
  await wait(pause);
  return persist(run, rest, wait);
}
