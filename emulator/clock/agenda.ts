/** Something that is due at a virtual time. */
export interface Entry {
  due: number;
  label: string;
  run(due: number): Promise<void>;
}

/** What is due, in the order of its time; entries of the same time keep the order of arrival. */
export interface Agenda {
  add(entry: Entry): void;
  remove(entry: Entry): void;
  first(): Entry | undefined;
}

/** An empty agenda: a sorted array, since entries mostly arrive in the order of their time. */
export function createAgenda(): Agenda {
  const entries: Entry[] = [];
  return {
    add(entry) {
      const before = entries.findLastIndex((other) => other.due <= entry.due);
      entries.splice(before + 1, 0, entry);
    },
    remove(entry) {
      const index = entries.indexOf(entry);
      if (index >= 0) entries.splice(index, 1);
    },
    first: () => entries[0],
  };
}
