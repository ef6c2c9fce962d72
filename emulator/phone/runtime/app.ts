import { reportError, setErrorListener } from './report';
import type { Place } from './url';

/** Why the mini-program comes to the front: 1001 from the list, 1014 from a card (WeChat docs, "场景值"). */
export type Scene = 1001 | 1014;

/** What `onLaunch` and `onShow` are given. */
export interface LaunchOptions extends Place {
  scene: Scene;
  shareTicket: '';
  referrerInfo: Record<string, never>;
}

/** What the app is told about how it was opened. */
export const launchOptions = ({ path, query }: Place, scene: Scene): LaunchOptions => ({
  path,
  query,
  scene,
  shareTicket: '',
  referrerInfo: {},
});

type Listener = (value: unknown) => unknown;
type AppEvent = 'onShow' | 'onHide' | 'onError' | 'onUnhandledRejection';

/** The mini-program's `App` and those who listen to it (`wx.onAppShow` …). */
export interface App {
  /** What the script has given to `App`. */
  register: (app: Record<string, unknown>) => void;
  instance: () => Record<string, unknown>;
  launch: (options: LaunchOptions) => void;
  tell: (event: AppEvent, value: unknown) => void;
  listen: (event: AppEvent, listener: Listener) => void;
  /** Without a listener all of them. */
  forget: (event: AppEvent, listener?: Listener) => void;
}

/** Makes the app of the phone; it stays empty if the project has none. */
export function createApp(): App {
  const instance: Record<string, unknown> = {};
  const listeners = new Map<AppEvent, Set<Listener>>();
  const listenersOf = (event: AppEvent): Set<Listener> => {
    const known = listeners.get(event) ?? new Set();
    listeners.set(event, known);
    return known;
  };
  const call = (method: string, value: unknown): void => {
    const listener = instance[method];
    if (typeof listener === 'function') guard(() => listener.call(instance, value));
  };
  return {
    register: (app) => void Object.assign(instance, app),
    instance: () => instance,
    launch: (options) => call('onLaunch', options),
    tell(event, value) {
      call(event, value);
      for (const listener of listenersOf(event)) guard(() => listener(value));
    },
    listen: (event, listener) => void listenersOf(event).add(listener),
    forget(event, listener) {
      if (listener) listenersOf(event).delete(listener);
      else listenersOf(event).clear();
    },
  };
}

function guard(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    reportError(error);
  }
}

/** Brings what nobody has caught to the user, the console and the app. */
export function watchErrors(app: App): void {
  setErrorListener((text) => app.tell('onError', text));
  globalThis.addEventListener('error', ({ error, message }) => reportError(error ?? message));
  globalThis.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    const reason: unknown = event.reason;
    reportError(reason);
    app.tell('onUnhandledRejection', { reason, promise: event.promise });
  });
}
