import { api } from '../api';
import { askCloud } from '../bridge';
import { showSettings } from '../sheets/settings';

interface Wanted {
  withSubscriptions: boolean;
}

/** `wx.getSetting` and `wx.openSetting`: what the user has chosen for ever. */
export const settingsApis = () => ({
  getSetting: api<Wanted>('getSetting', readSettings),
  openSetting: api<Wanted>('openSetting', async (options) => {
    await showSettings();
    return readSettings(options);
  }),
});

async function readSettings({ withSubscriptions = false }: Partial<Wanted>): Promise<object> {
  if (!withSubscriptions) return { authSetting: {} };
  const { mainSwitch, itemSettings } = await askCloud('settings', {});
  return { authSetting: {}, subscriptionsSetting: { mainSwitch, itemSettings } };
}
