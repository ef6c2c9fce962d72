import { MINUTE } from '../words';
import type { Order } from '../words';
import type { Ports } from '../ports';
import { Refusal } from '../refusal';
import { shop } from '../shop';

/**
 * Counts a question to WeChat Pay that a user has caused; timers ask uncounted. Exact, however many calls
 * come at once.
 * @throws Refusal LIMITED if there were too many for the order's age
 */
export async function countAsk(ports: Ports, { _id, createdAt }: Order): Promise<void> {
  const age = Math.max(ports.now() - createdAt, 0);
  const most = shop.limits.asksAboutAnOrder + Math.floor(Math.log2(1 + age / MINUTE));
  const few = { _id, asks: { lte: most - 1 } };
  if ((await ports.db.update('orders', few, { asks: { inc: 1 } })) > 0) return;
  throw new Refusal('LIMITED', `WeChat Pay was asked about ${_id} too often. Try again later.`);
}
