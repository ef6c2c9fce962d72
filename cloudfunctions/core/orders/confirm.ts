import { FAR } from '../words';
import type { Order } from '../words';
import type { Ports } from '../ports';
import { withdraw } from '../messages/manage';
import { Refusal } from '../refusal';

/**
 * The buyer has received the parcel; nobody reminds any more. Repeating it changes nothing.
 * @throws Refusal if the order was not shipped
 */
export async function confirmReceipt(ports: Ports, order: Order): Promise<void> {
  const sn = order._id;
  const confirmed = await ports.db.update(
    'orders',
    { _id: sn, state: 'shipped' },
    { state: 'received', dueAt: FAR },
  );
  if (confirmed === 0 && order.state !== 'received') {
    throw new Refusal('CONFLICT', `Order ${sn} is ${order.state}: it was not shipped yet.`);
  }
  await withdraw(ports, { sn, scene: 'receiptReminder' }, 'received');
}
