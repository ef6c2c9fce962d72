/** What is shown for a value that should be a text: numbers as they are, other things as nothing. */
export const plainText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
