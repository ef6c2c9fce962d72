import type { MessageStatus } from '../../contract';
import { NONE } from '../words';
import type { Credit, Order } from '../words';
import type { Ports } from '../ports';
import { draftsOf, storeDrafts } from '../credits/collect';
import { openCreditsOf } from '../credits/lease';
import { messageId } from '../messages/enqueue';
import { wake } from '../messages/wake';
import { type Ahead, notify } from '../messages/notify';
import { Refusal } from '../refusal';
import { paySuccessNotice } from './notices';
import { countAsk } from './asks';
import { ownOrder } from './order';
import { askWeChat } from './paid';

/**
 * The page has paid and asks for its notice, with the formId of the tap. Four calls of the cloud
 * are awaited before the send leaves: order, credits and message; formId and claim;
 * lease; attempt.
 * @param formId of the tap on "pay", if the phone gave one
 * @throws Refusal if WeChat does not know of a payment: the page's word is not enough; LIMITED for a page
 *   that asks without end
 */
export async function noticePaid(
  ports: Ports,
  openid: string,
  sn: string,
  formId?: string,
): Promise<MessageStatus> {
  const taps = formId === undefined ? [] : [{ formId, at: ports.now() }];
  const drafts = draftsOf(ports, { openid, taps, consents: [] });
  const [draft] = drafts.credits;
  const [order, open, message, isFirst] = await Promise.all([
    ownOrder(ports, openid, sn),
    openCreditsOf(ports, [openid]),
    ports.db.get('messages', messageId('paySuccess', sn)),
    draft && bring(ports, openid, sn, draft),
  ]);
  const isTaken = draft !== undefined && (isFirst || order.formCredit === draft._id);
  const brought = isTaken ? drafts : { ...drafts, credits: [] };
  const storing = storeDrafts(ports, brought, open);
  const credits = storing.then((stored) => [...open, ...stored.credits]);
  try {
    return await noticeOf(ports, order, { credits, message });
  } finally {
    if (isTaken) await wake(ports, openid); // if it was not needed here, others may wait for it
  }
}

/**
 * Binds the formId to the order, beside the reads: an order brings one, however often its page asks,
 * and orders are limited.
 * @returns whether it is the first
 */
const bring = async (ports: Ports, openid: string, sn: string, draft: Credit): Promise<boolean> =>
  (await ports.db.update(
    'orders',
    { _id: sn, openid, formCredit: NONE },
    { formCredit: draft._id },
  )) > 0;

/** Sends the notice, unless the order is not paid or no longer. The formId is kept all the same. */
async function noticeOf(ports: Ports, order: Order, ahead: Ahead): Promise<MessageStatus> {
  if (order.state === 'refunding' || order.state === 'refunded') {
    await ahead.credits;
    throw new Refusal('CONFLICT', `Order ${order._id} was refunded.`);
  }
  if (order.paidAt > 0) return notify(ports, paySuccessNotice(order), ahead);
  await ahead.credits;
  return notify(ports, paySuccessNotice(await confirmedOrder(ports, order)));
}

/** The callback has not come: WeChat itself is asked. */
async function confirmedOrder(ports: Ports, order: Order): Promise<Order> {
  await countAsk(ports, order);
  if ((await askWeChat(ports, order)) === 'paid') {
    const paid = await ownOrder(ports, order.openid, order._id);
    return { ...paid, paidAt: paid.paidAt || ports.now() };
  }
  throw new Refusal(
    'CONFLICT',
    `Order ${order._id} is not paid, WeChat says. Ask again after wx.requestPayment has succeeded.`,
  );
}
