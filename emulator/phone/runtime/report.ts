import type { Bridge } from '../protocol';
import { askCloud } from './bridge';
import { showNotice } from './notices';

type Level = Bridge['log']['request']['level'];

/** Sends a line to the console of the local cloud, with the page that is shown. */
export function report(level: Level, text: string): void {
  askCloud('log', { level, text, page: document.body.dataset['page'] ?? '' }).catch(() => {
    // The bridge has told the user that the local cloud is silent.
  });
}

let tellApp: ((text: string) => void) | undefined;

/** Who is told of every error: the app's `onError`. */
export function setErrorListener(listener: (text: string) => void): void {
  tellApp = listener;
}

/** Shows an error of the mini-program, sends it on and tells the app. */
export function reportError(error: unknown): void {
  const text = textOf(error);
  const stack = error instanceof Error && error.stack ? error.stack : text;
  originalError(stack);
  report('error', stack);
  showNotice('error', text);
  const listener = tellApp;
  tellApp = undefined; // an error in the listener itself must not go round
  listener?.(stack);
  tellApp = listener;
}

/** Shows that the phone cannot do something, and sends it on once. */
export function reportUnsupported(what: string): void {
  const text = `${what} 在本地手机中不支持`;
  logUnsupported(what, text);
  showNotice('unsupported', text);
}

/** Sends on, once, that the phone cannot do something; for what says so in its place. */
export function logUnsupported(what: string, text = `${what} 在本地手机中不支持`): void {
  if (told.has(what)) return;
  told.add(what);
  report('unsupported', text);
}

const told = new Set<string>();

// oxlint-disable-next-line no-console -- what the mini-program logs belongs in the browser's console too
const originalError = console.error.bind(console);

/** Sends on what pages log; it stays visible in the browser's console. */
export function captureConsole(): void {
  const levels = { log: 'log', info: 'log', debug: 'log', warn: 'warn', error: 'error' } as const;
  for (const name of ['log', 'info', 'debug', 'warn', 'error'] as const) {
    // oxlint-disable-next-line no-console -- see above
    const original = console[name].bind(console);
    // oxlint-disable-next-line no-console -- see above
    console[name] = (...values: unknown[]) => {
      original(...values);
      report(levels[name], values.map(textOf).join(' '));
    };
  }
}

/** What a person reads for a value that was logged or thrown. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('errMsg' in value && typeof value.errMsg === 'string') return value.errMsg;
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value); // it holds itself
  }
}
