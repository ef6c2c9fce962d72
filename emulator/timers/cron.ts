import { Cron } from 'croner';
import type { Schedule } from '../clock/repeats';

/** A cron expression that the cloud would refuse; the message names the field. */
export class CronError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CronError';
  }
}

interface Field {
  name: string;
  min: number;
  max: number;
  /** Names for the values from `min` on. */
  names?: string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const FIELDS: Field[] = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'weekday', min: 0, max: 6, names: WEEKDAYS },
  { name: 'year', min: 1970, max: 2099 },
];

/** China has had no summer time since 1991, so an offset is exact, and faster than a time zone. */
const UTC_PLUS_8 = 8 * 60;

/**
 * Reads a cron expression as WeChat's cloud functions have it: seven fields (second minute hour
 * day month weekday year) in UTC+8, with `,` `-` `*` `/`. `/` has a number or `*` on its left. If
 * both day and weekday are restricted, one of the two is enough.
 * @throws CronError that names the field
 */
export function parseCron(text: string): Schedule {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    const names = FIELDS.map(({ name }) => name).join(' ');
    throw new CronError(`"${text}" has ${parts.length} fields and needs seven: ${names}`);
  }
  FIELDS.forEach((field, index) => checkField(field, parts[index] ?? ''));
  const cron = new Cron(parts.join(' '), {
    mode: '7-part',
    utcOffset: UTC_PLUS_8,
    // `5/15`, which croner takes for sloppy, is what the cloud documents.
    sloppyRanges: true,
    paused: true,
  });
  return {
    next: (time) => cron.nextRun(new Date(time))?.getTime() ?? null,
    // croner looks before its reference, and never at its milliseconds.
    last: (time) => cron.previousRuns(1, new Date(time + 1))[0]?.getTime() ?? null,
  };
}

function checkField(field: Field, part: string): void {
  for (const item of part.split(',')) {
    const problem = problemOf(field, item);
    if (problem) throw new CronError(`field ${field.name} "${part}": ${problem}`);
  }
}

function problemOf(field: Field, item: string): string | undefined {
  const [left = '', step, ...more] = item.split('/');
  if (more.length > 0) return 'it has more than one "/"';
  if (step !== undefined) {
    if (left !== '*' && !/^\d+$/.test(left)) return '"/" needs a number or * on its left';
    if (!/^\d+$/.test(step) || Number(step) === 0) return '"/" needs a number above 0 on its right';
    if (Number(step) > field.max - field.min + 1)
      return `the step ${step} is longer than the field`;
  }
  if (left === '*') return undefined;
  const bounds = left.split('-').map((value) => valueOf(field, value));
  if (bounds.length > 2 || bounds.includes(undefined)) return expectation(field);
  const [low = 0, high = low] = bounds;
  return low > high ? 'the range ends before it begins' : undefined;
}

function valueOf({ min, max, names = [] }: Field, text: string): number | undefined {
  const byName = names.indexOf(text.toUpperCase());
  if (byName >= 0) return min + byName;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  return value >= min && value <= max ? value : undefined;
}

const expectation = ({ min, max, names }: Field): string =>
  `expected numbers from ${min} to ${max}` +
  (names ? ` or names from ${names[0]} to ${names.at(-1)}` : '') +
  ' with , - * or /';
