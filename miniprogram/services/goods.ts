import type { GoodsView } from '../../cloudfunctions/contract';
import { call } from './cloud/cloud';

let known: GoodsView[] | undefined;

/** @returns the shop's goods, fresh. @throws CallError */
export async function loadGoods(): Promise<GoodsView[]> {
  known = (await call('listGoods', {})).goods;
  return known;
}

/** @returns pictures by goods id, as far as they can be had: an order is shown without them too */
export async function loadPictures(): Promise<Record<string, string>> {
  const goods = known ?? (await loadGoods().catch(() => []));
  return Object.fromEntries(goods.map(({ _id, picture }) => [_id, picture]));
}
