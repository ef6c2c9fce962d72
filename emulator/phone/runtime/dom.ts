/** Attributes of an element; a function listens to the event that its name gives (`onclick`). */
export type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

/**
 * Creates an element.
 * @param attributes a flag that is true stands without a value, one that is false is left out
 * @param children nodes, or texts
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
    else if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/**
 * One of the fixed places of `index.html`.
 * @throws if the page is not the phone's
 */
export function place(id: 'bar' | 'pages' | 'tabs' | 'notices'): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The phone's page has no #${id}.`);
  return element;
}
