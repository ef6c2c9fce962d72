import { call } from '../../services/cloud';
import { collectTap } from '../../services/taps';

interface Goods {
  _id: string;
  title: string;
  priceText: string;
}

Page({
  data: { goods: [] as Goods[], busy: false, problem: '' },

  async onLoad() {
    try {
      const { goods } = await call('listGoods', {});
      const shown = goods.map(({ _id, title, price }) => ({
        _id,
        title,
        priceText: `￥${(price / 100).toFixed(2)}`,
      }));
      this.setData({ goods: shown });
    } catch {
      this.setData({ problem: '商品加载失败，请下拉重试' });
    }
  },

  async onBuy(event: WechatMiniprogram.FormSubmit) {
    const { formId } = event.detail as { formId?: string };
    const { id } = event.currentTarget.dataset as { id: string };
    if (this.data.busy) return;
    this.setData({ busy: true });
    try {
      await this.buy(id, formId ?? '');
    } catch {
      collectTap(formId ?? '');
      void wx.showToast({ title: '支付未完成', icon: 'none' });
    } finally {
      this.setData({ busy: false });
    }
  },

  async buy(goodsId: string, formId: string) {
    const requestId = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const items = [{ goodsId, quantity: 1 }];
    const { sn, payment } = await call('createOrder', { requestId, items });
    await wx.requestPayment(payment as unknown as WechatMiniprogram.RequestPaymentOption);
    // the payment callback asks for the notice too: nobody waits for this, and nothing fails with it
    call('sendTemplatePaySuccess', { sn, formId }).catch(() => collectTap(formId));
    const orderInfo = encodeURIComponent(JSON.stringify({ sn }));
    await wx.navigateTo({
      url: `/pages/cart/results/index?status=1&type=pay&orderInfo=${orderInfo}`,
    });
  },
});
