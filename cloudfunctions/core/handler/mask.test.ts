import { createLog } from './log';
import { mask } from './mask';

test('enough to compare, too little to use', () => {
  expect(mask('oABCDEFGHIJKLMNOPQRSTUVWXYZ0')).toBe('oAB***YZ0');
  expect(mask('short')).toBe('***');
});

test('log lines hold no openid and no token', () => {
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  createLog({ function: 'f' })('event', { openid: 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0', count: 1 });
  write.mockRestore();
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { event: 'event', function: 'f', openid: 'oAB***YZ0', count: 1 },
  ]);
});
