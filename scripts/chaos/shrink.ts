import type { History, Moment, Step } from './history';

/** Where a step is in a history that can be left out. */
type Spot = { moment: number; step: number };

/** What a search for a shorter history needs. */
export interface Search {
  /** Plays a history. @returns whether the promise is broken again */
  breaks: (history: History) => Promise<boolean>;
  /** Whether there is time for another try. */
  hasTime: () => boolean;
}

/** Processes race, so a history is played so often before it counts as harmless; the whole one more often. */
const TRIES = 2;
const FIRST_TRIES = 6;

/**
 * Looks for the shortest history that still breaks the promise, by leaving out ever smaller parts
 * (delta debugging), then blows and weather.
 * @returns what it has when the time is over; undefined if the whole history does no harm any more
 */
export async function shrink(history: History, search: Search): Promise<History | undefined> {
  if (!(await isBroken(history, search, FIRST_TRIES))) return undefined;
  const shorter = await leaveOut(history, search);
  return plain(shorter, search);
}

async function isBroken(
  history: History,
  { breaks, hasTime }: Search,
  tries = TRIES,
): Promise<boolean> {
  for (let i = 0; i < tries && hasTime(); i++) if (await breaks(history)) return true;
  return false;
}

async function leaveOut(history: History, search: Search): Promise<History> {
  let best = history;
  for (let size = Math.ceil(spotsIn(best).length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < spotsIn(best).length && search.hasTime();) {
      const shorter = without(best, spotsIn(best).slice(from, from + size));
      if (await isBroken(shorter, search)) best = shorter;
      else from += size;
    }
  }
  return best;
}

const spotsIn = ({ moments }: History): Spot[] =>
  moments.flatMap(({ steps }, moment) => steps.map((_, step) => ({ moment, step })));

function without(history: History, spots: readonly Spot[]): History {
  const isOut = (moment: number, step: number): boolean =>
    spots.some((spot) => spot.moment === moment && spot.step === step);
  const moments = history.moments
    .map(({ steps, ...more }, i): Moment => ({
      ...more,
      steps: steps.filter((_, j) => !isOut(i, j)),
    }))
    .filter(({ steps }) => steps.length > 0);
  return { ...history, moments };
}

/** Drops blows and weather that have nothing to do with it. */
async function plain(history: History, search: Search): Promise<History> {
  let best = history;
  for (let i = 0; i < history.moments.length && search.hasTime(); i++) {
    const moments = best.moments.map((moment, j) => (j === i ? calm(moment) : moment));
    const calmer = { ...best, moments };
    const isSame = JSON.stringify(calmer) === JSON.stringify(best);
    if (!isSame && (await isBroken(calmer, search))) best = calmer;
  }
  return best;
}

const calm = ({ steps }: Moment): Moment => ({ steps: steps.map(({ deed }): Step => ({ deed })) });
