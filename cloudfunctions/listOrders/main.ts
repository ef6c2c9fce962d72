import { defineFunction } from '../core/handler/define';
import { nothing } from '../core/handler/schemas';
import { ordersOf } from '../core/orders/list';

export const main = defineFunction('listOrders', nothing, async (call) => ({
  orders: await ordersOf(call, call.openid),
}));
