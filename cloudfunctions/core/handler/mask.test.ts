import { createLog } from './log';
import { mask, masked } from './mask';

const OPENID = 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0';

test('enough to compare, too little to use', () => {
  expect(mask(OPENID)).toBe('oAB***YZ0');
  expect(mask('short')).toBe('***');
});

test.each([
  ['an openid', OPENID],
  ['an openid without a digit', 'oABCDEFGHIJKLMNOPQRSTUVWXYZa'],
  ['a formId', '0123456789abcdef0123456789abcdef'],
  ['a prepay_id', 'wx201410272009395522657a690389285100'],
  ['an access token', '54_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789-aBcDeFgHiJkLmNoPqRsTuVwXyZ'],
  ['an app secret', 'f00dcafe00112233445566778899aabb'],
])('%s is masked in any text', (_, secret) => {
  expect(masked(`Error: dup key: { _id: "${secret}" }`)).not.toContain(secret.slice(3, -3));
});

test.each([
  'orderShipped:HY93FE9C9DB25E7E2F60BF7468E5',
  'sendTemplatePaySuccess is for the staff of the shop',
  'rid: 5f3cbe21-8b1d-4a53-9f5e-2f1a44c6f0aa',
  'items[0].quantity: Expected a whole number from 1 to 99, got 0.',
  'E11000 duplicate key error collection: tnt-local.credits index: _id_',
])('%s stays readable', (text) => {
  expect(masked(text)).toBe(text);
});

test('log lines hold no openid and no token, wherever they stand', () => {
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  const log = createLog({ function: 'f' });
  log('event', { openid: OPENID, token: 'short', count: 1 });
  log('event', { error: `Error: ${OPENID}\n${OPENID}`, list: [{ to: OPENID }] });
  log('event', { error: 'x'.repeat(1_000_000) });
  write.mockRestore();
  expect(lines.slice(0, 2).map((line) => JSON.parse(line) as unknown)).toEqual([
    { event: 'event', function: 'f', openid: 'oAB***YZ0', token: '***', count: 1 },
    {
      event: 'event',
      function: 'f',
      error: 'Error: oAB***YZ0\noAB***YZ0',
      list: [{ to: 'oAB***YZ0' }],
    },
  ]);
  expect(lines[2]?.length).toBeLessThan(1100);
});
