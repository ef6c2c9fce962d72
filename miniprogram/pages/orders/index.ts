import { showCount } from '../../services/cart';
import { call } from '../../services/cloud/cloud';
import { sentenceOf } from '../../services/cloud/sentences';
import type { Tap } from '../../services/credits/collector';
import { loadPictures } from '../../services/goods';
import { confirmed, showProblem } from '../../services/notices';
import { cardOf, type OrderCard } from '../../services/orders';
import { payAgain } from '../../services/payment/payment';

type OrderEvent = WechatMiniprogram.CustomEvent<{ sn: string }>;

Page({
  data: { state: 'loading', orders: [] as OrderCard[], problem: '', busy: false },

  formId: '',

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
      const [{ orders }, pictures] = await Promise.all([call('listOrders', {}), loadPictures()]);
      this.setData({ state: 'ready', orders: orders.map((order) => cardOf(order, pictures)) });
    } catch (error) {
      if (this.data.state !== 'ready')
        this.setData({ state: 'failed', problem: sentenceOf(error) });
    }
  },

  onOpen({ detail }: OrderEvent) {
    void wx.navigateTo({ url: `/pages/orders/detail?sn=${detail.sn}` });
  },

  onPay({ detail }: OrderEvent) {
    const order = this.data.orders.find((one) => one.sn === detail.sn);
    this.formId = '';
    return this.alone(async () => order && payAgain(order, () => this.formId));
  },

  onReceive({ detail: { sn } }: OrderEvent) {
    return this.alone(async () => {
      if (!(await confirmed('已经收到商品了吗？', '确认收货'))) return;
      await call('confirmReceipt', { sn }, { loading: '正在确认' });
    });
  },

  onFormId({ detail }: WechatMiniprogram.CustomEvent<Tap>) {
    this.formId = detail.formId;
  },

  onShop() {
    void wx.switchTab({ url: '/pages/shop/index' });
  },

  /** One action at a time; the list is fresh after it. */
  async alone(act: () => Promise<unknown>) {
    if (this.data.busy) return;
    this.setData({ busy: true });
    await act().catch(showProblem);
    await this.load();
    this.setData({ busy: false });
  },
});
