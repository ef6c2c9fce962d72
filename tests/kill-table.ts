import type { Attempt, Credit, Message } from '../cloudfunctions/core/words';
import { sceneOf } from '../cloudfunctions/core/scenes/scenes';
import type { Fault } from '../emulator/services';
import type { Switches } from '../emulator/settings';
import { type Audited, auditBooks } from '../scripts/audit';
import type { Hub } from '../scripts/hub-client';

/** What may happen to a gateway call: the process dies, or only the answer is lost. */
export const effects = {
  'killed before the work': 'killBefore',
  'killed after the work': 'killAfter',
  'answer lost, work done': 'dropAnswer',
  'answer lost, work not done': { errCode: 'SYS_ERR' },
} satisfies Record<string, Fault['effect']>;

export type Effect = keyof typeof effects;

/** What nobody knows about the real cloud, each the other way round. */
const otherWay: Switches = {
  failedSendSpends: true,
  busyDelivers: true,
  expiredAnswer: 41029,
  usedAnswer: 41028,
  batchInsert: 'unordered',
  staleReads: true,
  updatedCounts: 'matched',
};

/**
 * Seven settings, which with the default ones show every pair of switches in all four combinations
 * (the orthogonal array L8). A row names the switches that stay as they are.
 */
const rows = [
  ['failedSendSpends', 'busyDelivers', 'expiredAnswer'],
  ['failedSendSpends', 'usedAnswer', 'batchInsert'],
  ['failedSendSpends', 'staleReads', 'updatedCounts'],
  ['busyDelivers', 'usedAnswer', 'staleReads'],
  ['busyDelivers', 'batchInsert', 'updatedCounts'],
  ['expiredAnswer', 'usedAnswer', 'updatedCounts'],
  ['expiredAnswer', 'batchInsert', 'staleReads'],
] as const satisfies (keyof Switches)[][];

const mixed = rows.map((kept): Partial<Switches> => {
  const flipped = Object.entries(otherWay).filter(([name]) => !kept.some((one) => one === name));
  return Object.fromEntries(flipped);
});

export const settings: Record<string, Partial<Switches>> = {
  'as is likely': {},
  'all the other way': otherWay,
  ...Object.fromEntries(mixed.map((switches, i) => [`mixture ${i + 1}`, switches])),
};

/**
 * Every effect where it is likely; the other settings get those that tell most for their time: a
 * kill costs a cold start, so it is spent on the immediate sends, whose runs are short. A scene that
 * repeats the calls of another is struck briefly.
 */
export function effectsFor(setting: string, scene: Scene): Effect[] {
  const isLikely = setting === 'as is likely';
  const isOtherWay = setting === 'all the other way';
  if (scene.briefly) {
    if (isLikely) return ['killed after the work', 'answer lost, work done'];
    return isOtherWay ? ['answer lost, work done'] : [];
  }
  if (isLikely) return Object.keys(effects) as Effect[];
  if (isOtherWay && scene.function !== 'dispatchMessages') {
    return ['killed after the work', 'answer lost, work done'];
  }
  return ['answer lost, work done'];
}

/** A run that is killed at a read leaves what it leaves when it is killed after the call before it. */
export const strikesReads = (setting: string, effect: Effect): boolean =>
  setting === 'as is likely' && !effect.startsWith('killed');

/** One row of the table: a function that is called while a fault waits for its nth gateway call. */
export interface Scene {
  /** Fills an empty local cloud; gives what `run` needs. */
  prepare(hub: Hub): Promise<Record<string, string>>;
  /** Calls the function; errors of the cloud are part of the table. */
  run(hub: Hub, prepared: Record<string, string>): Promise<unknown>;
  function: string;
  /** Whether another scene makes most of its calls, too. */
  briefly?: true;
}

/** How the world looks after the fault and after everything that heals it. */
export interface Aftermath {
  audit: Audited[];
  messages: Message[];
  credits: Credit[];
  attempts: Attempt[];
  /** Cards by user and title. */
  cards: Map<string, number>;
  /** Messages that were being sent when the fault struck. */
  ambiguous: number;
}

/**
 * Runs a scene with one fault, lets timers and time heal, and reports.
 * @returns undefined if the function makes fewer calls than `nth`
 */
export async function strike(
  hub: Hub,
  scene: Scene,
  prepared: Record<string, string>,
  nth: number,
  effect: Fault['effect'],
): Promise<Aftermath | undefined> {
  await hub.fault({ match: { function: scene.function, nth }, effect });
  await scene.run(hub, prepared);
  const hits = await hub.faultHits();
  await hub.clearFaults();
  if (hits === 0) return undefined;
  const ambiguous = (await hub.find('messages', { state: 'sending' })).length;
  await heal(hub);
  return { ...(await look(hub)), ambiguous };
}

/** The timers as they run in the cloud, until nothing moves any more. */
async function heal(hub: Hub): Promise<void> {
  for (let round = 0; round < 10; round++) {
    await hub.advance(round < 6 ? '3m' : '40m', 'last');
    const restless = { state: { $in: ['queued', 'claimed', 'sending'] } };
    const messages = await hub.find('messages', restless);
    const leased = await hub.find('credits', { state: 'leased' });
    if (messages.length === 0 && leased.length === 0) return;
  }
}

async function look(hub: Hub): Promise<Omit<Aftermath, 'ambiguous'>> {
  const messages = (await hub.find('messages')) as unknown as Message[];
  const users = new Set(messages.map((message) => message.openid));
  const cards = new Map<string, number>();
  for (const openid of users) {
    for (const { title } of await hub.inbox(openid)) {
      const key = `${openid} ${title}`;
      cards.set(key, (cards.get(key) ?? 0) + 1);
    }
  }
  const credits = (await hub.find('credits')) as unknown as Credit[];
  const attempts = (await hub.find('attempts')) as unknown as Attempt[];
  return { audit: await auditBooks(hub), messages, credits, attempts, cards };
}

/** Every violation of the promise, in words; empty if it holds. */
export function violations(after: Aftermath, titleOf: (scene: string) => string): string[] {
  const found = after.audit
    .filter((row) => !row.agrees)
    .map(
      ({ kind, used, settled, inDoubt }) =>
        `${kind}: used ${used}, settled ${settled}, in doubt ${inDoubt}`,
    );
  for (const message of after.messages) {
    const cards = after.cards.get(`${message.openid} ${titleOf(message.scene)}`) ?? 0;
    const line = `${message.scene} is ${message.state} (${message.reason}) with ${cards} cards`;
    const mayRepeat = sceneOf(message.scene)?.delivery === 'atLeastOnce';
    if (cards > 1 && !mayRepeat) found.push(line);
    if (message.state === 'sent' && cards === 0) found.push(line);
    if (deliveredNothing.has(message.state) && cards > 0 && !message.maybeSent) found.push(line);
    if (between.has(message.state)) found.push(`${line}, and not final`);
  }
  const bonds = after.messages.map((message) => message.creditId).filter((id) => id !== 'none');
  if (new Set(bonds).size < bonds.length) found.push('a credit is bound to two messages');
  const leased = after.credits.filter((credit) => credit.state === 'leased').length;
  if (leased > 0) found.push(`${leased} credits are leased to nobody`);
  return found;
}

/** Except a message that waits to be repeated, because nobody knows whether it was delivered. */
const deliveredNothing = new Set(['failed', 'waiting', 'cancelled', 'expired']);
const between = new Set(['queued', 'claimed', 'sending']);
