/** @jest-environment jsdom */
import { startPhone, until } from '../../testing/phone';

const goods = { _id: 'tea', title: '红茶', picture: '', priceText: '￥68.00' };

test('it shows the goods, and tells which are wanted', async () => {
  const card = startPhone().render('components/goods-card/goods-card', { goods });
  expect(card.text()).toContain('红茶￥68.00');
  const added = card.heard('add');
  const bought = card.heard('buy');
  card.tap('.add');
  await until(() => expect(added).toEqual([{ goodsId: 'tea' }]));
  expect(bought).toEqual([]);
  card.tap('.buy');
  await until(() => expect(bought).toEqual([{ goodsId: 'tea' }]));
});
