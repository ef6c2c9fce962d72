import type { MessageState } from '../../cloudfunctions/core/words';
import type { LocalCloud } from '../../emulator/local-cloud';
import type { Era } from '../../emulator/settings';
import { placeOf } from './history';
import type { Round } from './round';
import {
  anyAction,
  type EffectName,
  effectNames,
  type FunctionName,
  functionNames,
  nameOf,
  placesIn,
  placesReached,
} from './targets';
import { watchCalls } from './watch';

/** How well a function has been struck. */
export interface Coverage {
  /** The most gateway calls that a run has made. */
  calls: number;
  /** Pairs of a place and an effect that were struck, and how many there are where a run has come to. */
  struck: number;
  pairs: number;
  /** Places that a run has come to and that no blow is aimed at. */
  beyond: number;
}

/** What all rounds together have done. */
export interface Tally {
  rounds: Record<Era, number>;
  deeds: number;
  calls: number;
  messages: Partial<Record<MessageState, number>>;
  cards: number;
  /** Blows that have struck. */
  effects: Record<EffectName, number>;
  functions: Record<FunctionName, Coverage>;
}

/** Counts rounds, and what functions call. */
export interface Counter {
  add(era: Era, round: Round): void;
  tally(): Tally;
  /** Stops watching. */
  stop(): void;
}

/** Watches the gateway of a local cloud from now on. */
export function createCounter(cloud: Pick<LocalCloud, 'events'>): Counter {
  const rounds: Record<Era, number> = { classic: 0, current: 0 };
  const messages: Tally['messages'] = {};
  const effects = Object.fromEntries(effectNames.map((name) => [name, 0])) as Tally['effects'];
  const struck = new Set<string>();
  const watch = watchCalls(cloud);
  const sums = { deeds: 0, cards: 0 };

  const coverageOf = (name: FunctionName): Coverage => {
    const most = watch.most(name);
    const calls = most.get(anyAction) ?? 0;
    const own = [...struck].filter((pair) => pair.includes(` of ${name}: `)).length;
    const aimed = placesIn(name).filter(
      ({ action = anyAction, nth }) => nth <= (most.get(action) ?? 0),
    );
    const reached = placesReached(most);
    const pairs = reached * effectNames.length;
    return { calls, struck: own, pairs, beyond: reached - aimed.length };
  };
  return {
    add(era, round) {
      rounds[era] += 1;
      sums.deeds += round.deeds;
      sums.cards += round.cards;
      for (const { state } of round.messages) messages[state] = (messages[state] ?? 0) + 1;
      for (const blow of round.struck) {
        const effect = nameOf(blow.effect);
        if (effect) effects[effect] += 1;
        struck.add(`${placeOf(blow)}: ${effect}`);
      }
    },
    tally: () => ({
      rounds,
      ...sums,
      calls: watch.calls(),
      messages,
      effects,
      functions: Object.fromEntries(
        functionNames.map((name) => [name, coverageOf(name)]),
      ) as Tally['functions'],
    }),
    stop: () => watch.stop(),
  };
}

/** The tally for people. */
export function tallyLines(tally: Tally): string[] {
  const { rounds, deeds, calls, messages, cards, effects, functions } = tally;
  const count = Object.values(messages).reduce((sum, n) => sum + n, 0);
  return [
    `${rounds.classic} rounds before 2020 and ${rounds.current} of today, ${deeds} deeds, ${calls} calls of the cloud`,
    `${count} messages (${listed(messages)}), ${cards} cards`,
    `blows: ${listed(effects)}`,
    'places struck, each in every way, of all that a run has come to:',
    ...Object.entries(functions).map(([name, { calls: most, struck, pairs, beyond }]) => {
      const share = pairs === 0 ? 0 : Math.round((100 * struck) / pairs);
      const row = [name.padEnd(24), `${struck} of ${pairs}`.padStart(12), `${share} %`.padStart(6)];
      return `  ${row.join('')}  ${most} calls at most, ${beyond} places not aimed at`;
    }),
  ];
}

const listed = (counts: Readonly<Partial<Record<string, number>>>): string =>
  Object.entries(counts)
    .map(([name, number]) => `${name} ${number}`)
    .join(', ');
