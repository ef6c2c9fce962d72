import type { Ports } from './ports';
import { GROUP_TIME } from './limits';
import { together } from './together';

/**
 * Works on what a query shows, page after page, while pages are full and there is time.
 * @param size of a full page
 * @param work takes what it has worked on out of the query; answers false if it has not done all of it,
 *   because then the next page would be the same
 * @returns how much was shown
 */
export async function pageByPage<T>(
  ports: Pick<Ports, 'remainingMs'>,
  size: number,
  read: () => Promise<readonly T[]>,
  work: (page: readonly T[]) => Promise<boolean>,
): Promise<number> {
  let shown = 0;
  while (ports.remainingMs() >= GROUP_TIME) {
    const page = await read();
    shown += page.length;
    if (!(await work(page)) || page.length < size) break;
  }
  return shown;
}

/** What is done to each of some. */
export interface Turn<T> {
  /** How many have their turn at the same time. */
  width: number;
  act: (one: T) => Promise<unknown>;
  /** One that fails keeps none of the others from their turn. Answers whether it is out of the way. */
  onError: (one: T, error: unknown) => boolean | Promise<boolean>;
}

/**
 * Does the same to each of these, some side by side, while there is time.
 * @returns whether all of them are done, or out of the way
 */
export async function sideBySide<T>(
  ports: Pick<Ports, 'remainingMs'>,
  all: readonly T[],
  { width, act, onError }: Turn<T>,
): Promise<boolean> {
  let isWell = true;
  for (let i = 0; i < all.length; i += width) {
    if (ports.remainingMs() < GROUP_TIME) return false;
    const turns = all.slice(i, i + width).map((one) =>
      act(one).then(
        () => true,
        (error: unknown) => onError(one, error),
      ),
    );
    isWell = (await together(...turns)).every(Boolean) && isWell;
  }
  return isWell;
}
