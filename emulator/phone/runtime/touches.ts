/** A finger, or the mouse with its button down. */
export interface Touch {
  identifier: number;
  clientX: number;
  clientY: number;
  pageX: number;
  pageY: number;
}

export type TouchKind = 'touchstart' | 'touchmove' | 'touchend' | 'touchcancel';

/** One step of a touch. */
export interface TouchStep {
  kind: TouchKind;
  target: Element;
  /** Those that are down now. */
  touches: Touch[];
  /** Those that this step is about. */
  changed: Touch[];
  /** Keeps the browser from scrolling. */
  preventDefault: () => void;
}

const MOUSE = 0;

/**
 * Tells of every touch on the phone; the mouse counts as a finger while its button is down.
 * The steps of one touch all have the element where it began as their target.
 */
export function onTouches(listener: (step: TouchStep) => void): void {
  if (!following) {
    following = true;
    followFingers(tellAll);
    followMouse(tellAll);
  }
  listeners.add(listener);
}

/**
 * Tells of the touches that begin in an element.
 * @returns what stops it
 */
export function onTouchesOf(element: Element, listener: (step: TouchStep) => void): () => void {
  const filter = (step: TouchStep): void => {
    if (element.contains(step.target)) listener(step);
  };
  onTouches(filter);
  return () => listeners.delete(filter);
}

/** How far a finger may move and still rest; glass-easel has the same limit for taps. */
const STILL_PX = 10;

/** Whether a finger rests where it was. */
export const isStill = (was: Touch, is: Touch): boolean =>
  Math.hypot(was.clientX - is.clientX, was.clientY - is.clientY) < STILL_PX;

let following = false;
const listeners = new Set<(step: TouchStep) => void>();

const tellAll = (step: TouchStep): void => {
  for (const listener of listeners) listener(step);
};

function followFingers(listener: (step: TouchStep) => void): void {
  const tell = (event: TouchEvent): void => {
    if (!(event.target instanceof Element)) return;
    listener({
      kind: event.type as TouchKind,
      target: event.target,
      touches: [...event.touches].map(touchOf),
      changed: [...event.changedTouches].map(touchOf),
      preventDefault: () => {
        if (event.cancelable) event.preventDefault();
      },
    });
  };
  for (const kind of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) {
    document.addEventListener(kind, tell, { capture: true, passive: false });
  }
}

function followMouse(listener: (step: TouchStep) => void): void {
  let target: Element | undefined;
  const tell = (kind: TouchKind, event: PointerEvent): void => {
    if (!target || event.pointerType !== 'mouse') return;
    const touch = { identifier: MOUSE, ...pointOf(event) };
    const touches = kind === 'touchend' ? [] : [touch];
    listener({ kind, target, touches, changed: [touch], preventDefault: () => undefined });
  };
  const options = { capture: true };
  document.addEventListener(
    'pointerdown',
    (event) => {
      const down = event.pointerType === 'mouse' && event.button === 0;
      target = down && event.target instanceof Element ? event.target : undefined;
      tell('touchstart', event);
    },
    options,
  );
  document.addEventListener('pointermove', (event) => tell('touchmove', event), options);
  document.addEventListener(
    'pointerup',
    (event) => {
      tell('touchend', event);
      target = undefined;
    },
    options,
  );
}

const touchOf = (touch: globalThis.Touch): Touch => ({
  identifier: touch.identifier,
  ...pointOf(touch),
});

const pointOf = ({ clientX, clientY, pageX, pageY }: Omit<Touch, 'identifier'>) => ({
  clientX,
  clientY,
  pageX,
  pageY,
});
