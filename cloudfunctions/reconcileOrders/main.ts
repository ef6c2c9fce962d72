import { defineTimer } from '../core/handler/define';
import { reconcileOrders } from '../core/orders/reconcile';

export const main = defineTimer('reconcileOrders', reconcileOrders);
