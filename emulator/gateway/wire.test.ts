import { invocationIdIn } from './call';
import { effectsOf } from './effects';
import { toJson } from './json';
import { decodeMultipart } from './multipart';

test('JSON writes a bigint as a bare number and is otherwise JSON', () => {
  const value = { a: [1, 'x"', null, undefined], b: { c: true, gone: undefined }, d: 1.5, e: '赵' };
  expect(toJson(value)).toBe(JSON.stringify(value));
  expect(toJson({ msgid: 2258555555555555555n })).toBe('{"msgid":2258555555555555555}');
});

test('multipart: texts, bytes with line ends in them, empty bytes', () => {
  const bytes = Buffer.from([13, 10, 0, 255, 13, 10, 13, 10]);
  const part = (name: string, type: string, content: Buffer | string) => [
    Buffer.from(`--xyz\r\nContent-Disposition: form-data; name="${name}"\r\n${type}\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ];
  const octets = 'Content-Type: application/octet-stream\r\n';
  const body = Buffer.concat([
    ...part('action', '', 'wx.openApi'),
    ...part('requestData', octets, bytes),
    ...part('apiOptions', octets, ''),
    Buffer.from('--xyz--\r\n'),
  ]);
  const expected = { action: 'wx.openApi', requestData: bytes, apiOptions: Buffer.alloc(0) };
  expect(decodeMultipart(body, 'multipart/form-data; boundary=xyz')).toEqual(expected);
  expect(decodeMultipart(body, 'multipart/form-data; boundary="xyz"')).toEqual(expected);
  const cut = decodeMultipart(body.subarray(0, 100), 'multipart/form-data; boundary=xyz');
  expect(cut).toEqual({ action: 'wx.openApi' });
  expect(() => decodeMultipart(body, 'multipart/form-data')).toThrow('boundary');
});

test.each([
  ['/admin', ''],
  ['/admin?env=local-shop&seqId=1', ''],
  ['/admin/', ''],
  ['/admin/0b1c?env=local-shop', '0b1c'],
  ['/administrator', undefined],
  ['/admin/a/b', undefined],
  ['/', undefined],
])('the path %s names the invocation %j', (path, id) => {
  expect(invocationIdIn(path)).toBe(id);
});

test('effects add up; the first code counts', () => {
  const effects = effectsOf([
    { delayMs: 5 },
    { errCode: 1 },
    { delayMs: 6 },
    'dropAnswer',
    { errCode: 2 },
  ]);
  expect(effects).toEqual({
    delayMs: 11,
    errCode: 1,
    dropAnswer: true,
    freeze: false,
    killBefore: false,
    killAfter: false,
  });
});
