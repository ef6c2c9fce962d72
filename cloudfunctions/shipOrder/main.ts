import * as v from 'valibot';
import { defineStaffFunction } from '../core/handler/define';
import { parcel, sn } from '../core/handler/schemas';
import { shipOrder } from '../core/orders/ship';

const schema = v.strictObject({ sn, ...parcel });

export const main = defineStaffFunction('shipOrder', schema, async (call, request) => ({
  message: await shipOrder(call, request.sn, {
    carrier: request.carrier,
    trackingNo: request.trackingNo,
  }),
}));
