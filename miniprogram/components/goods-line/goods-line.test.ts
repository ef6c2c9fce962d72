/** @jest-environment jsdom */
import { startPhone } from '../../testing/phone';

const line = { goodsId: 'tea', title: '红茶', picture: '', priceText: '￥68.00', quantity: 2 };
const render = (properties: Record<string, unknown>) =>
  startPhone().render('components/goods-line/goods-line', properties);

test('it shows the goods, their price and how many', () => {
  expect(render({ line }).text()).toBe('红茶￥68.00×2');
});

test('a slot stands in for the quantity', () => {
  expect(render({ line, custom: true }).text()).toBe('红茶￥68.00');
});
