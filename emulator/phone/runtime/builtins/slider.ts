import type { Builtin } from '../builtin';
import { h } from '../dom';
import { setField } from '../form-field';

/** `<slider>`: a number between two ends. */
export const slider: Builtin = {
  holds: false,
  properties: {
    name: '',
    min: 0,
    max: 100,
    step: 1,
    value: 0,
    disabled: false,
    showValue: false,
    activeColor: '',
    backgroundColor: '',
  },
  mount: (node) => {
    const { element, number, flag, text } = node;
    const control = h('input', { type: 'range' });
    const shown = h('output');
    element.append(control, shown);
    const show = (): void => {
      const share = (Number(control.value) - number('min')) / (number('max') - number('min') || 1);
      element.style.setProperty('--share', `${share * 100}%`);
      shown.textContent = control.value;
    };
    const update = (): void => {
      Object.assign(control, { min: text('min'), max: text('max'), step: text('step') });
      control.value = text('value');
      show();
    };
    control.addEventListener('input', () => {
      show();
      node.emit('changing', { value: Number(control.value) });
    });
    control.addEventListener('change', () => {
      node.set('value', Number(control.value));
      node.emit('change', { value: Number(control.value) });
    });
    setField(element, {
      name: () => text('name'),
      value: () => Number(control.value),
      reset: () => node.set('value', number('min')),
    });
    return {
      min: update,
      max: update,
      step: update,
      value: update,
      disabled: () => {
        control.disabled = flag('disabled');
      },
      showValue: () => {
        shown.hidden = !flag('showValue');
      },
      activeColor: () => element.style.setProperty('--mark', text('activeColor')),
      backgroundColor: () => element.style.setProperty('--track', text('backgroundColor')),
    };
  },
};
