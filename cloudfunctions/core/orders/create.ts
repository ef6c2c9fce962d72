import type { Order, OrderItem } from '../words';
import type { Ports } from '../ports';
import { hash } from '../hash';
import { Refusal } from '../refusal';
import { shop } from '../shop';
import { blankOrder, ownOrder } from './order';

export interface Basket {
  /** Chosen by the client; the same id gives the same order. */
  requestId: string;
  items: readonly { goodsId: string; quantity: number }[];
}

/**
 * Stores an order with the shop's own prices, before WeChat Pay hears of it.
 * @returns the order; the one that exists if this request was made before
 * @throws Refusal for unknown goods, or for a requestId that was used for other goods
 */
export async function createOrder(ports: Ports, openid: string, basket: Basket): Promise<Order> {
  const items = await priced(ports, basket.items);
  const now = ports.now();
  const order: Order = {
    ...blankOrder,
    _id: serialNumber(openid, basket.requestId),
    openid,
    items,
    totalFee: items.reduce((sum, item) => sum + item.price * item.quantity, 0),
    createdAt: now,
    dueAt: now + shop.askAboutPaymentAfter,
  };
  const known = await ports.db.insert('orders', [order]);
  if (known.length === 0) return order;
  const existing = await ownOrder(ports, openid, order._id);
  if (sameGoods(existing.items, items)) return existing;
  throw new Refusal(
    'CONFLICT',
    `requestId ${basket.requestId} was used for other goods. Use a new requestId for a new order.`,
  );
}

/** WeChat Pay's outTradeNo: at most 32 letters and digits, the same for the same request. */
const serialNumber = (openid: string, requestId: string): string =>
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

const sameGoods = (a: readonly OrderItem[], b: readonly OrderItem[]): boolean =>
  a.length === b.length &&
  a.every((item, i) => item.goodsId === b[i]?.goodsId && item.quantity === b[i]?.quantity);
