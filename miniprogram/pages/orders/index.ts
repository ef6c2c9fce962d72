import { showCount } from '../../services/cart';
import { call } from '../../services/cloud/cloud';
import type { Tap } from '../../services/credits/collector';
import { loadPictures } from '../../services/goods';
import { actAlone, loadInto, refresh } from '../../services/loading';
import { confirmed } from '../../services/notices';
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

  onPullDownRefresh() {
    return refresh(() => this.load());
  },

  load(): Promise<void> {
    return loadInto(this, async () => {
      const [{ orders }, pictures] = await Promise.all([call('listOrders', {}), loadPictures()]);
      return { orders: orders.map((order) => cardOf(order, pictures)) };
    });
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
  alone(act: () => Promise<unknown>) {
    return actAlone(this, act, () => this.load());
  },
});
