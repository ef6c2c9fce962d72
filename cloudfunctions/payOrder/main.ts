import { defineFunction } from '../core/handler/define';
import { orderRequest } from '../core/handler/schemas';
import { ownOrder } from '../core/orders/order';
import { paymentOf } from '../core/orders/pay';

export const main = defineFunction('payOrder', orderRequest, async (call, { sn }) => ({
  payment: await paymentOf(call, await ownOrder(call, call.openid, sn)),
}));
