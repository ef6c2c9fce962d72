import type { BackOfficeRequest, CreditKind } from '../../cloudfunctions/contract';
import type { SceneName } from '../../cloudfunctions/core/scenes/scenes';
import type { SettingsChange } from '../../emulator/hub/services';
import type { Fault, PaymentOutcome } from '../../emulator/services';
import type { Era } from '../../emulator/settings';
import { anyAction, type Blow, type FunctionName, type Place } from './targets';

/** What happens. Users and orders are numbers; order `n` belongs to user `n` modulo the users. */
export type Deed =
  | { do: 'login'; user: number }
  | { do: 'tap'; user: number; count: number }
  | { do: 'accept'; user: number; sheet: string[]; always: boolean; tells: boolean }
  | { do: 'reject'; user: number; template: string }
  | { do: 'order'; order: number }
  | { do: 'pay'; order: number; outcome: PaymentOutcome }
  | { do: 'callback'; order: number }
  | { do: 'notice'; order: number; withForm: boolean }
  | { do: 'cancel'; order: number }
  | { do: 'confirm'; order: number }
  | { do: 'ship'; order: number }
  | { do: 'refund'; order: number }
  /** The shop queues messages of its own, the first one with the number `first`. */
  | { do: 'batch'; scene: BatchScene; first: number; count: number }
  /** Staff act on one of the messages that they can act on. */
  | { do: 'redrive' | 'giveUp'; message: number }
  | {
      do: 'switch';
      action: Extract<BackOfficeRequest['action'], `switch${string}`>;
      kind: CreditKind;
    }
  | { do: 'timer'; name: FunctionName }
  /** Another run of the dispatcher for some shards, as the timer's own starts it. */
  | { do: 'shards'; shards: number[] }
  | { do: 'wait'; minutes: number; ticks: 'all' | 'last' }
  | { do: 'settings'; change: SettingsChange }
  /** What is frozen goes on. */
  | { do: 'thaw' };

/** Scenes that belong to no order, whose cards carry the key of the message. */
export type BatchScene = Extract<
  SceneName,
  'groupBuySuccess' | 'courseReminder' | 'registrationSuccess' | 'auditResult' | 'rechargeSuccess'
>;

export interface Step {
  deed: Deed;
  blow?: Blow;
}

/** What happens at the same time, and what the next calls meet meanwhile. */
export interface Moment {
  steps: Step[];
  weather?: Pick<Fault, 'match' | 'effect' | 'times'>;
}

/** Everything that a round is made of. */
export interface History {
  era: Era;
  settings: SettingsChange;
  users: number;
  moments: Moment[];
}

/** A history in lines that a person can read. */
export function linesOf({ era, settings, users, moments }: History): string[] {
  return [
    `${era} era, ${users} users, ${JSON.stringify(settings)}`,
    ...moments.flatMap(({ steps, weather }) => [
      ...(weather ? [`  while ${JSON.stringify(weather)}`] : []),
      ...steps.map((step, i) => `  ${i > 0 ? '  and at once ' : ''}${lineOf(step)}`),
    ]),
  ];
}

function lineOf({ deed, blow }: Step): string {
  const { do: what, ...details } = deed;
  const words = Object.entries(details).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const fate = blow ? `  ← ${placeOf(blow)}: ${JSON.stringify(blow.effect)}` : '';
  return `${[what, ...words].join(' ')}${fate}`;
}

/** For example `call 3 of shipOrder`, or `wx.openApi 1 of shipOrder`. */
export const placeOf = ({ function: name, action = anyAction, nth }: Place): string =>
  `${action} ${nth} of ${name}`;
