import { isItem, type BasketItem } from './payment/pending';

const KEY = 'cart';

/** `createOrder` takes at most so many of one kind. */
export const MAX_QUANTITY = 99;

/** @returns what is in the cart, in the order in which it was put there */
export function readCart(): BasketItem[] {
  const stored: unknown = wx.getStorageSync(KEY);
  return Array.isArray(stored) ? stored.filter(isItem) : [];
}

/** Puts one more piece into the cart. @returns how many pieces it holds now */
export function addToCart(goodsId: string): number {
  const now = readCart().find((item) => item.goodsId === goodsId)?.quantity ?? 0;
  return setQuantity(goodsId, now + 1);
}

/** Changes how many of one kind are in the cart; 0 takes it out. @returns how many pieces it holds */
export function setQuantity(goodsId: string, wanted: number): number {
  const quantity = Math.max(0, Math.min(wanted, MAX_QUANTITY));
  const items = readCart();
  const kept = items.some((item) => item.goodsId === goodsId)
    ? items.map((item) => (item.goodsId === goodsId ? { goodsId, quantity } : item))
    : [...items, { goodsId, quantity }];
  return write(kept.filter((item) => item.quantity > 0));
}

/** Empties the cart: what was in it is an order now. */
export const clearCart = (): number => write([]);

function write(items: BasketItem[]): number {
  wx.setStorageSync(KEY, items);
  return showCount(items);
}

/** Shows the number of pieces on the tab of the cart. @returns that number */
export function showCount(items: readonly BasketItem[] = readCart()): number {
  const count = items.reduce((sum, item) => sum + item.quantity, 0);
  const index = 1; // the cart is the second tab of `app.json`
  // on a page without tabs WeChat refuses, and the next page with tabs shows it
  if (count > 0) wx.setTabBarBadge({ index, text: String(count), fail: () => undefined });
  else wx.removeTabBarBadge({ index, fail: () => undefined });
  return count;
}
