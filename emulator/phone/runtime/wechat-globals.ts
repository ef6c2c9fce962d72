import type { Phone } from './phone';
import { reportUnsupported } from './report';
import { wxsGlobals } from './wxs';

/** What scripts and templates of a mini-program find on `globalThis`, besides `Page` and its kin. */
export const weChatGlobals = ({ app, pages }: Phone, wx: object) => ({
  ...wxsGlobals,
  wx,
  App: app.register,
  getApp: app.instance,
  getCurrentPages: () => pages.stack().map(({ drawn }) => drawn.caller),
  requirePlugin: (name: string) => {
    reportUnsupported(`requirePlugin('${name}')`);
    return {};
  },
});
