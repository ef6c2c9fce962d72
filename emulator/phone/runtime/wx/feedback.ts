import { api, ApiFailure } from '../api';
import { askAction } from '../sheets/action-sheet';
import { askModal, type ModalOptions } from '../sheets/modal';
import { hideToast, showToast } from '../sheets/toast';

interface Toast {
  title: string;
  icon: string;
  image: string;
  duration: number;
  mask: boolean;
}

interface Actions {
  itemList: string[];
  itemColor: string;
  alertText: string;
}

/** How long a toast stays unless the page says so (WeChat docs, "wx.showToast"). */
const TOAST_MS = 1500;

/** The APIs that tell or ask the user something. */
export const feedbackApis = () => ({
  showToast: api<Toast>('showToast', ({ title = '', icon = 'success', image = '', ...rest }) => {
    const { duration = TOAST_MS, mask = false } = rest;
    showToast({ title, icon, image, duration, mask });
  }),
  hideToast: api('hideToast', hideToast),
  showLoading: api<Toast>('showLoading', ({ title = '', mask = false }) =>
    showToast({ title, icon: 'loading', image: '', mask }),
  ),
  hideLoading: api('hideLoading', hideToast),
  showModal: api<ModalOptions>('showModal', askModal, { byUser: true }),
  showActionSheet: api<Actions>('showActionSheet', async (options) => {
    const { itemList = [], itemColor = '', alertText = '' } = options;
    const tapIndex = await askAction(itemList, { title: alertText, color: itemColor });
    if (tapIndex === undefined) throw new ApiFailure('cancel');
    return { tapIndex };
  }),
});
