import type { Fault, Faults } from '../services';

type Call = Parameters<Faults['hit']>[0];

interface Entry {
  fault: Fault;
  /** Matching calls since the fault was added, for `nth`. */
  seen: number;
  hits: number;
}

const matches = ({ match }: Fault, call: Call): boolean =>
  (match.function ?? call.function) === call.function &&
  (match.action ?? call.action) === call.action &&
  (match.apiName ?? call.apiName) === call.apiName;

/**
 * The faults of a local cloud, in the order in which they were added.
 *
 * A fault counts the calls that match it from the moment it is added. It hits the call number
 * `nth` (1 unless given, counted from 1) and the ones after it until it has hit `times` calls (1
 * unless given). Each fault counts for itself, so the order of faults changes nothing but the
 * order of their effects. A spent fault stays in `list` until `clear`, which also thaws what is frozen.
 */
export function createFaults(): Faults {
  let entries: Entry[] = [];
  let thaw = (): void => undefined;
  const nextThaw = (): Promise<void> => new Promise((resolve) => (thaw = resolve));
  let thawed = nextThaw();

  const strikes = (entry: Entry, call: Call): boolean => {
    if (!matches(entry.fault, call)) return false;
    entry.seen += 1;
    if (entry.seen < (entry.fault.match.nth ?? 1)) return false;
    if (entry.hits >= (entry.fault.times ?? 1)) return false;
    entry.hits += 1;
    return true;
  };

  return {
    add: (fault) => void entries.push({ fault: structuredClone(fault), seen: 0, hits: 0 }),
    clear() {
      entries = [];
      thaw();
      thawed = nextThaw();
    },
    thawed: () => thawed,
    list: () => entries.map(({ fault, hits }) => ({ ...structuredClone(fault), hits })),
    hit: (call) => entries.filter((entry) => strikes(entry, call)).map(({ fault }) => fault.effect),
  };
}
