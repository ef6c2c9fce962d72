import type { Fault } from '../../services';
import type { Key } from '../texts';

/** A fault with a plain name. */
export interface Preset {
  title: Key;
  why: Key;
  fault: Fault;
}

/** What goes wrong most in a shop's life, each at one press; for both kinds of sends or for one. */
export const presets: Preset[] = [
  {
    title: 'faultLost',
    why: 'faultLostWhy',
    fault: { match: { action: 'wx.openApi' }, effect: 'dropAnswer' },
  },
  {
    title: 'faultBusy',
    why: 'faultBusyWhy',
    fault: { match: { action: 'wx.openApi' }, effect: { errCode: -1 }, times: 3 },
  },
  {
    title: 'faultUsed',
    why: 'faultUsedWhy',
    fault: { match: { apiName: 'templateMessage.send' }, effect: { errCode: 41029 } },
  },
  {
    title: 'faultSilent',
    why: 'faultSilentWhy',
    fault: { match: { action: 'database.modifyDocument' }, effect: 'dropAnswer' },
  },
  {
    title: 'faultKilled',
    why: 'faultKilledWhy',
    fault: {
      match: { function: 'dispatchMessages', action: 'database.modifyDocument', nth: 2 },
      effect: 'killBefore',
    },
  },
  {
    title: 'faultSlow',
    why: 'faultSlowWhy',
    fault: { match: { action: 'wx.openApi' }, effect: { delayMs: 3000 }, times: 10 },
  },
];
