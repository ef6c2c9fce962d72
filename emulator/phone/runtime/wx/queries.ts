import type { Phone } from '../phone';

/** What finds and watches nodes: glass-easel has it for each page; without `in` it means the top one. */
export function queryApis({ pages }: Phone) {
  const make = (name: string, owner: unknown, ...options: unknown[]): unknown => {
    const caller = (owner ?? pages.top()?.drawn.caller) as Record<string, unknown> | undefined;
    const maker = caller?.[name];
    return typeof maker === 'function' ? (maker.apply(caller, options) as unknown) : undefined;
  };
  return {
    createSelectorQuery: () => make('createSelectorQuery', undefined),
    createIntersectionObserver: (owner: unknown, options: unknown) =>
      make('createIntersectionObserver', owner, options),
    createMediaQueryObserver: (owner: unknown) => make('createMediaQueryObserver', owner),
  };
}
