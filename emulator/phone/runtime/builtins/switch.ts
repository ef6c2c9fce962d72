import type { Builtin } from '../builtin';
import { h } from '../dom';
import { setField } from '../form-field';

/** `<switch>`: on or off. */
export const switchControl: Builtin = {
  holds: false,
  properties: { name: '', checked: false, disabled: false, color: '', type: 'switch' },
  mount: (node) => {
    const { element, flag, text } = node;
    element.setAttribute('tabindex', '0');
    element.append(h('i', { class: 'wx-mark' }));
    node.onTap(() => {
      if (flag('disabled')) return;
      node.set('checked', !flag('checked'));
      node.emit('change', { value: flag('checked') });
    });
    setField(element, {
      name: () => text('name'),
      value: () => flag('checked'),
      reset: () => node.set('checked', false),
    });
    return {
      type: () => element.setAttribute('role', text('type') === 'checkbox' ? 'checkbox' : 'switch'),
      checked: () => element.setAttribute('aria-checked', String(flag('checked'))),
      disabled: () => element.setAttribute('aria-disabled', String(flag('disabled'))),
      color: () => element.style.setProperty('--mark', text('color')),
    };
  },
};
