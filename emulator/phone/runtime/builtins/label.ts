import type { Builtin } from '../builtin';

const CONTROLS = 'wx-checkbox, wx-radio, wx-switch, wx-input, wx-textarea, wx-button';

/** `<label>`: a tap on it is a tap on its control, the one named by `for` or the first inside. */
export const label: Builtin = {
  holds: true,
  properties: { for: '' },
  mount: ({ element, text, onTap, sibling }) => {
    onTap((hit) => {
      const wanted = text('for');
      const control = wanted ? sibling(wanted) : element.querySelector<HTMLElement>(CONTROLS);
      if (control && !control.contains(hit) && !hit.closest(CONTROLS)) control.click();
    });
    return {};
  },
};
