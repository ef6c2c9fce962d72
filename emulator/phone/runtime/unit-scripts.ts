import type { CodeSpace } from 'glass-easel-miniprogram-adapter';
import type { Unit } from '../protocol';
import { builtinBehaviors } from './form-field';
import { logUnsupported, reportError } from './report';

/** What `Page`, `Component` and `Behavior` are given, as far as it matters here. */
interface Definition {
  behaviors?: unknown[];
}

type Define = (definition?: Definition) => unknown;

/** Runs the scripts of pages and components; one that throws does not keep the others from it. */
export function loadUnits(space: CodeSpace, units: Record<string, Unit>): void {
  const named = new Map<unknown, unknown>(
    Object.entries(builtinBehaviors).map(([name, definition]) => [
      name,
      space.behavior().definition(definition).register(),
    ]),
  );
  const known = (behavior: unknown): unknown[] => {
    if (typeof behavior !== 'string') return [behavior];
    if (!named.has(behavior)) logUnsupported(`behaviors: ["${behavior}"]`);
    return named.has(behavior) ? [named.get(behavior)] : [];
  };
  /** glass-easel takes behaviors as objects, pages also name WeChat's own. */
  const resolving =
    (define: Define): Define =>
    (definition) =>
      definition?.behaviors
        ? define({ ...definition, behaviors: definition.behaviors.flatMap(known) })
        : define(definition);
  for (const [path, { load }] of Object.entries(units)) {
    space.componentEnv(path, ({ Page, Component, Behavior }) => {
      Object.assign(globalThis, {
        Page: resolving(Page as Define),
        Component: resolving(Component as Define),
        Behavior: resolving(Behavior as Define),
      });
      try {
        load();
      } catch (error) {
        reportError(error);
      }
    });
  }
}
