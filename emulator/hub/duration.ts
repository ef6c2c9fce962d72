const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Reads a span of time such as `7d`, `1h30m` or `1500` (ms).
 * @returns milliseconds, or undefined if it is none
 */
export function parseDuration(text: string | number): number | undefined {
  if (typeof text === 'number') return Number.isSafeInteger(text) && text >= 0 ? text : undefined;
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^(\d+(ms|[smhdw]))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)(ms|[smhdw])/g)];
  return parts.reduce((sum, [, n, unit]) => sum + Number(n) * UNITS[unit as keyof typeof UNITS], 0);
}

/** Reads `2026-01-31T08:00:00Z`, also with an offset such as `+08:00`, or ms since 1970. */
export function parseInstant(text: string | number): number | undefined {
  if (typeof text === 'number') return Number.isSafeInteger(text) ? text : undefined;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text))
    return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
