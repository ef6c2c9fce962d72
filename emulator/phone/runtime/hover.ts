import type { BuiltinNode, Initial } from './builtin';
import { isStill, onTouches, type Touch } from './touches';

/** The properties of what changes its look under a finger. */
export const hoverProperties = (
  hoverClass: string,
  start: number,
  stay: number,
): Record<string, Initial> => ({
  hoverClass,
  hoverStartTime: start,
  hoverStayTime: stay,
  hoverStopPropagation: false,
});

const hoverable = new WeakMap<Element, BuiltinNode>();

/** Gives a component its `hover-class` while a finger rests on it. */
export function giveHover(node: BuiltinNode): void {
  hoverable.set(node.element, node);
}

/** Watches the touches for everything that has a `hover-class`. */
export function startHover(): void {
  let release: () => void = () => undefined;
  let start: Touch | undefined;
  onTouches(({ kind, target, changed: [touch] }) => {
    if (kind === 'touchmove' && start && touch && isStill(start, touch)) return;
    release();
    release = () => undefined;
    start = touch;
    if (kind !== 'touchstart') return;
    const holds = hoveredFrom(target).map(hold);
    release = () => {
      for (const letGo of holds) letGo();
    };
  });
}

/** The components under a finger, up to the one that stops the others. */
function hoveredFrom(target: Element): BuiltinNode[] {
  const found: BuiltinNode[] = [];
  for (let at: Element | null = target; at; at = at.parentElement) {
    const node = hoverable.get(at);
    if (!node || node.flag('disabled')) continue;
    const hoverClass = node.text('hoverClass');
    if (hoverClass && hoverClass !== 'none') found.push(node);
    if (node.flag('hoverStopPropagation')) break;
  }
  return found;
}

/** @returns what takes the class off again */
function hold(node: BuiltinNode): () => void {
  const names = node.text('hoverClass').split(/\s+/).filter(Boolean);
  const toggle = (on: boolean): void => {
    node.element.classList.toggle('wx-hover', on);
    for (const name of names) node.toggleClass(name, on);
  };
  const timer = setTimeout(() => toggle(true), node.number('hoverStartTime'));
  return () => {
    clearTimeout(timer);
    setTimeout(() => toggle(false), node.number('hoverStayTime'));
  };
}
