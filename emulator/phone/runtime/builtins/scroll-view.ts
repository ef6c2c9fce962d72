import type { Builtin, BuiltinNode } from '../builtin';

/** `<scroll-view>`: scrolls by itself. */
export const scrollView: Builtin = {
  holds: true,
  properties: {
    scrollX: false,
    scrollY: false,
    scrollTop: 0,
    scrollLeft: 0,
    scrollIntoView: '',
    scrollWithAnimation: false,
    upperThreshold: 50,
    lowerThreshold: 50,
    enableFlex: false,
    showScrollbar: true,
  },
  mount: (node) => {
    const { element, flag, number, text } = node;
    const behavior = (): ScrollBehavior => (flag('scrollWithAnimation') ? 'smooth' : 'auto');
    followScroll(node);
    return {
      scrollX: () => element.classList.toggle('wx-scroll-x', flag('scrollX')),
      scrollY: () => element.classList.toggle('wx-scroll-y', flag('scrollY')),
      enableFlex: () => element.classList.toggle('wx-flex', flag('enableFlex')),
      showScrollbar: () => element.classList.toggle('wx-no-bar', !flag('showScrollbar')),
      scrollTop: () => element.scrollTo({ top: number('scrollTop'), behavior: behavior() }),
      scrollLeft: () => element.scrollTo({ left: number('scrollLeft'), behavior: behavior() }),
      scrollIntoView: () => {
        const id = text('scrollIntoView');
        // What is to be seen may come with the same change of data.
        if (id)
          requestAnimationFrame(() => node.sibling(id)?.scrollIntoView({ behavior: behavior() }));
      },
    };
  },
};

/** Tells of scrolling, and once of each arrival near an end. */
function followScroll({ element, emit, number }: BuiltinNode): void {
  let last = { top: 0, left: 0 };
  let near = { start: true, end: false };
  element.addEventListener('scroll', () => {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = element;
    const deltas = { deltaX: last.left - scrollLeft, deltaY: last.top - scrollTop };
    emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, ...deltas });
    const vertical = scrollTop !== last.top;
    const [at, rest] = vertical
      ? [scrollTop, scrollHeight - clientHeight - scrollTop]
      : [scrollLeft, scrollWidth - clientWidth - scrollLeft];
    const now = { start: at <= number('upperThreshold'), end: rest <= number('lowerThreshold') };
    if (now.start && !near.start) {
      emit('scrolltoupper', { direction: vertical ? 'top' : 'left' });
    }
    if (now.end && !near.end) emit('scrolltolower', { direction: vertical ? 'bottom' : 'right' });
    near = now;
    last = { top: scrollTop, left: scrollLeft };
  });
}
