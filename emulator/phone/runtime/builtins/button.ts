import type { Builtin, BuiltinNode } from '../builtin';
import { giveHover, hoverProperties } from '../hover';
import { actOnForm } from './form';

/** What a button with `open-type` does. */
export type OpenType = (kind: string, node: BuiltinNode) => void;

/** `<button>`. */
export const button = (openType: OpenType): Builtin => ({
  holds: true,
  properties: {
    ...hoverProperties('button-hover', 20, 70),
    type: 'default',
    size: 'default',
    plain: false,
    disabled: false,
    loading: false,
    formType: '',
    openType: '',
  },
  mount: (node) => {
    const { element, text, flag } = node;
    element.setAttribute('role', 'button');
    giveHover(node);
    node.onTap(() => {
      if (flag('disabled')) return;
      actOnForm(node, text('formType'));
      const kind = text('openType');
      if (kind) openType(kind, node);
    });
    return {
      type: () => element.setAttribute('data-type', text('type')),
      size: () => element.setAttribute('data-size', text('size')),
      plain: () => element.classList.toggle('wx-plain', flag('plain')),
      loading: () => element.classList.toggle('wx-loading', flag('loading')),
      disabled: () => {
        element.classList.toggle('wx-disabled', flag('disabled'));
        element.setAttribute('aria-disabled', String(flag('disabled')));
        element.setAttribute('tabindex', flag('disabled') ? '-1' : '0');
      },
    };
  },
});
