import * as v from 'valibot';
import { defineStaffFunction } from '../core/handler/define';
import { sn, text } from '../core/handler/schemas';
import { shipOrder } from '../core/orders/ship';

const trackingNo = v.pipe(
  v.string(),
  v.regex(/^[0-9A-Za-z-]{4,32}$/, 'Expected a tracking number of 4 to 32 letters and digits'),
);
const schema = v.strictObject({ sn, carrier: text(1, 20), trackingNo });

export const main = defineStaffFunction('shipOrder', schema, async (call, request) => ({
  message: await shipOrder(call, request.sn, {
    carrier: request.carrier,
    trackingNo: request.trackingNo,
  }),
}));
