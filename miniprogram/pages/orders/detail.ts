import { call } from '../../services/cloud/cloud';
import { sentenceOf } from '../../services/cloud/sentences';
import type { Tap } from '../../services/credits/collector';
import { loadPictures } from '../../services/goods';
import { confirmed, showProblem } from '../../services/notices';
import { cardOf, stepsOf, type OrderCard, type Step } from '../../services/orders';
import { payAgain } from '../../services/payment/payment';

const none: Partial<OrderCard> = {};

Page({
  data: {
    state: 'loading',
    order: none,
    steps: [] as Step[],
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

  async onPullDownRefresh() {
    await this.load();
    void wx.stopPullDownRefresh();
  },

  async load() {
    try {
      const [{ orders }, pictures] = await Promise.all([call('listOrders', {}), loadPictures()]);
      const order = orders.find((one) => one.sn === this.sn);
      if (order)
        this.setData({ state: 'ready', order: cardOf(order, pictures), steps: stepsOf(order) });
      else this.setData({ state: 'missing' });
    } catch (error) {
      if (this.data.state !== 'ready')
        this.setData({ state: 'failed', problem: sentenceOf(error) });
    }
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
  async alone(act: () => Promise<unknown>) {
    if (this.data.busy) return;
    this.setData({ busy: true });
    await act().catch(showProblem);
    await this.load();
    this.setData({ busy: false });
  },
});
