import type { Ports } from './ports';
import { GROUP_TIME } from './limits';

/** What is worked on at the same time. */
const SIDE_BY_SIDE = 20;

/**
 * Works on what a query shows, page after page, as long as the pages are full.
 * @param size of a full page
 * @param work takes what it has worked on out of the query; answers false if it has not done all of it,
 *   because then the next page would be the same
 * @returns how much was shown
 */
export async function pageByPage<T>(
  size: number,
  read: () => Promise<readonly T[]>,
  work: (page: readonly T[]) => Promise<boolean>,
): Promise<number> {
  let shown = 0;
  for (;;) {
    const page = await read();
    shown += page.length;
    if (!(await work(page)) || page.length < size) return shown;
  }
}

/**
 * Does the same to each of these, some side by side, while there is time. One that fails keeps none of
 * the others from their turn.
 * @param onError is told of every failure
 * @returns whether all of them are done
 */
export async function sideBySide<T>(
  ports: Pick<Ports, 'remainingMs'>,
  all: readonly T[],
  act: (one: T) => Promise<unknown>,
  onError: (one: T, error: unknown) => void,
): Promise<boolean> {
  let isWell = true;
  for (let i = 0; i < all.length; i += SIDE_BY_SIDE) {
    if (ports.remainingMs() < GROUP_TIME) return false;
    const turns = all.slice(i, i + SIDE_BY_SIDE).map(async (one) => {
      await act(one).catch((error: unknown) => {
        isWell = false;
        onError(one, error);
      });
    });
    await Promise.all(turns);
  }
  return isWell;
}
