/** @jest-environment jsdom */
import { startPhone } from '../../testing/phone';

test('it has the shape of a list, or of a grid', () => {
  const list = startPhone().render('components/skeleton-list/skeleton-list');
  expect([list.all('.row').length, list.all('.card').length]).toEqual([4, 0]);
  const grid = startPhone().render('components/skeleton-list/skeleton-list', { grid: true });
  expect([grid.all('.row').length, grid.all('.card').length]).toEqual([0, 4]);
});
