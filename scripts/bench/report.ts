/** What one part of the bench has measured, for people and, as it stands, for the JSON file. */
export interface Report {
  title: string;
  /** What the cells of each row stand for; none if each row has one value. */
  columns?: string[];
  rows: Row[];
  /** What a reader should know about these numbers. */
  notes?: string[];
  /** Everything that is too long for the table. */
  details?: unknown;
}

export interface Row {
  what: string;
  cells: string[];
  /** The bound of the first cell, and whether it is kept. */
  budget?: { text: string; met: boolean };
}

/** A row with one value. */
export const row = (what: string, value: string, budget?: Row['budget']): Row => ({
  what,
  cells: [value],
  ...(budget && { budget }),
});

/** A budget that the value must not exceed. @param unit follows the number, for example ` ms` */
export const atMost = (limit: number, value: number, unit = ''): Row['budget'] & object => ({
  text: `≤ ${limit}${unit}`,
  met: value <= limit,
});

/** A budget that the value must reach. */
export const atLeast = (limit: number, value: number, unit = ''): Row['budget'] & object => ({
  text: `≥ ${limit}${unit}`,
  met: value >= limit,
});

/** The middle value; of an even number the lower one of the two. @throws Error without values */
export const median = (values: readonly number[]): number => percentile(values, 50);

/** The smallest value that `percent` % of the values do not exceed. @throws Error without values */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (value === undefined) throw new Error('Expected at least one value, got none.');
  return value;
}

/** @returns the report as text: a table in columns, then its notes */
export function formatReport({ title, columns = [], rows, notes = [] }: Report): string {
  const table = [
    ...(columns.length > 0 ? [['', ...columns, 'budget']] : []),
    ...rows.map(({ what, cells, budget }) => [what, ...cells, verdict(budget)]),
  ];
  return [title, ...aligned(table), ...notes.map((note) => `  (${note})`)].join('\n');
}

const verdict = (budget: Row['budget']): string =>
  budget ? `${budget.text}  ${budget.met ? 'met' : 'NOT MET'}` : '';

/** @returns how many budgets are kept, and the names of those that are not */
export function countBudgets(reports: readonly Report[]): string {
  const bounded = reports.flatMap(({ rows }) => rows.filter((one) => one.budget));
  const broken = bounded.filter(({ budget }) => !budget?.met).map(({ what }) => what);
  const counts = `${bounded.length - broken.length} of ${bounded.length} budgets met`;
  return broken.length > 0 ? `${counts}; not met: ${broken.join('; ')}` : counts;
}

function aligned(table: readonly string[][]): string[] {
  const count = Math.max(0, ...table.map((line) => line.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(...table.map((line) => line[i]?.length ?? 0)),
  );
  return table.map((line) =>
    `  ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd(),
  );
}
