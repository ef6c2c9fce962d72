import { isKeywordValue, typeOfKeyword } from './keyword-values';

const fits: [string, string[], string[]][] = [
  [
    'thing1',
    ['茶', 'a 1 ！', '字'.repeat(20), '😀'.repeat(20)],
    ['字'.repeat(21), 'a\nb', 'a\u0007'],
  ],
  ['number2', ['1', '0.5', '9'.repeat(32)], ['9'.repeat(33), '1.', '-1', '一', '1,000']],
  ['letter3', ['abcXYZ', 'a'.repeat(32)], ['a'.repeat(33), 'a1', '字']],
  ['symbol4', ['!?', '￥#%&*'], ['!!!!!!', 'a', '1']],
  ['character_string5', ['SF-2019_A#1', 'a'.repeat(32)], ['a'.repeat(33), '单号1', 'a b']],
  [
    'time6',
    [
      '15:01',
      '15:01:30',
      '8:00',
      '2019年10月1日 15:01',
      '2019-10-01 15:01~2019-10-01 16:01',
      '15:01 ~ 16:01',
    ],
    ['24:00', '15:60', '2019年10月1日', '下午3点', '15:01~16:01~17:01', '2019-02-30 15:01'],
  ],
  [
    'date7',
    [
      '2019年10月1日',
      '2019-10-01',
      '2019/10/1',
      '2019.10.01',
      '2019-10-01 15:01',
      '2019-10-01~2019-10-02',
    ],
    ['2019-13-01', '2019-02-29', '10月1日', '15:01', '2019-10/01', '2019-10-01T15:01:00Z', 'soon'],
  ],
  [
    'amount8',
    ['19.90', '¥19.90', '￥100元', '100元', '1234567890'],
    ['12345678901', '19.9 ¥', '十元', '¥¥1', '-1'],
  ],
  ['phone_number9', ['+86-0766-66888866', '13800138000'], ['1'.repeat(18), '电话']],
  ['car_number10', ['粤A8Z888挂', '京A12345'], ['粤A8Z8888挂', 'A-1']],
  [
    'name11',
    ['李小龙', 'Bruce Lee', '李'.repeat(10), 'a'.repeat(20)],
    ['李'.repeat(11), 'a'.repeat(21), '李aaaaaaaaaa', '小3'],
  ],
  ['phrase12', ['已发货', '字'.repeat(5)], ['字'.repeat(6), 'ok', '已发货!']],
  ['enum13', ['任意'], ['a\nb']],
  ['short_thing14', ['任意 text 1'], ['a\tb']],
];

describe.each(fits)('%s', (key, good, bad) => {
  test.each(good)('%p fits', (value) => expect(isKeywordValue(key, value)).toBe(true));
  test.each(bad)('%p does not', (value) => expect(isKeywordValue(key, value)).toBe(false));
});

test('the type is the key without its digits', () => {
  expect(['thing3', 'character_string12', 'enum'].map(typeOfKeyword)).toEqual([
    'thing',
    'character_string',
    'enum',
  ]);
});
