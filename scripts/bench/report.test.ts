import { atLeast, atMost, countBudgets, formatReport, median, percentile, row } from './report';

test('a table shows each value beside its budget, met or not', () => {
  const report = {
    title: 'Speed',
    columns: ['ours', 'others'],
    rows: [
      { what: 'messages a second', cells: ['410', '95'], budget: atLeast(320, 410) },
      { what: 'calls', cells: ['0.42', '1.01'], budget: atMost(0.3, 0.42) },
      { what: 'cards', cells: ['200', '200'] },
    ],
    notes: ['on one computer'],
  };
  expect(formatReport(report).split('\n')).toEqual([
    'Speed',
    '                     ours  others  budget',
    '  messages a second  410   95      ≥ 320  met',
    '  calls              0.42  1.01    ≤ 0.3  NOT MET',
    '  cards              200   200',
    '  (on one computer)',
  ]);
  expect(countBudgets([report])).toBe('1 of 2 budgets met; not met: calls');
});

test('single values need no heading', () => {
  const rows = [row('ready', '210 ms', atMost(300, 210, ' ms'))];
  expect(formatReport({ title: 'Start', rows })).toBe('Start\n  ready  210 ms  ≤ 300 ms  met');
  expect(countBudgets([{ title: 'Start', rows }])).toBe('1 of 1 budgets met');
});

test.each([
  [[3, 1, 2], 50, 2],
  [[1, 2, 3, 4], 50, 2],
  [[50, 10, 40, 30, 20], 95, 50],
  [[7], 95, 7],
])('the percentile of %j at %d is %d', (values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected);
});

test('nothing has no median', () => {
  expect(() => median([])).toThrow('Expected at least one value');
});
