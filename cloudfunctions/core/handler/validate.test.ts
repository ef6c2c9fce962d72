import * as v from 'valibot';
import { array, integer, sn, text } from './schemas';
import { validate } from './validate';

const schema = v.strictObject({
  requestId: text(8, 64),
  items: array(v.strictObject({ goodsId: text(1, 64), quantity: integer(1, 99) }), 1, 50),
  sn: v.exactOptional(sn),
});
const good = { requestId: 'request-1', items: [{ goodsId: 'tea', quantity: 1 }] };

test('gives the request, without what the platform adds', () => {
  expect(validate(schema, { ...good, userInfo: { openId: 'forged' } })).toEqual(good);
});

test.each([
  [
    { ...good, items: [{ goodsId: 'tea', quantity: 1, price: 1 }] },
    'items[0].price is not a field',
  ],
  [{ ...good, openid: 'forged' }, 'openid is not a field of this request'],
  [
    { ...good, items: [{ goodsId: 'tea', quantity: 0 }] },
    'items[0].quantity: Expected a whole number from 1 to 99, got 0.',
  ],
  [
    { ...good, items: [{ goodsId: 'tea', quantity: '2' }] },
    'items[0].quantity: Expected number, got "2".',
  ],
  [{ ...good, items: [] }, 'items: Expected 1 to 50 entries, got 0.'],
  [{ ...good, sn: "'; drop" }, 'sn: Expected an order number of up to 32 letters and digits'],
  [{ items: good.items }, 'requestId is missing.'],
  [{ ...good, requestId: 'line\nbreak' }, 'requestId: Expected text without control characters'],
  [{ ...good, requestId: 'half \ud83d of it' }, 'requestId: Expected text without control'],
  [{ ...good, ['x'.repeat(5000)]: 1 }, 'is not a field of this request'],
  [null, 'requestId is missing'],
  ['text', 'the request: Expected Object, got "text".'],
])('refuses %j in the words of the field', (event, message) => {
  expect(() => validate(schema, event)).toThrow(message);
});
