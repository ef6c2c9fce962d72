import type { Wheels } from '../sheets/columns';

const two = (number: number): string => String(number).padStart(2, '0');

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index);

/** Years that a date may have if the page names no ends. */
const AROUND = 50;

/**
 * Wheels for a date.
 * @param value `2026-08-01`, or its beginning; today if it is none
 * @param start the first date, `end` the last one; empty for no end
 * @param fields `year`, `month` or `day`: how much of the date is asked
 */
export function dateWheels(value: string, start: string, end: string, fields: string): Wheels {
  const today = new Date();
  const now = [today.getFullYear(), today.getMonth() + 1, today.getDate()];
  const count = fields === 'year' ? 1 : fields === 'month' ? 2 : 3;
  const first = partsOf(start, '-') ?? [today.getFullYear() - AROUND, 1, 1];
  const last = partsOf(end, '-') ?? [today.getFullYear() + AROUND, 12, 31];
  const bounds = (chosen: number[]): number[][] => {
    const [year = 0, month = 1] = chosen;
    const atFirst = [true, year === first[0], year === first[0] && month === first[1]];
    const atLast = [true, year === last[0], year === last[0] && month === last[1]];
    const ends = [last[0] ?? year, 12, new Date(year, month, 0).getDate()];
    return ends.map((most, index) =>
      numbers(
        atFirst[index] ? (first[index] ?? 1) : 1,
        Math.min(most, atLast[index] ? (last[index] ?? most) : most),
      ),
    );
  };
  const units = ['年', '月', '日'];
  return wheels(partsOf(value, '-') ?? now, count, bounds, {
    label: (number, index) => `${number}${units[index]}`,
    write: (parts) =>
      parts.map((part, index) => (index === 0 ? String(part) : two(part))).join('-'),
  });
}

/**
 * Wheels for a time of the day.
 * @param value `10:30`; now if it is none
 */
export function timeWheels(value: string, start: string, end: string): Wheels {
  const today = new Date();
  const first = partsOf(start, ':') ?? [0, 0];
  const last = partsOf(end, ':') ?? [23, 59];
  const bounds = ([hour = 0]: number[]): number[][] => [
    numbers(first[0] ?? 0, last[0] ?? 23),
    numbers(hour === first[0] ? (first[1] ?? 0) : 0, hour === last[0] ? (last[1] ?? 59) : 59),
  ];
  return wheels(partsOf(value, ':') ?? [today.getHours(), today.getMinutes()], 2, bounds, {
    label: (number, index) => `${two(number)}${index === 0 ? '时' : '分'}`,
    write: (parts) => parts.map(two).join(':'),
  });
}

interface Wording {
  label: (number: number, index: number) => string;
  write: (parts: number[]) => string;
}

/** Wheels whose numbers depend on those before them. */
function wheels(
  start: number[],
  count: number,
  bounds: (chosen: number[]) => number[][],
  { label, write }: Wording,
): Wheels {
  const numbersFor = (indexes: number[]): { columns: number[][]; parts: number[] } => {
    const parts: number[] = [];
    const columns: number[][] = [];
    for (let index = 0; index < count; index += 1) {
      const column = bounds(parts)[index] ?? [];
      columns.push(column);
      parts.push(column[Math.min(indexes[index] ?? 0, column.length - 1)] ?? 0);
    }
    return { columns, parts };
  };
  const indexes: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const column = numbersFor(indexes).columns[index] ?? [];
    indexes.push(Math.max(column.indexOf(start[index] ?? 0), 0));
  }
  return {
    columns: (chosen) =>
      numbersFor(chosen).columns.map((column, index) => column.map((each) => label(each, index))),
    start: indexes,
    read: (chosen) => write(numbersFor(chosen).parts),
  };
}

const partsOf = (text: string, separator: string): number[] | undefined =>
  text === '' ? undefined : text.split(separator).map(Number);
