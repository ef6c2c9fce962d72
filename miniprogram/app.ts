import { credits } from './services/credits/credits';
import { login } from './services/login';

App({
  onLaunch() {
    wx.cloud.init({ traceUser: true });
    login().catch(() => undefined); // pages show their own errors
    void credits.flush(); // what an earlier start could not send
  },

  onHide() {
    void credits.flush();
  },
});
