import type { Builtin, BuiltinNode } from '../builtin';
import { h } from '../dom';
import { setField } from '../form-field';

type Kind = 'checkbox' | 'radio';

const choices = new WeakMap<Element, BuiltinNode>();
const groups = new WeakMap<Element, BuiltinNode>();

const choice = (kind: Kind): Builtin => ({
  holds: true,
  properties: { value: '', checked: false, disabled: false, color: '' },
  mount: (node) => {
    const { element, flag, text } = node;
    element.setAttribute('role', kind);
    element.setAttribute('tabindex', '0');
    element.append(h('i', { class: 'wx-mark' }));
    choices.set(element, node);
    node.onTap(() => toggle(kind, node));
    return {
      checked: () => element.setAttribute('aria-checked', String(flag('checked'))),
      disabled: () => element.setAttribute('aria-disabled', String(flag('disabled'))),
      color: () => element.style.setProperty('--mark', text('color')),
    };
  },
});

const group = (kind: Kind): Builtin => ({
  holds: true,
  properties: { name: '' },
  mount: (node) => {
    groups.set(node.element, node);
    if (kind === 'radio') node.element.setAttribute('role', 'radiogroup');
    setField(node.element, {
      name: () => node.text('name'),
      value: () => chosenIn(node.element, kind),
      reset: () => {
        for (const one of choicesIn(node.element, kind)) one.set('checked', false);
      },
    });
    return {};
  },
});

/** `<checkbox>`: may stand alone or in a group. */
export const checkbox = choice('checkbox');

/** `<radio>`: one of its group. */
export const radio = choice('radio');

/** `<checkbox-group>`: its value is the list of what is checked. */
export const checkboxGroup = group('checkbox');

/** `<radio-group>`: its value is the one that is checked, or an empty text. */
export const radioGroup = group('radio');

function toggle(kind: Kind, node: BuiltinNode): void {
  if (node.flag('disabled') || (kind === 'radio' && node.flag('checked'))) return;
  const around = node.element.closest(`wx-${kind}-group`);
  if (kind === 'radio' && around) {
    for (const other of choicesIn(around, kind)) if (other !== node) other.set('checked', false);
  }
  node.set('checked', !node.flag('checked'));
  if (around) groups.get(around)?.emit('change', { value: chosenIn(around, kind) });
}

const choicesIn = (element: Element, kind: Kind): BuiltinNode[] =>
  [...element.querySelectorAll(`wx-${kind}`)]
    .map((inner) => choices.get(inner))
    .filter((node) => node !== undefined);

function chosenIn(element: Element, kind: Kind): string | string[] {
  const checked = choicesIn(element, kind).filter((node) => node.flag('checked'));
  const values = checked.map((node) => node.text('value'));
  return kind === 'radio' ? (values[0] ?? '') : values;
}
