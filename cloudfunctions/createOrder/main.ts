import * as v from 'valibot';
import { defineFunction } from '../core/handler/define';
import { array, integer, text } from '../core/handler/schemas';
import { createOrder } from '../core/orders/create';
import { paymentOf } from '../core/orders/pay';

const item = v.strictObject({ goodsId: text(1, 64), quantity: integer(1, 99) });
const schema = v.strictObject({ requestId: text(8, 64), items: array(item, 1, 50) });

export const main = defineFunction('createOrder', schema, async (call, basket) => {
  const order = await createOrder(call, call.openid, basket);
  return { sn: order._id, totalFee: order.totalFee, payment: await paymentOf(call, order) };
});
