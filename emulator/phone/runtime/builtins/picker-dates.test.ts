import { dateWheels, timeWheels } from './picker-dates';

const FIRST = '2026-01-15';
const LAST = '2027-03-02';

describe('the wheels of a date', () => {
  test('start at the date and give it back', () => {
    const wheels = dateWheels('2026-08-31', FIRST, LAST, 'day');
    expect(wheels.read(wheels.start)).toBe('2026-08-31');
    expect(wheels.columns(wheels.start)[0]).toEqual(['2026年', '2027年']);
  });

  test('hold only the days of the month that is chosen', () => {
    const { columns, read, start } = dateWheels('2026-08-31', FIRST, LAST, 'day');
    const [year = 0, , day = 0] = start;
    const september = [year, 8, day];
    expect(columns(september)[2]).toHaveLength(30);
    expect(read(september)).toBe('2026-09-30');
  });

  test('stay within the ends', () => {
    const { columns } = dateWheels('2026-08-31', FIRST, LAST, 'day');
    expect(columns([0, 0, 0])[2]?.[0]).toBe('15日');
    expect(columns([1, 11, 40])).toEqual([
      ['2026年', '2027年'],
      ['1月', '2月', '3月'],
      ['1日', '2日'],
    ]);
  });

  test.each([
    ['year', '2026'],
    ['month', '2026-02'],
  ])('ask for no more than the %s', (fields, value) => {
    const { read, start } = dateWheels('2026-02-28', FIRST, LAST, fields);
    expect(read(start)).toBe(value);
  });
});

test('the wheels of a time stay within the ends', () => {
  const { columns, read, start } = timeWheels('09:30', '08:15', '18:45');
  expect(read(start)).toBe('09:30');
  expect(columns([0, 0])[1]?.[0]).toBe('15分');
  expect(columns([10, 0])[1]?.at(-1)).toBe('45分');
});
