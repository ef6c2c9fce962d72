import { isIP } from 'node:net';
import * as v from 'valibot';
import { parseChinaStamp } from './china-time';

const text = (limit: number) =>
  v.pipe(
    v.string(),
    v.nonEmpty('it is empty'),
    v.maxLength(limit, `longer than ${limit} characters`),
  );

const tradeNumber = (limit: number) =>
  v.pipe(text(limit), v.regex(/^[\dA-Za-z_\-*@|]+$/, 'only 0-9 A-Z a-z _ - * @ | are allowed'));

const fee = v.pipe(
  v.number('expected a number of fen'),
  v.integer('expected whole fen'),
  v.minValue(1, 'expected at least 1 fen'),
);

const stamp = v.pipe(
  v.string(),
  v.check((value) => parseChinaStamp(value) !== undefined, 'expected yyyyMMddHHmmss'),
);

const oneOf = (value: string) => v.literal(value, `only ${value} is possible`);

/** Parameters of `unifiedOrder` (WeChat docs, `CloudPay.unifiedOrder`); lengths in characters. */
export const orderRequestSchema = v.object({
  body: text(128),
  out_trade_no: tradeNumber(32),
  spbill_create_ip: v.pipe(
    v.string(),
    v.check((value) => isIP(value) !== 0, 'expected an IP address'),
  ),
  sub_mch_id: text(32),
  total_fee: fee,
  env_id: text(64),
  function_name: text(64),
  trade_type: v.exactOptional(oneOf('JSAPI')),
  fee_type: v.exactOptional(oneOf('CNY')),
  nonce_str: v.exactOptional(text(32)),
  attach: v.exactOptional(v.pipe(v.string(), v.maxLength(127, 'longer than 127 characters'))),
  detail: v.exactOptional(v.string()),
  time_start: v.exactOptional(stamp),
  time_expire: v.exactOptional(stamp),
});
export type OrderRequest = v.InferOutput<typeof orderRequestSchema>;

/** What names an order in `queryOrder`, `closeOrder` and `refund`. */
export const orderNameSchema = v.object({
  sub_mch_id: text(32),
  out_trade_no: v.exactOptional(tradeNumber(32)),
  transaction_id: v.exactOptional(text(32)),
});
export type OrderName = v.InferOutput<typeof orderNameSchema>;

/** Parameters of `refund` (WeChat docs, `CloudPay.refund`), beside the name of the order. */
export const refundRequestSchema = v.object({
  out_refund_no: tradeNumber(64),
  total_fee: fee,
  refund_fee: fee,
});
export type RefundRequest = v.InferOutput<typeof refundRequestSchema>;

/**
 * Checks parameters against one of the schemas above.
 * @returns the known parameters, or a text that names the first field that is wrong
 */
export const readParameters = <TSchema extends v.GenericSchema>(
  schema: TSchema,
  parameters: Record<string, unknown>,
): { request: v.InferOutput<TSchema> } | { fault: string } => {
  const { success, output, issues } = v.safeParse(schema, parameters);
  if (success) return { request: output };
  const [issue] = issues;
  const field = v.getDotPath(issue) ?? 'parameters';
  return { fault: field in parameters ? `invalid ${field}: ${issue.message}` : `lack of ${field}` };
};
