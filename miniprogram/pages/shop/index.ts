import type { ShownGoods } from '../../components/goods-card/goods-card';
import { addToCart, showCount } from '../../services/cart';
import { sentenceOf } from '../../services/cloud/sentences';
import { loadGoods } from '../../services/goods';
import { yuan } from '../../services/money';

type GoodsEvent = WechatMiniprogram.CustomEvent<{ goodsId: string }>;

Page({
  data: { state: 'loading', goods: [] as ShownGoods[], problem: '' },

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
      const goods = (await loadGoods()).map(({ _id, title, picture, price }) => ({
        _id,
        title,
        picture,
        priceText: yuan(price),
      }));
      this.setData({ state: 'ready', goods });
    } catch (error) {
      if (this.data.state !== 'ready')
        this.setData({ state: 'failed', problem: sentenceOf(error) });
    }
  },

  onAdd({ detail }: GoodsEvent) {
    addToCart(detail.goodsId);
    void wx.showToast({ title: '已加入购物车', icon: 'success' });
  },

  onBuy({ detail }: GoodsEvent) {
    void wx.navigateTo({ url: `/pages/cart/payment/index?goodsId=${detail.goodsId}` });
  },
});
