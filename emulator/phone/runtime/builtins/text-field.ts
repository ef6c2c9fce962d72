import type { Builtin, BuiltinNode, Updates } from '../builtin';
import { h } from '../dom';
import { setField } from '../form-field';
import { browserUnits } from '../../units';

type Control = HTMLInputElement | HTMLTextAreaElement;

/** What a phone's keyboard is called in the browser. */
const KEYBOARDS: Record<string, string> = { number: 'numeric', digit: 'decimal', tel: 'tel' };

/** `<input>` and `<textarea>`: a control of the browser under WeChat's events. */
export const textField = (tag: 'input' | 'textarea'): Builtin => ({
  holds: false,
  properties: {
    name: '',
    value: '',
    type: 'text',
    password: false,
    placeholder: '',
    placeholderStyle: '',
    placeholderClass: '',
    disabled: false,
    maxlength: 140,
    focus: false,
    autoFocus: false,
    autoHeight: false,
    confirmType: 'done',
  },
  mount: (node) => {
    const control: Control = h(tag, { class: 'wx-control' });
    const hint = h('span', { class: 'wx-placeholder', 'aria-hidden': 'true' });
    node.element.append(hint, control);
    listen(node, control, hint);
    setField(node.element, {
      name: () => node.text('name'),
      value: () => control.value,
      reset: () => node.set('value', ''),
    });
    node.onTap(() => control.focus());
    return { ...valueUpdates(node, control, hint), ...shapeUpdates(node, control, hint) };
  },
});

function listen(node: BuiltinNode, control: Control, hint: HTMLElement): void {
  const cursor = (): number => control.selectionStart ?? control.value.length;
  const said = (): object => ({ value: control.value, cursor: cursor() });
  control.addEventListener('input', () => {
    hint.hidden = control.value !== '';
    node.set('value', control.value);
    node.emit('input', { ...said(), keyCode: control.value.charCodeAt(cursor() - 1) || 0 });
  });
  control.addEventListener('focus', () => node.emit('focus', { value: control.value, height: 0 }));
  control.addEventListener('blur', () => node.emit('blur', said()));
  if (control instanceof HTMLTextAreaElement) return;
  control.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) node.emit('confirm', { value: control.value });
  });
}

const valueUpdates = (
  { text, flag, number }: BuiltinNode,
  control: Control,
  hint: HTMLElement,
): Updates => {
  const focus = (): void => {
    if (flag('focus') || flag('autoFocus')) requestAnimationFrame(() => control.focus());
  };
  return {
    focus,
    autoFocus: focus,
    value: () => {
      if (control.value !== text('value')) control.value = text('value');
      hint.hidden = control.value !== '';
    },
    maxlength: () => {
      if (number('maxlength') < 0) control.removeAttribute('maxlength');
      else control.maxLength = number('maxlength');
    },
    disabled: () => {
      control.disabled = flag('disabled');
    },
  };
};

const shapeUpdates = (
  { element, text, flag, toggleClass }: BuiltinNode,
  control: Control,
  hint: HTMLElement,
): Updates => {
  const type = (): void => {
    control.inputMode = KEYBOARDS[text('type')] ?? '';
    if (control instanceof HTMLInputElement) control.type = flag('password') ? 'password' : 'text';
  };
  return {
    type,
    password: type,
    confirmType: () => {
      control.enterKeyHint = text('confirmType');
    },
    autoHeight: () => element.classList.toggle('wx-auto-height', flag('autoHeight')),
    placeholder: () => {
      control.placeholder = text('placeholder');
      hint.textContent = text('placeholder');
    },
    placeholderStyle: () => hint.setAttribute('style', browserUnits(text('placeholderStyle'))),
    placeholderClass: () => {
      // The class is the owner's: its name in the browser is what the element itself would get.
      const before = new Set(element.classList);
      const names = text('placeholderClass').split(/\s+/).filter(Boolean);
      for (const name of names) toggleClass(name, true);
      const added = [...element.classList].filter((name) => !before.has(name));
      for (const name of names) toggleClass(name, false);
      hint.className = ['wx-placeholder', ...added].join(' ');
    },
  };
};
