import type { AccountDefinition, Database, Emit, Faults, WeChat } from '../services';
import type { FunctionRuntime } from '../functions/functions';
import type { Settings } from '../settings';
import type { Answer } from './answer';

/** What the gateway passes calls on to. */
export interface GatewayOptions {
  database: Pick<Database, 'handle' | 'handleFor'>;
  wechat: Pick<WeChat, 'openApi' | 'takeOff' | 'pay'>;
  functions: Pick<FunctionRuntime, 'invoke' | 'running' | 'kill' | 'freeze' | 'moves'>;
  faults: Pick<Faults, 'hit' | 'thawed'>;
  /** Asked at every call, so that the latency can be changed while the local cloud runs. */
  settings: () => Settings;
  account: Pick<AccountDefinition, 'env'>;
  emit: Emit;
}

/** The outcome of a call: what the SDK gets, and the code for the event stream if it failed. */
export interface Work {
  answer: Answer;
  /** Absent on success: a code of the gateway or a number of WeChat. */
  code?: string | number;
}
