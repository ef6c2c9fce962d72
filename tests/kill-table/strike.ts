import { shop } from '../../cloudfunctions/core/shop';
import {
  type Attempt,
  type Credit,
  type Message,
  type MessageState,
  MINUTE,
  type Order,
} from '../../cloudfunctions/core/words';
import type { LocalCloud } from '../../emulator/local-cloud';
import type { Fault } from '../../emulator/services';
import { cardsIn } from '../../scripts/cards';
import type { Hub } from '../../scripts/hub-client';
import { brokenPromises, type Evidence } from '../../scripts/promise';
import { askedBy, untold } from '../../scripts/promise-shop';
import type { TestCloud } from '../cloud';

/** What may happen to a gateway call: the process dies, or only the answer is lost. */
export const effects = {
  'killed before the work': 'killBefore',
  'killed after the work': 'killAfter',
  'answer lost, work done': 'dropAnswer',
  'answer lost, work not done': { errCode: 'SYS_ERR' },
} satisfies Record<string, Fault['effect']>;

export type Effect = keyof typeof effects;

/**
 * Nearly every effect where it is likely; the other settings get those that tell most for their time: a
 * kill costs a cold start, so it is spent on the immediate sends, whose runs are short. One kind of kill
 * is enough: killed before a call, a run leaves what it leaves when it is killed after the call before,
 * and of calls side by side those after it are done. A scene that repeats the calls of another is struck
 * briefly.
 */
export function effectsFor(setting: string, scene: Scene): Effect[] {
  const isLikely = setting === 'as is likely';
  const isOtherWay = setting === 'all the other way';
  const isBatch = scene.function === 'dispatchMessages';
  if (scene.briefly) {
    // lost answers of these are left to chaos, which strikes every function in every way
    if (scene.briefly === 'one setting') return isLikely ? ['killed after the work'] : [];
    if (isLikely) return ['killed after the work', 'answer lost, work done'];
    return isOtherWay ? ['answer lost, work done'] : [];
  }
  if (isLikely) {
    return ['killed before the work', 'answer lost, work done', 'answer lost, work not done'];
  }
  if (isOtherWay && !isBatch) return ['killed before the work', 'answer lost, work done'];
  return isOtherWay || isBatch ? ['answer lost, work done'] : [];
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
  /** Whether another scene makes most of its calls, too; or where one setting tells enough. */
  briefly?: true | 'one setting';
  /** What is wrong in the end, beside the promise. */
  wrongs?(hub: Hub, prepared: Record<string, string>): Promise<string[]>;
}

/** How the world looks after the fault and after everything that heals it. */
export interface Aftermath extends Evidence {
  orders: Order[];
  wrongs: string[];
}

/**
 * Runs a scene with one fault, lets timers and time heal, and reports.
 * @returns undefined if the function makes fewer calls than `nth`
 */
export async function strike(
  { cloud, hub }: TestCloud,
  scene: Scene,
  prepared: Record<string, string>,
  nth: number,
  effect: Fault['effect'],
): Promise<Aftermath | undefined> {
  const { faults } = cloud;
  faults.add({ match: { function: scene.function, nth }, effect });
  const before = stored(cloud).messages;
  const answer = await scene.run(hub, prepared);
  const isKept = ({ createdAt }: Message): boolean =>
    createdAt > cloud.clock.now() - shop.keepRecords;
  const queued = before.filter(isKept).map(({ _id }) => _id);
  const asked = [...queued, ...askedBy(scene.function, prepared.sn ?? '', answer)];
  const wasHit = faults.list().some(({ hits }) => hits > 0);
  faults.clear();
  if (!wasHit) return undefined;
  await heal(cloud);
  return { ...look(cloud), asked, wrongs: (await scene.wrongs?.(hub, prepared)) ?? [] };
}

/** The timers as they run in the cloud, until nothing moves any more and each has had its turn. */
async function heal(cloud: LocalCloud): Promise<void> {
  for (let round = 0; round < 10; round++) {
    await cloud.clock.advance((round < 6 ? 3 : 40) * MINUTE, 'last');
    const { messages, credits, orders } = stored(cloud);
    const isMoving = messages.some(({ state }) => moving.has(state));
    const isLeased = credits.some(({ state }) => state === 'leased');
    if (!isMoving && !isLeased && untold(orders, messages, 'at rest').length === 0) return;
  }
}

const moving = new Set<MessageState>(['queued', 'claimed', 'sending']);

const stored = ({ database }: LocalCloud) => ({
  messages: database.find('messages') as unknown as Message[],
  credits: database.find('credits') as unknown as Credit[],
  attempts: database.find('attempts') as unknown as Attempt[],
  orders: database.find('orders') as unknown as Order[],
});

function look(cloud: LocalCloud): Omit<Aftermath, 'asked' | 'wrongs'> {
  const documents = stored(cloud);
  const cards = cardsIn(cloud.wechat, documents.messages);
  return { ...documents, tokens: cloud.wechat.tokens(), cards };
}

/** Every violation of the promise, in words; empty if it holds. */
export const violations = (after: Aftermath): string[] => [
  ...brokenPromises(after, 'at rest'),
  ...untold(after.orders, after.messages, 'at rest'),
  ...after.wrongs,
];
