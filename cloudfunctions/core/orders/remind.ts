import { FAR, HOUR, MINUTE } from '../words';
import type { Order } from '../words';
import type { Ports } from '../ports';
import { enqueue } from '../messages/enqueue';
import { withdraw } from '../messages/manage';
import type { SceneName } from '../scenes/scenes';
import { PAGE } from '../limits';
import { lookTwice } from '../look-twice';
import { pageByPage, sideBySide } from '../page-by-page';
import { shop } from '../shop';
import { overdueNotice, receiptNotice, shippedNotice } from './notices';
import { anyOrder, moveDue } from './order';
import { freeReserved, noticeShipped } from './ship';

/** An order whose turn failed comes up again after this time. */
const PUT_OFF = 10 * MINUTE;

/** Orders that are worked on at the same time. */
const SIDE_BY_SIDE = 10;

/** How many orders a run of the timer has looked at. */
export interface Reminded {
  paid: number;
  shipped: number;
}

/**
 * The timer of shipping reminders. It reads only orders that are due:
 * - paid, not shipped in time: tells the staff, with the staff's own credits
 * - shipped, notice not sent out because a function died: sends it
 * - shipped some days ago, not confirmed: asks the buyer
 */
export async function remindShipping(ports: Ports): Promise<Reminded> {
  return {
    paid: await eachDue(ports, 'paid', (order) => remindStaff(ports, order)),
    shipped: await eachDue(ports, 'shipped', (order) => remindBuyer(ports, order)),
  };
}

/**
 * Runs `act` for every order of a state that is due, page by page, while there is time.
 * `act` must move `dueAt`, or the order would come up again at once.
 */
export async function eachDue(
  ports: Ports,
  state: Order['state'],
  act: (order: Order) => Promise<void>,
): Promise<number> {
  let count = 0;
  const options = { orderBy: 'dueAt', limit: PAGE };
  const read = () => ports.db.find('orders', { state, dueAt: { lte: ports.now() } }, options);
  await pageByPage(ports, PAGE, read, (due) =>
    sideBySide(ports, due, {
      width: SIDE_BY_SIDE,
      async act(order) {
        count += 1;
        await act(order);
      },
      async onError(order, error) {
        await putOff(ports, order, error);
        return true;
      },
    }),
  );
  return count;
}

/** One order that cannot be worked on must not keep the others from their turn. */
async function putOff(ports: Ports, order: Order, error: unknown): Promise<void> {
  ports.log('order.putOff', { sn: order._id, state: order.state, error: String(error) });
  await moveDue(ports, order, ports.now() + PUT_OFF);
}

/**
 * Moves the order on after its notice was queued. If the order itself has gone on meanwhile, the
 * notice is no longer true; a read that lags would not show it, so one that shows nothing is repeated.
 */
export async function moveOn(
  ports: Ports,
  order: Order,
  dueAt: number,
  scene: SceneName,
): Promise<void> {
  if ((await moveDue(ports, order, dueAt)) > 0) return;
  const readGoneOn = async () => {
    const { state } = await anyOrder(ports, order._id);
    return state === order.state ? [] : [state];
  };
  const [state] = await lookTwice(readGoneOn, 1);
  if (state) await withdraw(ports, { sn: order._id, scene }, state);
}

async function remindStaff(ports: Ports, order: Order): Promise<void> {
  const staff = await ports.db.find('staff', {}, { limit: PAGE });
  for (const { _id } of staff) await enqueue(ports, overdueNotice(order, _id));
  // a shop that has not named its staff yet is asked again
  const dueAt = staff.length > 0 ? FAR : ports.now() + HOUR;
  await moveOn(ports, order, dueAt, 'shipOverdue');
}

async function remindBuyer(ports: Ports, order: Order): Promise<void> {
  if (ports.now() < order.shippedAt + shop.remindReceiptAfter) {
    await noticeShipped(ports, order);
    return;
  }
  await enqueue(ports, shippedNotice(order)); // nothing new unless the ship function died long ago
  await freeReserved(ports, order);
  await enqueue(ports, receiptNotice(order));
  await moveOn(ports, order, FAR, 'receiptReminder');
}
