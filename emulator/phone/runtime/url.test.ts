import { browserUnits } from '../units';
import { imageUrl, parsePlace, writePlace } from './url';

test.each([
  ['/pages/a/a?id=1&name=%E8%8C%B6', 'pages/a/a', { id: '1', name: '%E8%8C%B6' }],
  ['../b/b', 'pages/b/b', {}],
  ['b?x=1=2&flag', 'pages/c/b', { x: '1=2', flag: '' }],
  ['/pages/a/a?next=/x?y=1', 'pages/a/a', { next: '/x?y=1' }],
])('the place of %s', (url, path, query) => {
  expect(parsePlace(url, 'pages/c/c')).toEqual({ path, query });
});

test('an address that is read and written stays the same', () => {
  const address = 'pages/orders/detail?sn=HY1&from=card';
  expect(writePlace(parsePlace(`/${address}`, ''))).toBe(address);
  expect(writePlace({ path: 'pages/a', query: {} })).toBe('pages/a');
});

test.each([
  ['/images/a.svg', 'mp/images/a.svg'],
  ['../images/a.svg', 'mp/images/a.svg'],
  ['a.svg', 'mp/parts/a.svg'],
  ['data:image/png;base64,AA', 'data:image/png;base64,AA'],
  ['https://example.com/a.png', 'https://example.com/a.png'],
  ['', ''],
])('the image %s', (source, url) => {
  expect(imageUrl(source, 'parts/card')).toBe(url);
});

test('an inline style in the units of the browser', () => {
  expect(browserUnits('width: 10rpx; margin: -.5rpx; height: 50vh')).toBe(
    'width: calc(10 * 100vw / 750); margin: calc(-.5 * 100vw / 750); height: 50cqh',
  );
});
