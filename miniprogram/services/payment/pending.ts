/** Goods and how many of them. */
export interface BasketItem {
  goodsId: string;
  quantity: number;
}

/** A basket that was ordered and not paid yet; `sn` is empty until the order is known. */
export interface Pending {
  requestId: string;
  items: BasketItem[];
  sn: string;
}

/** @returns what storage holds, or undefined if that is no basket */
export function readPending(stored: unknown): Pending | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { requestId, items, sn } = stored as Partial<Record<keyof Pending, unknown>>;
  if (typeof requestId !== 'string' || typeof sn !== 'string') return undefined;
  if (!Array.isArray(items) || !items.every(isItem)) return undefined;
  return { requestId, items, sn };
}

/** @returns whether a stored value is one line of a basket */
export function isItem(value: unknown): value is BasketItem {
  if (typeof value !== 'object' || value === null) return false;
  const { goodsId, quantity } = value as Partial<Record<keyof BasketItem, unknown>>;
  return typeof goodsId === 'string' && Number.isInteger(quantity) && Number(quantity) > 0;
}
