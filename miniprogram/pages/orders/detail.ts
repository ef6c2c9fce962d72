import type { OrderView } from '../../../cloudfunctions/contract';
import { call } from '../../services/cloud';

const stateTexts: Record<OrderView['state'], string> = {
  unpaid: '待支付',
  paid: '待发货',
  shipped: '已发货',
  received: '已收货',
  cancelled: '已取消',
  refunding: '退款中',
  refunded: '已退款',
};

Page({
  data: { sn: '', order: undefined as OrderView | undefined, stateText: '', problem: '' },

  onLoad({ sn = '' }: Record<string, string | undefined>) {
    this.setData({ sn });
    return this.show();
  },

  async show() {
    try {
      const { orders } = await call('listOrders', {});
      const order = orders.find((one) => one.sn === this.data.sn);
      if (order) this.setData({ order, stateText: stateTexts[order.state], problem: '' });
      else this.setData({ problem: '没有找到这个订单' });
    } catch {
      this.setData({ problem: '订单加载失败，请稍后再试' });
    }
  },

  async onReceived() {
    await call('confirmReceipt', { sn: this.data.sn }).catch(() => {
      void wx.showToast({ title: '请稍后再试', icon: 'none' });
    });
    await this.show();
  },
});
