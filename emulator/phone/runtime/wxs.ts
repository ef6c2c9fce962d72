import type { glassEasel } from 'glass-easel-miniprogram-adapter';

type Caller = Record<string, unknown>;

/** What a wxs handler gets of the component: it may call its methods (WeChat docs, "WXS 响应事件"). */
const describeComponent = (host: Caller) => ({
  callMethod: (name: string, argument: unknown): void => {
    const method = host[name];
    if (typeof method === 'function') method.call(host, argument);
  },
});

/** What compiled templates and wxs modules expect on `globalThis`. */
export const wxsGlobals = {
  getRegExp: (pattern: string, flags?: string): RegExp => new RegExp(pattern, flags),
  getDate: (...values: []): Date => new Date(...values),
  __wxsWrap: (
    host: glassEasel.GeneralComponent | Caller,
    event: unknown,
    handler: (this: unknown, event: unknown, owner: object) => unknown,
  ): unknown => {
    const caller = (
      'getMethodCaller' in host && typeof host.getMethodCaller === 'function'
        ? host.getMethodCaller()
        : host
    ) as Caller;
    return handler.call(caller, event, describeComponent(caller));
  },
};
