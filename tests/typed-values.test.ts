import fc from 'fast-check';
import { isTypedValue } from '../cloudfunctions/core/scenes/typed-values';
import { isKeywordValue } from '../emulator/wechat/keyword-values';

/** The product checks before it sends; the local cloud's WeChat checks by other code. */
test('what we let through, WeChat takes: any text for any type', () => {
  const types =
    'thing number letter symbol character_string time date amount phone_number car_number name phrase short_thing';
  const parts = fc.oneof(
    fc.constantFrom('2026-03-04', '10:00', '￥', '元', '…', '茶', 'A', '1', '~', ' ', '年', '🍵'),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  );
  const texts = fc.array(parts, { maxLength: 24 }).map((all) => all.join(''));
  fc.assert(
    fc.property(fc.constantFrom(...types.split(' ')), texts, (type, value) => {
      fc.pre(isTypedValue(`${type}1`, value));
      expect([type, value, isKeywordValue(`${type}1`, value)]).toEqual([type, value, true]);
    }),
    { numRuns: 2000 },
  );
});
