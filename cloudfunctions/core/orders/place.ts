import { HOUR, NONE } from '../words';
import type { OrderPlace } from '../words';
import type { Ports } from '../ports';
import { hash } from '../hash';
import { Refusal } from '../refusal';
import { shop } from '../shop';

const COUNT = shop.limits.ordersAnHour;

/** @returns the places that a user's orders have taken so far, whenever that was */
export const placesOf = (ports: Ports, openid: string): Promise<OrderPlace[]> =>
  ports.db.find('orderPlaces', { _id: { in: placeIds(openid) } }, { limit: COUNT });

const placeIds = (openid: string, first = 0): string[] =>
  Array.from({ length: COUNT }, (_, n) => `${openid}#${(first + n) % COUNT}`);

/**
 * Takes one of the user's places for a new order. A place is one document with one winner, so no more
 * orders are made within an hour than there are places, however many calls try at the same time. The
 * same order takes no second one.
 * @param places as they were read
 * @throws Refusal LIMITED if none is free
 */
export async function takePlace(
  ports: Ports,
  openid: string,
  sn: string,
  places: readonly OrderPlace[],
): Promise<void> {
  const wish = firstWish(sn);
  let known = places;
  for (let round = 0; round <= COUNT; round++) {
    if (known.some((place) => place.sn === sn)) return;
    const chosen = freeOf(openid, known, ports.now(), wish)[0];
    if (!chosen) break;
    if (await take(ports, chosen, sn)) return;
    known = await placesOf(ports, openid);
  }
  throw new Refusal('LIMITED', `There were ${COUNT} orders within an hour. Try again later.`);
}

/**
 * Where an order looks first. Different orders seldom meet there; calls for the same one do, and the loser
 * then finds the order's place.
 */
const firstWish = (sn: string): number => parseInt(hash(sn).slice(0, 4), 16) % COUNT;

/** Places that nobody has taken yet, and those that are free again, from the `first` on. */
const freeOf = (
  openid: string,
  places: readonly OrderPlace[],
  now: number,
  first: number,
): OrderPlace[] =>
  placeIds(openid, first)
    .map((_id) => places.find((place) => place._id === _id) ?? { _id, sn: NONE, takenAt: NEVER })
    .filter(({ takenAt }) => takenAt <= now - HOUR);

const NEVER = 0;

/** @returns whether it was still as it was read */
async function take({ db, now }: Ports, place: OrderPlace, sn: string): Promise<boolean> {
  const { _id, takenAt } = place;
  if (takenAt === NEVER)
    return (await db.insert('orderPlaces', [{ _id, sn, takenAt: now() }])).length === 0;
  return (await db.update('orderPlaces', { _id, takenAt }, { sn, takenAt: now() })) > 0;
}
