import { DAY } from '../words';
import type { Ports } from '../ports';
import { shop } from '../shop';

/** How many documents a run has ended or removed. */
export interface Swept {
  expiredCredits: number;
  expiredMessages: number;
  removed: number;
}

/**
 * Daily clean-up: ends what is over and removes old records. A message that was perhaps delivered is
 * left to the dispatcher, which ends it as `unknown`.
 */
export async function sweep(ports: Ports): Promise<Swept> {
  const now = ports.now();
  const old = { lte: now - shop.keepRecords };
  const { db } = ports;
  const expiredCredits = await db.update(
    'credits',
    { state: { in: ['pending', 'open'] }, expiresAt: { lte: now } },
    { state: 'expired' },
  );
  const expiredMessages = await db.update(
    'messages',
    { state: { in: ['queued', 'waiting'] }, notAfter: { lte: now }, maybeSent: false },
    { state: 'expired', reason: 'too-late' },
  );
  const ended = { in: ['sent', 'failed', 'unknown', 'cancelled', 'expired'] };
  const closed = { in: ['spent', 'refused', 'expired', 'merged'] };
  // each on its own: the SDK gives up on a long one, and the next night goes on
  const removals = await Promise.allSettled([
    db.remove('messages', { state: ended, createdAt: old }),
    db.remove('attempts', { at: old }),
    db.remove('credits', { state: closed, openedAt: old }),
    db.remove('credits', { state: 'inDoubt', leaseUntil: old }),
    // nobody can pay for it any more, and nobody has
    db.remove('orders', { state: 'cancelled', createdAt: old }),
    db.remove('reports', { day: { lte: now - 2 * DAY } }),
    db.remove('orderPlaces', { takenAt: { lte: now - DAY } }),
  ]);
  const removed = removals.map((one) => (one.status === 'fulfilled' ? one.value : 0));
  return { expiredCredits, expiredMessages, removed: removed.reduce((sum, n) => sum + n, 0) };
}
