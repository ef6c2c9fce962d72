import { defineFunction } from '../core/handler/define';
import { orderRequest } from '../core/handler/schemas';
import { confirmReceipt } from '../core/orders/confirm';
import { ownOrder } from '../core/orders/order';

export const main = defineFunction('confirmReceipt', orderRequest, async (call, { sn }) => {
  await confirmReceipt(call, await ownOrder(call, call.openid, sn));
  return { state: 'received' };
});
