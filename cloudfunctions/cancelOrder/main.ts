import { defineFunction } from '../core/handler/define';
import { orderRequest } from '../core/handler/schemas';
import { cancelOrder } from '../core/orders/cancel';
import { ownOrder } from '../core/orders/order';

export const main = defineFunction('cancelOrder', orderRequest, async (call, { sn }) => {
  await cancelOrder(call, await ownOrder(call, call.openid, sn));
  return { state: 'cancelled' };
});
