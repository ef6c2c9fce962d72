import { messageStates, type MessageState } from '../words';
import type { Ports } from '../ports';
import { readStops } from '../channels/stops';
import { recoverCredits } from '../credits/recover';
import { GROUP_TIME, RUN_CAPACITY } from '../limits';
import { together } from '../together';
import { claimDue, type Share } from './claim';
import { startPace } from './pace';
import { prepare, type Prepared } from './prepare';
import { recoverMessages } from './recover';
import { type Course, sendInGroups } from './send';
import { sharesOf } from './shards';

/** How many messages a run left in each state; one that came up twice counts twice. */
export type States = Partial<Record<MessageState, number>>;

/** What a run of the dispatcher has done. */
export interface Dispatched {
  recovered: number;
  states: States;
  /** Runs that send beside this one. */
  helpers: number;
}

/** Other runs that may send beside the timer's own. */
export interface Helpers {
  /** How many runs may share a backlog, this one included. */
  runs: number;
  /**
   * Starts one for messages of these shards, and waits for a while. Never throws.
   * @returns whether it has ended, or goes on though nobody waits for it any longer; false if it failed
   */
  start: (shards: readonly number[]) => Promise<boolean>;
}

/** Nobody: one run sends what it can. */
const alone: Helpers = { runs: 1, start: async () => false };

/**
 * One run of the timer: brings back what dead runs left, then sends what is due until nothing is
 * left or the time is nearly over. Runs may repeat and overlap.
 * @param helpers are called when the backlog is larger than one run can send
 */
export async function dispatch(ports: Ports, helpers: Helpers = alone): Promise<Dispatched> {
  const recovered = (await recoverMessages(ports)) + (await recoverCredits(ports));
  if (helpers.runs === 1 || !(await isTooMuch(ports))) {
    return { recovered, states: await sendDue(ports), helpers: 0 };
  }
  return { recovered, ...(await sendWith(ports, helpers)) };
}

/** Shares the backlog. The shards of a helper that failed join our own, which goes on with its next page. */
async function sendWith(
  ports: Ports,
  { runs, start }: Helpers,
): Promise<Omit<Dispatched, 'recovered'>> {
  const [own = [], ...others] = sharesOf(runs);
  const starting = others.map(async (shards) => {
    const isHelping = await start(shards);
    if (!isHelping) own.push(...shards);
    return isHelping;
  });
  const [states, answers] = await together(sendDue(ports, own), Promise.all(starting));
  const helpers = answers.filter(Boolean).length;
  if (helpers < others.length) add(states, await sendDue(ports, own)); // perhaps after our last page
  return { states, helpers };
}

function add(states: States, more: States): void {
  for (const state of messageStates) {
    const count = more[state];
    if (count) states[state] = (states[state] ?? 0) + count;
  }
}

const isTooMuch = async ({ db, now }: Ports): Promise<boolean> =>
  (await db.count('messages', { state: 'queued', nextAttemptAt: { lte: now() } })) > RUN_CAPACITY;

/**
 * Sends what is due, page by page. While a page is on its way the next one is claimed and prepared.
 * @param shards only messages of these, which may become more meanwhile; all if absent
 */
export async function sendDue(ports: Ports, shards?: readonly number[]): Promise<States> {
  const states: States = {};
  const course: RunCourse = {
    stops: new Set(),
    knowsStops: false,
    pauses: new Map(),
    pace: startPace(),
  };
  for (const state of ['queued', 'waiting'] as const) {
    const nextPage = () => preparePage(ports, course, { state, shards });
    let page = await nextPage();
    while (page) {
      const { trials, claim, done } = page;
      const [sent, next] = await together(sendInGroups(ports, trials, claim, course), nextPage());
      for (const one of [...done, ...sent]) states[one.state] = (states[one.state] ?? 0) + 1;
      page = next ?? (await nextPage()); // what this page has given back
    }
  }
  return states;
}

interface RunCourse extends Course {
  /** Whether `stops` has what is stored, or only what this run has met. */
  knowsStops: boolean;
}

interface Page extends Prepared {
  claim: string;
}

/** @returns undefined if nothing is due, or if there is no time or no WeChat to send it */
async function preparePage(
  ports: Ports,
  course: RunCourse,
  share: Share,
): Promise<Page | undefined> {
  if (ports.remainingMs() < GROUP_TIME || course.pace.isUnwell) return undefined;
  const claim = ports.newId();
  const messages = await claimDue(ports, claim, share);
  if (messages.length === 0) return undefined;
  await readStopsOnce(ports, course);
  return { claim, ...(await prepare(ports, messages, claim, course)) };
}

/** Most runs have nothing to send, and need not know what is switched off. */
async function readStopsOnce(ports: Ports, course: RunCourse): Promise<void> {
  if (course.knowsStops) return;
  for (const stop of await readStops(ports)) course.stops.add(stop);
  course.knowsStops = true;
}
