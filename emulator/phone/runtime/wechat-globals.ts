import type { Phone } from './phone';
import { reportUnsupported } from './report';

/** What the scripts of a mini-program find on `globalThis`, besides `Page` and its kin. */
export const weChatGlobals = ({ app, pages }: Phone, wx: object) => ({
  wx,
  App: app.register,
  getApp: app.instance,
  getCurrentPages: () => pages.stack().map(({ drawn }) => drawn.caller),
  requirePlugin: (name: string) => {
    reportUnsupported(`requirePlugin('${name}')`);
    return {};
  },
});
