import type { CodeSpace, component, glassEasel } from 'glass-easel-miniprogram-adapter';
import type { Builtin, BuiltinNode, Initial, Updates } from './builtin';
import { plainText } from './plain-text';

/** What pages may say to screen readers (WeChat docs, "无障碍访问"): property → attribute. */
const ARIA = Object.fromEntries(
  (
    'label hidden disabled checked selected expanded modal live level labelledby describedby ' +
    'controls owns haspopup required invalid valuemin valuemax valuenow atomic busy current'
  )
    .split(' ')
    .map((name) => [`aria${name[0]?.toUpperCase()}${name.slice(1)}`, `aria-${name}`] as const),
);

/** What every component has (WeChat docs, "组件公共属性"). */
const COMMON: Record<string, Initial> = {
  hidden: false,
  ariaRole: '',
  ...Object.fromEntries(Object.keys(ARIA).map((name) => [name, null])),
};

/** Makes a built-in component known to glass-easel under a path. */
export function defineBuiltin(space: CodeSpace, path: string, builtin: Builtin): void {
  const updates = new WeakMap<object, Updates>();
  const leaving = new WeakMap<object, (() => void)[]>();
  const properties = Object.entries({ ...COMMON, ...builtin.properties }).map(
    ([name, value]) => [name, property(name, value, updates)] as const,
  );
  const definition = {
    properties: Object.fromEntries(properties),
    lifetimes: {
      created(this: component.GeneralComponent) {
        // A page that is gone may still call setData: what that makes has no place, as in WeChat.
        if (!this._$.getBackendElement()) return;
        const farewells: (() => void)[] = [];
        const node = nodeOf(this, farewells);
        const own = { ...commonUpdates(node), ...builtin.mount?.(node) };
        updates.set(this, own);
        leaving.set(this, farewells);
        for (const update of Object.values(own)) update();
      },
      detached(this: component.GeneralComponent) {
        for (const farewell of leaving.get(this) ?? []) farewell();
      },
    },
  };
  space.component(path).definition(definition).register();
}

const property = (name: string, value: Initial, updates: WeakMap<object, Updates>) => ({
  type: typeOf(value),
  value,
  observer(this: object) {
    updates.get(this)?.[name]?.();
  },
});

function typeOf(value: Initial) {
  if (Array.isArray(value)) return Array;
  if (typeof value === 'string') return String;
  if (typeof value === 'number') return Number;
  return typeof value === 'boolean' ? Boolean : null;
}

function commonUpdates({ element, flag, text, value }: BuiltinNode): Updates {
  const aria = Object.entries(ARIA).map(([name, attribute]) => {
    const update = (): void => {
      const given = value(name);
      const written = typeof given === 'boolean' ? String(given) : plainText(given);
      if (written !== '') element.setAttribute(attribute, written);
    };
    return [name, update] as const;
  });
  return {
    ...Object.fromEntries(aria),
    hidden: () => element.toggleAttribute('hidden', flag('hidden')),
    ariaRole: () => {
      if (text('ariaRole')) element.setAttribute('role', text('ariaRole'));
    },
  };
}

function nodeOf(caller: component.GeneralComponent, farewells: (() => void)[]): BuiltinNode {
  const inner: glassEasel.GeneralComponent = caller._$;
  const read = (name: string): unknown => (caller.data as Record<string, unknown>)[name];
  return {
    element: inner.getBackendElement() as unknown as HTMLElement,
    text: (name) => plainText(read(name)),
    flag: (name) => Boolean(read(name)),
    number: (name) => Number(read(name)),
    value: read,
    set: (name, value) => caller.setData({ [name]: value }),
    emit: (name, detail) => caller.triggerEvent(name, detail, {}),
    onTap: (listener) =>
      inner.addListener('tap', (event) => {
        const original = event.getOriginalEvent();
        if (original instanceof MouseEvent && original.target instanceof Element) {
          listener(original.target);
        }
      }),
    onDetached: (listener) => farewells.push(listener),
    owner: () => inner.ownerShadowRoot?.getHostNode().is ?? '',
    describe: () => ({ id: caller.id, dataset: { ...caller.dataset } }),
    sibling: (id) => {
      const found = inner.ownerShadowRoot?.getElementById(id)?.getBackendElement();
      return found ? (found as unknown as HTMLElement) : undefined;
    },
    toggleClass: (name, on) => inner.classList?.toggle(name, on),
  };
}
