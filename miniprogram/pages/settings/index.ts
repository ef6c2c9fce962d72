import { showCount } from '../../services/cart';
import { call } from '../../services/cloud/cloud';
import { sentenceOf } from '../../services/cloud/sentences';
import { askConsent, showConsent } from '../../services/consent';
import { credits } from '../../services/credits/credits';
import { login } from '../../services/login';
import { settingsView } from './settings-view';

type AllowEvent = WechatMiniprogram.BaseEvent<WechatMiniprogram.IAnyObject, { id: string }>;

Page({
  data: {
    state: 'loading',
    ...settingsView({ credits: [], templates: [], waiting: [] }),
    /** WeChat's own switch for this mini-program is off. */
    muted: false,
    isStaff: false,
    asking: false,
    problem: '',
  },

  onShow() {
    showCount();
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    void wx.stopPullDownRefresh();
  },

  async load() {
    try {
      await credits.flush(); // what was tapped on the way here counts already
      const [settings, { isStaff }, muted] = await Promise.all([
        call('messageSettings', {}),
        login(),
        isMuted(),
      ]);
      this.setData({ state: 'ready', ...settingsView(settings), isStaff, muted });
    } catch (error) {
      if (this.data.state !== 'ready')
        this.setData({ state: 'failed', problem: sentenceOf(error) });
    }
  },

  async onAllow({ currentTarget }: AllowEvent) {
    const asking = askConsent([currentTarget.dataset.id]); // first of all, or WeChat no longer sees the tap
    this.setData({ asking: true });
    await showConsent(await asking);
    await this.load();
    this.setData({ asking: false });
  },

  async onOpenSetting() {
    await wx.openSetting({ withSubscriptions: true });
    await this.load();
  },

  onStaff() {
    void wx.navigateTo({ url: '/pages/staff/index' });
  },
});

/** @returns whether the user has switched off all messages of this mini-program */
async function isMuted(): Promise<boolean> {
  const setting = await wx.getSetting({ withSubscriptions: true }).catch(() => undefined);
  return setting?.subscriptionsSetting?.mainSwitch === false;
}
