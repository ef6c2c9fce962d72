import type { GoodsView } from '../../cloudfunctions/contract';
import { yuan } from './money';
import type { BasketItem } from './payment/pending';

/** A line of a basket or an order, as pages show it. */
export interface Line {
  goodsId: string;
  title: string;
  picture: string;
  priceText: string;
  quantity: number;
}

/** A basket at today's prices. */
export interface Basket {
  lines: Line[];
  count: number;
  totalText: string;
}

/** @returns the basket as pages show it; goods that the shop no longer has are left out */
export function basketOf(items: readonly BasketItem[], goods: readonly GoodsView[]): Basket {
  const found = items.flatMap(({ goodsId, quantity }) =>
    goods.filter((one) => one._id === goodsId).map((one) => ({ ...one, quantity })),
  );
  return {
    lines: found.map(({ _id, title, picture, price, quantity }) => ({
      goodsId: _id,
      title,
      picture,
      priceText: yuan(price),
      quantity,
    })),
    count: found.reduce((sum, one) => sum + one.quantity, 0),
    totalText: yuan(found.reduce((sum, one) => sum + one.price * one.quantity, 0)),
  };
}
