import type { FromPhone, ToPhone } from '../protocol';

/** The console around the phone. */
export interface ConsoleLink {
  send: (message: FromPhone) => void;
}

/**
 * Listens to the console, if the phone stands in its frame: only to the window around the phone,
 * and only if its origin is one of these.
 */
export function connectConsole(
  origins: string[],
  receive: (message: ToPhone) => void,
): ConsoleLink {
  const around = globalThis.parent;
  if (around === globalThis.window) return { send: () => undefined };
  globalThis.addEventListener('message', ({ source, origin, data }) => {
    if (source === around && origins.includes(origin) && isToPhone(data)) receive(data);
  });
  return {
    // Only the console may show the phone in a frame (`frame-ancestors`), so it alone hears this.
    send: (message) => around.postMessage(message, '*'),
  };
}

function isToPhone(data: unknown): data is ToPhone {
  if (typeof data !== 'object' || data === null || !('type' in data)) return false;
  switch (data.type) {
    case 'open':
      return 'page' in data && typeof data.page === 'string';
    case 'clock':
      return 'offset' in data && typeof data.offset === 'number';
    default:
      return data.type === 'show' || data.type === 'hide';
  }
}
