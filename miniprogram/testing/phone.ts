import { resolve } from 'node:path';
import simulate, { type Rendered } from 'miniprogram-simulate';
import { registerBuiltIns } from './built-ins';
import { createFakeWx, type FakeWx } from './fake-wx';

const ROOT = resolve(__dirname, '..');

/** A page or a component on the screen of a test. */
export interface Screen {
  rendered: Rendered;
  /** What can be read on it. */
  text: () => string;
  /** Follows selectors into components: each is looked up inside what the one before it found. */
  all: (...path: string[]) => Rendered[];
  /** The first of these. @throws Error if there is none */
  one: (...path: string[]) => Rendered;
  /** Taps it; a `credit-form` is tapped where a finger would, on its button. */
  tap: (...path: string[]) => void;
  /** Calls a method of a page as WeChat does, for example `onShow`. */
  run: (method: string, ...args: unknown[]) => unknown;
  /** Details of a component's events of this name, from now on. */
  heard: (event: string) => unknown[];
}

/** A phone with nothing on it; `answers` says what the cloud answers. */
export interface Phone extends FakeWx {
  /** Opens a page of the mini-program, through its `onLoad` and `onShow`. */
  open: (page: string, query?: Record<string, string>) => Screen;
  /** Shows one component. */
  render: (component: string, properties?: Record<string, unknown>) => Screen;
}

const attached: Rendered[] = [];
const logged: unknown[] = [];
const timers = new Set<ReturnType<typeof setTimeout>>();

beforeAll(registerBuiltIns);

beforeEach(() => {
  const { setTimeout: start } = globalThis;
  jest.spyOn(globalThis, 'setTimeout').mockImplementation((run: () => void, ms?: number) => {
    const timer = start(run, ms);
    timers.add(timer);
    return timer;
  });
  for (const level of ['error', 'warn'] as const) {
    jest.spyOn(console, level).mockImplementation((...line: unknown[]) => logged.push(line));
  }
});

/** What a page logs as an error or a warning fails its test; what it had planned ends with it. */
afterEach(() => {
  for (const timer of timers) clearTimeout(timer);
  timers.clear();
  for (const rendered of attached.splice(0)) rendered.detach();
  jest.restoreAllMocks();
  expect(logged.splice(0)).toEqual([]);
});

/** @returns a fresh phone; its `wx` is the global one from now on */
export function startPhone(): Phone {
  const fake = createFakeWx();
  Object.assign(globalThis, { wx: fake.wx, Page: definePage });
  return {
    ...fake,
    render: (component, properties) => screenOf(load(component, properties)),
    open(page, query = {}) {
      const screen = screenOf(load(page));
      void screen.run('onLoad', query);
      void screen.run('onShow');
      return screen;
    },
  };
}

/** miniprogram-simulate has no pages: one is a component whose life the test leads. */
function definePage({ data = {}, ...rest }: Record<string, unknown>): void {
  const isMethod = ([, value]: [string, unknown]) => typeof value === 'function';
  const methods = Object.fromEntries(Object.entries(rest).filter(isMethod));
  const fields = Object.fromEntries(Object.entries(rest).filter((entry) => !isMethod(entry)));
  Component({
    data: data as Record<string, unknown>,
    methods: methods as Record<string, () => void>,
    lifetimes: {
      created() {
        Object.assign(this, JSON.parse(JSON.stringify(fields)));
      },
    },
  });
}

/** Every page gets modules of its own, as after a start of the app. */
function load(path: string, properties?: Record<string, unknown>): Rendered {
  jest.resetModules();
  const id = simulate.load(resolve(ROOT, path), 'screen', { rootPath: ROOT });
  const rendered = simulate.render(id, properties);
  rendered.attach(document.body);
  attached.push(rendered);
  return rendered;
}

function screenOf(rendered: Rendered): Screen {
  const all = (...path: string[]): Rendered[] =>
    path.reduce(
      (found, selector) => found.flatMap((node) => node.querySelectorAll(selector)),
      [rendered],
    );
  const one = (...path: string[]): Rendered => {
    const [first] = all(...path);
    if (first) return first;
    throw new Error(`There is no ${path.join(' > ')}. The screen says: ${textOf(rendered)}`);
  };
  return {
    rendered,
    text: () => textOf(rendered),
    all,
    one,
    tap(...path) {
      const node = one(...path);
      (node.querySelector('.area') ?? node).dispatchEvent('tap');
    },
    run: (method, ...args) => rendered.instance[method]?.(...args),
    heard(event) {
      const details: unknown[] = [];
      rendered.addEventListener(event, ({ detail }) => details.push(detail));
      return details;
    },
  };
}

const textOf = (rendered: Rendered): string => rendered.dom.textContent ?? '';

/** Waits until an expectation holds; after four seconds it fails with it, before jest would end it. */
export async function until(expectation: () => void): Promise<void> {
  const end = Date.now() + 4000;
  for (;;) {
    try {
      expectation();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((later) => {
      setTimeout(later, 1);
    });
  }
}
