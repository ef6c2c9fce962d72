/** @jest-environment jsdom */
import { startPhone } from '../../testing/phone';

test.each([
  ['/images/goods/tea.svg', 'wx-image'],
  ['', 'wx-view'],
])('goods with the picture "%s" are shown as a %s', (src, tag) => {
  const picture = startPhone().render('components/goods-picture/goods-picture', { src });
  expect(picture.one('.picture').dom.tagName.toLowerCase()).toBe(tag);
});
