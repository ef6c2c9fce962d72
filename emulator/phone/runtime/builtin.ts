/** The value of a property before a page sets one; the property is of its type. */
export type Initial = string | number | boolean | null | unknown[];

/** A built-in component, as it looks at itself: its element, its properties, its template. */
export interface BuiltinNode {
  element: HTMLElement;
  text: (property: string) => string;
  flag: (property: string) => boolean;
  number: (property: string) => number;
  value: (property: string) => unknown;
  /** Changes a property, as two-way binding sees it. */
  set: (property: string, value: unknown) => void;
  /** Tells the page: `bind<name>`. */
  emit: (name: string, detail: object) => void;
  /** Calls back for every tap on it, with the element that was hit. */
  onTap: (listener: (hit: Element) => void) => void;
  /** Calls back when it leaves the page. */
  onDetached: (listener: () => void) => void;
  /** Path of the page or component in whose template it stands. */
  owner: () => string;
  /** `id` and `data-*`, as events name their target. */
  describe: () => { id: string; dataset: Record<string, unknown> };
  /** An element of the same template, by its id. */
  sibling: (id: string) => HTMLElement | undefined;
  /** Sets or takes off a class that the owner's styles know. */
  toggleClass: (name: string, on: boolean) => void;
}

/** What is to be done when a property has a new value. */
export type Updates = Record<string, () => void>;

/** A built-in component. */
export interface Builtin {
  /** Whether it holds what is written between its tags. */
  holds: boolean;
  properties?: Record<string, Initial>;
  /** Sets the element up. Each update also runs once at the start. */
  mount?: (node: BuiltinNode) => Updates;
}
