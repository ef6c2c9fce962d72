import { DAY, HOUR } from '../words';
import type { Collections } from '../words';
import type { Change, Ports, Query } from '../ports';
import { GROUP_TIME } from '../limits';
import { shop } from '../shop';
import { together } from '../together';

/** How many documents a run has ended or removed. */
export interface Swept {
  expiredCredits: number;
  expiredMessages: number;
  removed: number;
}

/**
 * Daily clean-up: ends what is over and removes old records. A message that was perhaps delivered is
 * left to the dispatcher, which ends it as `unknown`. What a run does not finish, the next one does.
 */
export async function sweep(ports: Ports): Promise<Swept> {
  const now = ports.now();
  const kept = now - shop.keepRecords;
  // side by side: one that fails keeps none of the others from their work
  const [expiredCredits, expiredMessages, ...removals] = await together(
    end(ports, unspent, now, { state: 'expired' }),
    end(ports, undelivered, now, { state: 'expired', reason: 'too-late' }),
    ...records.map((heap) => remove(ports, heap, kept)),
    remove(ports, { collection: 'reports', field: 'day', query: {} }, now - 2 * DAY),
    remove(ports, { collection: 'orderPlaces', field: 'takenAt', query: {} }, now - DAY),
  );
  return { expiredCredits, expiredMessages, removed: removals.reduce((sum, n) => sum + n, 0) };
}

/** Documents that one thing happens to, the oldest first. */
interface Heap {
  collection: keyof Collections;
  query: Query;
  /** The time that decides, with an index behind the query's own fields. */
  field: string;
}

const unspent: Heap = {
  collection: 'credits',
  query: { state: { in: ['pending', 'open'] } },
  field: 'expiresAt',
};
const undelivered: Heap = {
  collection: 'messages',
  query: { state: { in: ['queued', 'waiting'] }, maybeSent: false },
  field: 'notAfter',
};
const ended = { in: ['sent', 'failed', 'unknown', 'cancelled', 'expired'] };
const closed = { in: ['spent', 'refused', 'expired', 'merged'] };
const records: Heap[] = [
  { collection: 'messages', query: { state: ended }, field: 'createdAt' },
  { collection: 'attempts', query: {}, field: 'at' },
  { collection: 'credits', query: { state: closed }, field: 'openedAt' },
  { collection: 'credits', query: { state: 'inDoubt' }, field: 'leaseUntil' },
  // nobody can pay for it any more, and nobody has
  { collection: 'orders', query: { state: 'cancelled' }, field: 'createdAt' },
];

const end = (ports: Ports, heap: Heap, until: number, change: Change): Promise<number> =>
  inSlices(ports, heap, until, (query) => ports.db.update(heap.collection, query, change));

const remove = (ports: Ports, heap: Heap, until: number): Promise<number> =>
  inSlices(ports, heap, until, (query) => ports.db.remove(heap.collection, query));

/**
 * An hour of the oldest documents at a time: the SDK gives up on a call that takes long.
 * @returns how many documents it were
 */
async function inSlices(
  ports: Ports,
  { collection, query, field }: Heap,
  until: number,
  act: (slice: Query) => Promise<number>,
): Promise<number> {
  let count = 0;
  while (ports.remainingMs() > GROUP_TIME) {
    const due = { ...query, [field]: { lte: until } };
    const [oldest] = await ports.db.find(collection, due, { orderBy: field, limit: 1 });
    if (!oldest) break;
    const first = Number(oldest[field as keyof typeof oldest]);
    const done = await act({ ...query, [field]: { lte: Math.min(until, first + HOUR) } });
    if (done === 0) break; // the read lagged
    count += done;
  }
  return count;
}
