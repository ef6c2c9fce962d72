import { defineFunction } from '../core/handler/define';
import { nothing } from '../core/handler/schemas';
import { PAGE } from '../core/limits';

export const main = defineFunction('listGoods', nothing, async ({ db }) => {
  const goods = await db.find('goods', {}, { orderBy: '_id', limit: PAGE });
  return { goods: goods.map(({ _id, title, price, picture }) => ({ _id, title, price, picture })) };
});
