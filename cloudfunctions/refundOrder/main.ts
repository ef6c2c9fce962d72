import * as v from 'valibot';
import { defineStaffFunction } from '../core/handler/define';
import { refundReason, sn } from '../core/handler/schemas';
import { refundOrder } from '../core/orders/refund';

const schema = v.strictObject({ sn, reason: refundReason });

export const main = defineStaffFunction('refundOrder', schema, async (call, request) => ({
  state: 'refunded',
  message: await refundOrder(call, request.sn, request.reason),
}));
