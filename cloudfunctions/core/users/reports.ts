import { sinceHourInChina } from '../china-time';
import type { Ports } from '../ports';
import { shop } from '../shop';

/** How many credits a phone reports at once. */
export interface Report {
  taps: number;
  consents: number;
}

/**
 * Counts what a user's phone reports against the limits of his day in China, before it is stored. One
 * document for each user, one conditional write for each report: the limits hold however many
 * reports come at the same time. A repeated report counts again.
 * @returns whether it is within the limits; if not, nothing was counted
 */
export async function countReport(ports: Ports, openid: string, report: Report): Promise<boolean> {
  const { db, now } = ports;
  const { taps, consents } = report;
  const { tapsADay, consentsADay } = shop.limits;
  if (taps + consents === 0) return true;
  if (taps > tapsADay || consents > consentsADay) return false;
  const day = now() - sinceHourInChina(now(), 0);
  const room = { taps: { lte: tapsADay - taps }, consents: { lte: consentsADay - consents } };
  const add = (when: { day?: number }) =>
    db.update(
      'reports',
      { _id: openid, ...when, ...room },
      { taps: { inc: taps }, consents: { inc: consents } },
    );
  if ((await add({ day })) > 0) return true;
  const first = await db.insert('reports', [{ _id: openid, day, taps, consents }]);
  if (first.length === 0) return true;
  const isYesterdays = { _id: openid, day: { lte: day - 1 } };
  if ((await db.update('reports', isYesterdays, { day, taps, consents })) > 0) return true;
  return (await add({})) > 0; // another report has begun the day, perhaps by a clock that is ahead
}
