import type { Order, OrderItem } from '../words';
import type { Ports } from '../ports';
import { hash } from '../hash';
import { Refusal } from '../refusal';
import { shop } from '../shop';
import { blankOrder, ownOrder } from './order';
import { placesOf, takePlace } from './place';

export interface Basket {
  /** Chosen by the client; the same id gives the same order. */
  requestId: string;
  items: readonly { goodsId: string; quantity: number }[];
}

/**
 * Stores an order with the shop's own prices, before WeChat Pay hears of it.
 * @returns the order; the one that exists if this request was made before
 * @throws Refusal for unknown goods, for a requestId that was used for other goods, or LIMITED for a
 *   user who orders too often
 */
export async function createOrder(ports: Ports, openid: string, basket: Basket): Promise<Order> {
  const sn = serialNumber(openid, basket.requestId);
  const [existing, places] = await Promise.all([
    ports.db.get('orders', sn),
    placesOf(ports, openid),
  ]);
  if (existing) return same(existing, basket);
  const items = await priced(ports, basket.items);
  await takePlace(ports, openid, sn, places);
  const now = ports.now();
  const order: Order = {
    ...blankOrder,
    _id: sn,
    openid,
    items,
    totalFee: items.reduce((sum, item) => sum + item.price * item.quantity, 0),
    createdAt: now,
    dueAt: now + shop.askAboutPaymentAfter,
  };
  const known = await ports.db.insert('orders', [order]);
  return known.length === 0 ? order : same(await ownOrder(ports, openid, sn), basket);
}

/** @returns the order if this is the request that made it */
function same(order: Order, { requestId, items }: Basket): Order {
  const isSame =
    order.items.length === items.length &&
    order.items.every(
      (item, i) => item.goodsId === items[i]?.goodsId && item.quantity === items[i]?.quantity,
    );
  if (isSame) return order;
  throw new Refusal(
    'CONFLICT',
    `requestId ${requestId} was used for other goods. Use a new requestId for a new order.`,
  );
}

/** WeChat Pay's outTradeNo: at most 32 letters and digits, the same for the same request. */
export const serialNumber = (openid: string, requestId: string): string =>
  `HY${hash(`${openid} ${requestId}`).slice(0, 26).toUpperCase()}`;

async function priced(ports: Ports, items: Basket['items']): Promise<OrderItem[]> {
  const ids = items.map((item) => item.goodsId);
  const goods = await ports.db.find('goods', { _id: { in: ids } }, { limit: ids.length });
  return items.map(({ goodsId, quantity }, i) => {
    const found = goods.find((one) => one._id === goodsId);
    if (!found) {
      throw new Refusal('NOT_FOUND', `items[${i}].goodsId: there are no goods "${goodsId}".`);
    }
    return { goodsId, quantity, title: found.title, price: found.price };
  });
}
