import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { dispatchUserEvents } from './events';
import { logUnsupported } from './report';
import { browserUnits } from '../units';

/** Events of the browser that WeChat has under the same name. */
const PASSED_ON = new Set([
  'transitionend',
  'animationstart',
  'animationiteration',
  'animationend',
]);

/** What a tap reaches although it is no button by itself: the keyboard reaches it too. */
const TAPPABLE = 'wx-view, wx-text, wx-image, wx-cover-view, wx-cover-image';

/**
 * The browser as glass-easel draws on it: every node is a `<wx-…>`, styles know `rpx`.
 * @param isKnown whether a tag is a built-in component, or one that a page uses
 */
export function createBackend(
  isKnown: (tag: string) => boolean,
): glassEasel.CurrentWindowBackendContext {
  const backend = new glassEasel.CurrentWindowBackendContext();
  const browser = backend.document;
  const longPressed = new WeakSet<object>();
  backend.document = {
    createElement(tag) {
      const element = browser.createElement(`wx-${tag}`);
      adaptElement(element as unknown as HTMLElement);
      if (!isKnown(tag)) standIn(element as unknown as HTMLElement, tag);
      return element;
    },
    createTextNode: (text) => browser.createTextNode(text),
    createDocumentFragment: () => browser.createDocumentFragment(),
  };
  const listen = backend.setListenerStats.bind(backend);
  backend.setListenerStats = (element, type, capture, level) => {
    if (!element) return;
    if (PASSED_ON.has(type)) listen(element, type, capture, level);
    if (type === 'longpress' || type === 'longtap') longPressed.add(element);
    if (type === 'tap') makeReachable(element as unknown as HTMLElement);
  };
  backend.onEvent((target, type, detail, options) => {
    if (!PASSED_ON.has(type)) return;
    glassEasel.Event.dispatchEvent(target, new glassEasel.Event(type, detail as object, options));
  });
  dispatchUserEvents((element) => longPressed.has(element));
  return backend;
}

/** Styles may hold `rpx`, and an id is written without the prefix of its component. */
function adaptElement(element: HTMLElement): void {
  const setAttribute = element.setAttribute.bind(element);
  element.setAttribute = (name, value) =>
    setAttribute(name, name === 'style' ? browserUnits(value) : value);
  Object.defineProperty(element, 'id', {
    get: () => element.getAttribute('id') ?? '',
    set(id: string) {
      setAttribute('id', id.replace(/^.*?--/, ''));
    },
  });
}

function makeReachable(element: HTMLElement): void {
  if (!element.matches(TAPPABLE) || element.hasAttribute('tabindex')) return;
  element.setAttribute('tabindex', '0');
  element.setAttribute('role', 'button');
}

/** Says in its place that a component is missing; what is inside stays visible. */
function standIn(element: HTMLElement, tag: string): void {
  element.classList.add('unsupported');
  element.setAttribute('data-what', `〈${tag}〉本地手机暂不支持`);
  logUnsupported(`<${tag}>`);
}
