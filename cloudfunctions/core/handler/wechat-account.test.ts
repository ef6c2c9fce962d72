import { readWeChatAccount } from './wechat-account';

const given = { WECHAT_APP_ID: 'wx1', WECHAT_APP_SECRET: 'a-secret' };

test('the account comes from the variables, the role from the environment', () => {
  expect(readWeChatAccount('local-hongyan', given)).toEqual({
    appid: 'wx1',
    secret: 'a-secret',
    api: 'https://api.weixin.qq.com',
    role: 'writer',
    kind: 'stable',
  });
});

test('an environment that nobody has declared only reads', () => {
  expect(readWeChatAccount('somewhere', given)).toMatchObject({ role: 'reader' });
});

test('a reader needs no secret', () => {
  expect(readWeChatAccount('somewhere', { WECHAT_APP_ID: 'wx1' })).toMatchObject({
    role: 'reader',
    secret: 'none',
  });
});

test.each([{}, { WECHAT_APP_ID: 'wx1' }, { WECHAT_APP_SECRET: 'a-secret' }])(
  '%j is no account',
  (variables) => {
    expect(readWeChatAccount('local-hongyan', variables)).toBeUndefined();
  },
);

test.each(['http://127.0.0.1:5140/wechat-api/', 'http://localhost:1', 'https://proxy.example'])(
  'the secret may go to %s',
  (address) => {
    const account = readWeChatAccount('local-hongyan', { ...given, WECHAT_API: address });
    expect(account?.api).toBe(address.replace(/\/$/, ''));
  },
);

test.each(['http://api.weixin.qq.com', 'http://127.0.0.1.evil.example', 'ftp://x', ''])(
  'the secret may not go to "%s"',
  (address) => {
    const read = () => readWeChatAccount('local-hongyan', { ...given, WECHAT_API: address });
    expect(read).toThrow('Expected WECHAT_API to begin with https://');
    expect(read).not.toThrow('a-secret');
  },
);
