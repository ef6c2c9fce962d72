import { call } from '../../services/cloud/cloud';
import type { Tap } from '../../services/credits/collector';
import { credits } from '../../services/credits/credits';
import { loadPictures } from '../../services/goods';
import { actAlone, loadInto, refresh } from '../../services/loading';
import { confirmed } from '../../services/notices';
import { cardOf, stepsOf, type OrderCard, type Step } from '../../services/orders';
import { payAgain } from '../../services/payment/payment';
import { reminderOf } from './reminder';

const none: Partial<OrderCard> = {};

Page({
  data: {
    state: 'loading',
    order: none,
    steps: [] as Step[],
    reminder: reminderOf('unpaid', []),
    problem: '',
    busy: false,
  },

  sn: '',
  formId: '',

  onLoad({ sn = '' }: Record<string, string | undefined>) {
    this.sn = sn;
  },

  onShow() {
    return this.load();
  },

  onPullDownRefresh() {
    return refresh(() => this.load());
  },

  load(): Promise<void> {
    return loadInto(this, async () => {
      const [{ orders }, pictures, settings] = await Promise.all([
        call('listOrders', {}),
        loadPictures(),
        call('messageSettings', {}).catch(() => undefined), // an order is shown without them too
      ]);
      const order = orders.find((one) => one.sn === this.sn);
      if (!order) return { state: 'missing' };
      const reminder = reminderOf(order.state, settings?.templates ?? []);
      return { order: cardOf(order, pictures), steps: stepsOf(order), reminder };
    });
  },

  async onAnswered() {
    await credits.flush(); // what was allowed just now counts already
    await this.load();
  },

  onPay() {
    const { totalFee = 0 } = this.data.order;
    this.formId = '';
    return this.alone(() => payAgain({ sn: this.sn, totalFee }, () => this.formId));
  },

  onCancel() {
    return this.alone(async () => {
      if (!(await confirmed('取消后需要重新下单。确定取消吗？', '取消订单'))) return;
      await call('cancelOrder', { sn: this.sn }, { loading: '正在取消' });
    });
  },

  onReceive() {
    return this.alone(async () => {
      if (!(await confirmed('已经收到商品了吗？', '确认收货'))) return;
      await call('confirmReceipt', { sn: this.sn }, { loading: '正在确认' });
    });
  },

  onCopyTracking() {
    void wx.setClipboardData({ data: this.data.order.trackingNo ?? '' });
  },

  onCopySn() {
    void wx.setClipboardData({ data: this.sn });
  },

  onFormId({ detail }: WechatMiniprogram.CustomEvent<Tap>) {
    this.formId = detail.formId;
  },

  /** One action at a time; the order is fresh after it. */
  alone(act: () => Promise<unknown>) {
    return actAlone(this, act, () => this.load());
  },
});
