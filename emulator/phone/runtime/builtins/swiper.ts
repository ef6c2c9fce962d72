import type { Builtin, BuiltinNode } from '../builtin';
import { h } from '../dom';
import { onTouchesOf } from '../touches';

/** `<swiper-item>`: one of the panes. */
export const swiperItem: Builtin = { holds: true, properties: { itemId: '' } };

type Source = '' | 'touch' | 'autoplay';

/** How far a pane must be pulled to go on, as a share of its length. */
const ENOUGH = 0.2;

/** `<swiper>`: panes of which one is shown. */
export const swiper: Builtin = {
  holds: true,
  properties: {
    current: 0,
    autoplay: false,
    interval: 5000,
    duration: 500,
    circular: false,
    vertical: false,
    indicatorDots: false,
    indicatorColor: '',
    indicatorActiveColor: '',
  },
  mount: (node) => {
    const { element, text, flag, number } = node;
    const dots = h('div', { class: 'wx-dots', 'aria-hidden': 'true' });
    element.append(dots);
    const panes = (): HTMLElement[] => [
      ...element.querySelectorAll<HTMLElement>(':scope > wx-swiper-item'),
    ];
    const layOut = (pulled = 0): void => {
      panes().forEach((pane, index) => {
        const shift = `${(index - number('current') + pulled) * 100}%`;
        pane.style.transform = flag('vertical') ? `translateY(${shift})` : `translateX(${shift})`;
        pane.style.transitionDuration = pulled === 0 ? `${number('duration')}ms` : '0ms';
      });
    };
    const mark = (): void => {
      dots.hidden = !flag('indicatorDots');
      const marks = panes().map((_, index) => h('i', { 'data-on': index === number('current') }));
      dots.replaceChildren(...marks);
    };
    const show = (): void => {
      layOut();
      mark();
    };
    const go = (to: number, source: Source): void => {
      const count = panes().length;
      const current = flag('circular')
        ? (to + count) % count
        : Math.min(Math.max(to, 0), count - 1);
      if (count === 0 || current === number('current')) return layOut();
      node.set('current', current);
      node.emit('change', { current, source });
    };
    const watcher = new MutationObserver(show);
    watcher.observe(element, { childList: true });
    node.onDetached(() => watcher.disconnect());
    pull(node, layOut, (step) => go(number('current') + step, 'touch'));
    const play = playing(node, () => go(number('current') + 1, 'autoplay'));
    return {
      current: show,
      indicatorDots: mark,
      vertical: () => {
        element.classList.toggle('wx-vertical', flag('vertical'));
        layOut();
      },
      indicatorColor: () => dots.style.setProperty('--dot', text('indicatorColor')),
      indicatorActiveColor: () => dots.style.setProperty('--dot-on', text('indicatorActiveColor')),
      autoplay: play,
      interval: play,
    };
  },
};

/** @returns what starts or stops the show, as the properties say now */
function playing({ flag, number, onDetached }: BuiltinNode, next: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  onDetached(() => clearInterval(timer));
  return () => {
    clearInterval(timer);
    if (flag('autoplay')) timer = setInterval(next, number('interval'));
  };
}

/** Follows the finger; where it lets go, the next or the same pane comes to rest. */
function pull(
  { element, flag, onDetached }: BuiltinNode,
  follow: (share: number) => void,
  rest: (step: -1 | 0 | 1) => void,
): void {
  let from: number | undefined;
  let share = 0;
  const stop = onTouchesOf(element, ({ kind, changed: [touch], preventDefault }) => {
    if (!touch) return;
    const at = flag('vertical') ? touch.clientY : touch.clientX;
    if (kind === 'touchstart') from = at;
    if (from === undefined) return;
    const length = flag('vertical') ? element.clientHeight : element.clientWidth;
    share = (at - from) / (length || 1);
    if (kind === 'touchmove') {
      preventDefault();
      return follow(share);
    }
    if (kind === 'touchstart') return;
    from = undefined;
    rest(share < -ENOUGH ? 1 : share > ENOUGH ? -1 : 0);
  });
  onDetached(stop);
}
