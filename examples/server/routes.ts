import * as v from 'valibot';
import { parcel, refundReason, sn } from '../../cloudfunctions/core/handler/schemas';
import { validate } from '../../cloudfunctions/core/handler/validate';
import { anyOrder } from '../../cloudfunctions/core/orders/order';
import { markForRefund } from '../../cloudfunctions/core/orders/refund';
import { shipOrder } from '../../cloudfunctions/core/orders/ship';
import type { Ports } from '../../cloudfunctions/core/ports';
import { Refusal } from '../../cloudfunctions/core/refusal';
import { NONE } from '../../cloudfunctions/core/words';

/** A request that has shown the key; `body` is JSON. */
export interface ApiRequest {
  method: string;
  path: string;
  body: unknown;
}

const nothing = v.strictObject({});
const Parcel = v.strictObject(parcel);
const Refund = v.strictObject({ reason: refundReason });

/**
 * What the company's back office may do, on the same core as the cloud functions.
 * @returns the data of the answer
 * @throws Refusal
 */
export async function route(ports: Ports, { method, path, body }: ApiRequest): Promise<object> {
  const [, order, action = ''] = /^\/orders\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
  if (order === undefined) throw notFound(method, path);
  const number = validate(v.strictObject({ sn }), { sn: order }).sn;
  switch (`${method} ${action}`) {
    case 'GET ':
      validate(nothing, body);
      return summaryOf(ports, number);
    case 'POST ship':
      return { message: await shipOrder(ports, number, validate(Parcel, body)) };
    case 'POST refund':
      return refund(ports, number, validate(Refund, body).reason);
    default:
      throw notFound(method, path);
  }
}

const notFound = (method: string, path: string): Refusal =>
  new Refusal('NOT_FOUND', `There is no ${method} ${path}. See README.md.`);

async function summaryOf(ports: Ports, number: string): Promise<object> {
  const { _id, state, totalFee, carrier, trackingNo } = await anyOrder(ports, number);
  return { sn: _id, state, totalFee, carrier: given(carrier), trackingNo: given(trackingNo) };
}

const given = (text: string): string => (text === NONE ? '' : text);

/** The timer `reconcileOrders` gives the money back and tells the buyer. */
async function refund(ports: Ports, number: string, reason: string): Promise<object> {
  await markForRefund(ports, number, reason);
  const { state } = await anyOrder(ports, number);
  return { state };
}
