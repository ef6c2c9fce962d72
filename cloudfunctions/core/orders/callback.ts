import * as v from 'valibot';
import { requireSource } from '../handler/callers';
import type { Caller } from '../handler/context';
import { mainOf, refused } from '../handler/main';
import { sn } from '../handler/schemas';
import { chinaTimeToMs } from '../china-time';
import type { Ports } from '../ports';
import { Refusal } from '../refusal';
import { anyOrder } from './order';
import { markPaid } from './paid';

/** The fields of WeChat Pay's event that we believe, if WeChat Pay sends it. */
const schema = v.object({
  returnCode: v.literal('SUCCESS'),
  resultCode: v.literal('SUCCESS'),
  outTradeNo: sn,
  totalFee: v.number(),
  transactionId: v.pipe(v.string(), v.minLength(1)),
  timeEnd: v.string(),
  subOpenid: v.optional(v.string()),
});

/**
 * WeChat Pay's callback. It answers `{errcode: 0, errmsg: ''}`, or WeChat repeats for two days: a
 * callback that we cannot use is refused, so that it comes again and stays visible.
 */
export const payCallback = mainOf('payCallback', {
  callers: 'payment',
  schema,
  async answer({ ports, caller }, event) {
    try {
      await believe(ports, caller, event);
      return { errcode: 0, errmsg: '' };
    } catch (error) {
      const { code, message } = refused(ports, error);
      return { errcode: 1, errmsg: `${code}: ${message}` };
    }
  },
});

async function believe(ports: Ports, caller: Caller, event: unknown): Promise<void> {
  requireSource('payCallback', caller, 'wx_paycallback');
  const parsed = v.safeParse(schema, event);
  if (!parsed.success) {
    const field = v.getDotPath(parsed.issues[0]) ?? 'the event';
    throw new Refusal('INVALID_ARGUMENT', `${field} is not what WeChat Pay sends.`);
  }
  const paid = parsed.output;
  const order = await anyOrder(ports, paid.outTradeNo);
  if (paid.subOpenid !== undefined && paid.subOpenid !== order.openid) {
    throw new Refusal('CONFLICT', `Order ${order._id} was paid by somebody else.`);
  }
  const { totalFee, transactionId } = paid;
  const paidAt = chinaTimeToMs(paid.timeEnd);
  if (await markPaid(ports, order, { totalFee, transactionId, paidAt })) return;
  throw new Refusal('CONFLICT', `Order ${order._id} costs ${order.totalFee} fen, not ${totalFee}.`);
}
