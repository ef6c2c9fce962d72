import type { Builtin } from '../builtin';
import { h } from '../dom';

/** `<progress>`: a bar that is so many percent full. */
export const progress: Builtin = {
  holds: false,
  properties: {
    percent: 0,
    showInfo: false,
    strokeWidth: 6,
    activeColor: '',
    color: '',
    backgroundColor: '',
    active: false,
  },
  mount: ({ element, number, flag, text }) => {
    const fill = h('i');
    const track = h('span', { class: 'wx-track' }, fill);
    const info = h('span', { class: 'wx-info' });
    element.setAttribute('role', 'progressbar');
    element.append(track, info);
    const color = (): void => {
      fill.style.background = text('activeColor') || text('color');
    };
    return {
      percent: () => {
        fill.style.width = `${number('percent')}%`;
        info.textContent = `${number('percent')}%`;
        element.setAttribute('aria-valuenow', String(number('percent')));
      },
      showInfo: () => {
        info.hidden = !flag('showInfo');
      },
      strokeWidth: () => {
        track.style.height = `${number('strokeWidth')}px`;
      },
      backgroundColor: () => {
        track.style.background = text('backgroundColor');
      },
      active: () => element.classList.toggle('wx-active', flag('active')),
      activeColor: color,
      color,
    };
  },
};
