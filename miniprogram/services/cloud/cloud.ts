import { createCaller } from './caller';

/** The app's `callFunction`. */
export const call = createCaller({
  invoke: async (name, data) => (await wx.cloud.callFunction({ name, data })).result,
  wait: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
  showLoading: (title) => void wx.showLoading({ title, mask: true }),
  hideLoading: () => void wx.hideLoading(),
});
