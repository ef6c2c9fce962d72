import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { asUser } from './gesture';
import { isStill, onTouches, type Touch, type TouchStep } from './touches';

/** A node of the mini-program, as glass-easel sees it. */
type Target = glassEasel.Element;

interface Hosting {
  __wxElement?: Target;
}

/** WeChat calls it a long press from here on (WeChat docs, "事件"). */
const LONG_PRESS_MS = 350;

/** Taps on these reach no page. */
const DEAF = 'dialog, wx-button.wx-disabled';

/**
 * Turns what the user does with finger, mouse and keys into WeChat's events.
 * A tap is the browser's `click`, so that scrolling is never a tap, and keys are.
 * @param wantsLongPress whether a node listens to long presses: then they are no taps
 */
export function dispatchUserEvents(wantsLongPress: (element: Element) => boolean): void {
  let pressed = false;
  followPress((target, touch) => {
    pressed = longPress(target, touch, wantsLongPress);
  });
  onTouches(dispatchTouch);
  document.addEventListener('pointerdown', () => (pressed = false), { capture: true });
  document.addEventListener(
    'click',
    (event) => {
      const byKey = event.detail === 0; // the browser makes such a click from a key
      if ((pressed && !byKey) || !(event.target instanceof Element)) return;
      if (!event.target.closest(DEAF)) tap(event.target, event);
    },
    { capture: true },
  );
  document.addEventListener('keydown', tapByKey);
}

/** The nearest node of the mini-program that holds an element. */
function nodeAt(element: Element): Target | undefined {
  for (let at: (Element & Hosting) | null = element; at; at = at.parentElement) {
    if (at.__wxElement) return at.__wxElement;
  }
  return undefined;
}

function tap(element: Element, event: MouseEvent): void {
  const node = nodeAt(element);
  if (!node) return;
  const byKey = event.detail === 0;
  const box = element.getBoundingClientRect();
  const x = byKey ? box.x + box.width / 2 : event.clientX;
  const y = byKey ? box.y + box.height / 2 : event.clientY;
  const touches = [{ identifier: 0, clientX: x, clientY: y, pageX: x, pageY: y }];
  const extraFields = { touches, changedTouches: touches };
  asUser(() => dispatch(node, 'tap', { x, y }, { extraFields, originalEvent: event }));
}

/** Elements that look like buttons to a keyboard act like buttons. */
function tapByKey(event: KeyboardEvent): void {
  const { target } = event;
  if (!(target instanceof HTMLElement) || target.matches('input, textarea, button, select')) return;
  if ((event.key !== 'Enter' && event.key !== ' ') || !nodeAt(target)) return;
  event.preventDefault(); // the space bar would scroll
  target.click();
}

function dispatchTouch({ kind, target, touches, changed, preventDefault }: TouchStep): void {
  const node = nodeAt(target);
  if (!node) return;
  const extraFields = { touches, changedTouches: changed };
  if (dispatch(node, kind, {}, { extraFields })) preventDefault();
}

/** @returns whether a listener wants the browser to do nothing itself */
function dispatch(
  node: Target,
  name: string,
  detail: object,
  options: glassEasel.EventOptions,
): boolean {
  const bubbling = { bubbles: true, composed: true, capturePhase: true };
  const event = new glassEasel.Event(name, detail, { ...bubbling, ...options });
  glassEasel.Event.dispatchEvent(node, event);
  return event.defaultPrevented();
}

/** @returns whether somebody listened */
function longPress(target: Element, touch: Touch, wants: (element: Element) => boolean): boolean {
  const node = nodeAt(target);
  if (!node) return false;
  const detail = { x: touch.clientX, y: touch.clientY };
  const options = { extraFields: { touches: [touch], changedTouches: [touch] } };
  dispatch(node, 'longpress', detail, options);
  dispatch(node, 'longtap', detail, options);
  for (let at: Element | null = target; at; at = at.parentElement) if (wants(at)) return true;
  return false;
}

/** Calls back for a finger that stays where it is. */
function followPress(held: (target: Element, touch: Touch) => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start: Touch | undefined;
  onTouches(({ kind, target, changed: [touch] }) => {
    if (!touch) return;
    if (kind === 'touchmove' && start && isStill(start, touch)) return;
    clearTimeout(timer);
    start = kind === 'touchstart' ? touch : undefined;
    if (start) timer = setTimeout(() => held(target, touch), LONG_PRESS_MS);
  });
}
