import type { VirtualClock } from '../clock/clock';
import type { FunctionRuntime } from '../functions/functions';
import type { Gateway } from '../gateway/gateway';
import type { Story } from '../project/story';
import type { Phones } from '../phone/phones';
import type { AccountDefinition, Database, Faults, WeChat } from '../services';
import type { Era, Settings } from '../settings';
import type { Timers } from '../timers/timers';
import type { AccessTokens } from '../wechat-api/access-tokens';
import type { EventLog } from './event-log';
import type { State } from './state';

/** New values for some settings; what is absent or undefined stays. */
export type SettingsChange = { era?: Era | undefined } & {
  [Group in Exclude<keyof Settings, 'era'>]?: {
    [Name in keyof Settings[Group]]?: Settings[Group][Name] | undefined;
  };
};

/** The settings in force; the services look at them at every call. */
export interface SettingsStore {
  current(): Settings;
  /** Changes what is given and keeps the rest; another era also changes what phones give. */
  change(partial: SettingsChange): void;
  /** The defaults of the era that is played. */
  reset(): void;
}

/** Where the phones are. */
export interface PhoneAddress {
  port: number;
  /** Path of a user's phone; undefined if the project has no mini-program. */
  pathOf: (openid: string) => string | undefined;
}

/** Everything that the hub shows and drives. */
export interface Services {
  account: AccountDefinition;
  stories: Record<Era, Story>;
  clock: VirtualClock;
  timers: Timers;
  database: Database;
  wechat: WeChat;
  accessTokens: AccessTokens;
  phones: Phones;
  functions: FunctionRuntime;
  gateway: Gateway;
  faults: Faults;
  settings: SettingsStore;
  events: EventLog;
  state: State;
}
