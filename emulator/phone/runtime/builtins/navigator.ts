import type { Builtin } from '../builtin';
import { giveHover, hoverProperties } from '../hover';

/** Goes to another page as the API of this name does. */
export type Navigate = (api: string, options: { url: string; delta: number }) => void;

const APIS: Record<string, string> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
  exit: 'exitMiniProgram',
};

/** `<navigator>`: a link to a page. */
export const navigator = (navigate: Navigate): Builtin => ({
  holds: true,
  properties: {
    ...hoverProperties('navigator-hover', 50, 600),
    url: '',
    openType: 'navigate',
    delta: 1,
    target: 'self',
  },
  mount: (node) => {
    const { element, text, number } = node;
    element.setAttribute('role', 'link');
    element.setAttribute('tabindex', '0');
    giveHover(node);
    node.onTap(() => {
      const api = APIS[text('openType')] ?? 'navigateTo';
      const other = text('target') === 'miniProgram';
      navigate(other ? 'navigateToMiniProgram' : api, { url: text('url'), delta: number('delta') });
    });
    return {};
  },
});
