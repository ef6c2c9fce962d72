import type { Builtin } from '../builtin';
import { giveHover, hoverProperties } from '../hover';

/** `<view>`: a block. */
export const view: Builtin = {
  holds: true,
  properties: hoverProperties('none', 50, 400),
  mount: (node) => {
    giveHover(node);
    return {};
  },
};

/** `<text>`: a line of text, which keeps its line breaks. */
export const text: Builtin = {
  holds: true,
  properties: { selectable: false, userSelect: false, space: '', decode: false },
  mount: ({ element, flag }) => {
    const select = (): void => {
      element.classList.toggle('wx-selectable', flag('selectable') || flag('userSelect'));
    };
    return { selectable: select, userSelect: select };
  },
};
