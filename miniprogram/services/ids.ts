/** @returns an id that no other phone and no other moment gives; 16 to 24 letters and digits */
export const newId = (): string =>
  `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 14).padEnd(12, '0')}`;
