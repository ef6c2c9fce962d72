/** A page's or component's `this`. */
type Caller = Record<string, unknown>;

/** The first part of the path of a listener that a wxs module gives, as glass-easel has it. */
const FROM_SCRIPT = 1;

/** What a wxs listener gets of its component: it may call the methods (WeChat docs, "WXS 响应事件"). */
const describeComponent = (caller: Caller) => ({
  callMethod: (name: string, argument: unknown): void => {
    const method = caller[name];
    if (typeof method === 'function') method.call(caller, argument);
  },
});

/** What compiled templates and wxs modules expect on `globalThis` when they are loaded. */
export const wxsGlobals = {
  getRegExp: (pattern: string, flags?: string): RegExp => new RegExp(pattern, flags),
  getDate: (...values: []): Date => new Date(...values),
  /** Calls every listener of a template. */
  __wxsWrap: (
    caller: Caller,
    event: unknown,
    listener: (this: Caller, event: unknown, owner?: object) => unknown,
    path?: unknown[] | null,
  ): unknown =>
    path?.[0] === FROM_SCRIPT
      ? listener.call(caller, event, describeComponent(caller))
      : listener.call(caller, event),
};
