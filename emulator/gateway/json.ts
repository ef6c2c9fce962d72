/**
 * JSON in which a bigint is a bare number. WeChat's `msgid` has 19 digits; `JSON.stringify` cannot
 * write it, and as text the SDK would not turn it into its big number.
 */
export function toJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map((item) => toJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => `${JSON.stringify(name)}:${toJson(field)}`);
  return `{${fields.join(',')}}`;
}

/**
 * Parses what came over the wire and must be a JSON object.
 * @returns `undefined` if it is not
 */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
