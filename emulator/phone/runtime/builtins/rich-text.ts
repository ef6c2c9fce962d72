import type { Builtin } from '../builtin';
import { plainText } from '../plain-text';
import { browserUnits } from '../../units';

/** Tags that WeChat shows in a rich text (WeChat docs, "rich-text"); others are left out. */
const TAGS = new Set(
  (
    'a abbr address article aside b bdi bdo big blockquote br caption center cite code col ' +
    'colgroup dd del div dl dt em fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins ' +
    'label legend li mark nav ol p pre q rt ruby s section small span strong sub sup table tbody ' +
    'td tfoot th thead tr tt u ul'
  ).split(' '),
);

const ATTRIBUTES = ['style', 'class', 'src', 'alt', 'width', 'height', 'colspan', 'rowspan'];

/** `<rich-text>`: shows HTML, or a tree of nodes, without anything that acts. */
export const richText: Builtin = {
  holds: false,
  properties: { nodes: null, space: '' },
  mount: ({ element, value }) => ({
    nodes: () => element.replaceChildren(...draw(value('nodes'))),
  }),
};

function draw(nodes: unknown): Node[] {
  if (typeof nodes === 'string') {
    const { body } = document.implementation.createHTMLDocument(); // nothing in it runs or loads
    body.innerHTML = nodes;
    return [...body.childNodes].flatMap(copy);
  }
  return Array.isArray(nodes) ? nodes.flatMap(build) : [];
}

/** A node of a page that was parsed, without what is not allowed. */
function copy(node: Node): Node[] {
  if (node instanceof Text) return [document.createTextNode(node.data)];
  if (!(node instanceof Element)) return [];
  const attributes = Object.fromEntries(
    [...node.attributes].map(({ name, value }) => [name, value]),
  );
  return make(node.localName, attributes, [...node.childNodes].flatMap(copy));
}

interface RichNode {
  type?: unknown;
  name?: unknown;
  text?: unknown;
  attrs?: Record<string, unknown>;
  children?: unknown;
}

/** A node as pages write it: `{name, attrs, children}` or `{type: 'text', text}`. */
function build(node: unknown): Node[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, name, text, attrs = {}, children }: RichNode = node;
  if (type === 'text') return [document.createTextNode(plainText(text))];
  return make(plainText(name), attrs, draw(children));
}

function make(tag: string, attributes: Record<string, unknown>, children: Node[]): Node[] {
  if (!TAGS.has(tag)) return [];
  const made = document.createElement(tag);
  for (const name of ATTRIBUTES) {
    const value = attributes[name];
    if (value !== undefined) made.setAttribute(name, browserUnits(plainText(value)));
  }
  made.append(...children);
  return [made];
}
