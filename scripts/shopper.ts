import type { Hub } from './hub-client';

/**
 * A user orders one tin of tea and pays it; WeChat Pay calls the shop back.
 * @throws if the shop refuses the order
 */
export async function paidOrder(
  hub: Hub,
  openid: string,
): Promise<{ sn: string; totalFee: number }> {
  const items = [{ goodsId: 'tea', quantity: 1 }];
  const made = await hub.call(openid, 'createOrder', { requestId: `order-of-${openid}`, items });
  if (!made.ok) throw new Error(made.error.message);
  await hub.pay(openid, made.data.payment, 'success');
  return made.data;
}
