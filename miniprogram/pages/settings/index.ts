import { showCount } from '../../services/cart';
import { call } from '../../services/cloud/cloud';
import { openChoices, readChoices } from '../../services/consent/consent';
import { credits } from '../../services/credits/credits';
import { loadInto, refresh } from '../../services/loading';
import { login } from '../../services/login';
import { settingsView } from './settings-view';

Page({
  data: {
    state: 'loading',
    ...settingsView({ credits: [], templates: [], waiting: [] }, {}),
    /** WeChat's own switch for this mini-program is off. */
    muted: false,
    isStaff: false,
    problem: '',
  },

  onShow() {
    showCount();
    return this.load();
  },

  onPullDownRefresh() {
    return refresh(() => this.load());
  },

  load(): Promise<void> {
    return loadInto(this, async () => {
      await credits.flush(); // what was tapped or allowed a moment ago counts already
      const [settings, { isStaff }, { mainSwitch, kept }] = await Promise.all([
        call('messageSettings', {}),
        login(),
        readChoices(),
      ]);
      return { ...settingsView(settings, kept), isStaff, muted: !mainSwitch };
    });
  },

  async onOpenSetting() {
    await openChoices();
    await this.load();
  },

  onStaff() {
    void wx.navigateTo({ url: '/pages/staff/index' });
  },
});
