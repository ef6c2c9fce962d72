import type { Switches } from '../emulator/settings';

/** What nobody knows about the real cloud, each the other way round. */
const otherWay: Switches = {
  failedSendSpends: true,
  busyDelivers: true,
  expiredAnswer: 41029,
  usedAnswer: 41028,
  batchInsert: 'unordered',
  staleReads: true,
  updatedCounts: 'matched',
};

/**
 * Seven settings, which with the default ones show every pair of switches in all four combinations
 * (the orthogonal array L8). A row names the switches that stay as they are.
 */
const rows = [
  ['failedSendSpends', 'busyDelivers', 'expiredAnswer'],
  ['failedSendSpends', 'usedAnswer', 'batchInsert'],
  ['failedSendSpends', 'staleReads', 'updatedCounts'],
  ['busyDelivers', 'usedAnswer', 'staleReads'],
  ['busyDelivers', 'batchInsert', 'updatedCounts'],
  ['expiredAnswer', 'usedAnswer', 'updatedCounts'],
  ['expiredAnswer', 'batchInsert', 'staleReads'],
] as const satisfies (keyof Switches)[][];

const mixed = rows.map((kept): Partial<Switches> => {
  const flipped = Object.entries(otherWay).filter(([name]) => !kept.some((one) => one === name));
  return Object.fromEntries(flipped);
});

/** The default setting, the far corner, and the mixtures between, by name. */
export const settings: Record<string, Partial<Switches>> = {
  'as is likely': {},
  'all the other way': otherWay,
  ...Object.fromEntries(mixed.map((switches, i) => [`mixture ${i + 1}`, switches])),
};
