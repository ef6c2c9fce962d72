import { call } from './services/cloud';

App({
  onLaunch() {
    wx.cloud.init({ traceUser: true });
    call('login', {}).catch(() => undefined); // pages show their own errors
  },
});
