import type { ShownGoods } from '../../components/goods-card/goods-card';
import { addToCart, showCount } from '../../services/cart';
import { loadGoods } from '../../services/goods';
import { loadInto, refresh } from '../../services/loading';
import { yuan } from '../../services/money';

type GoodsEvent = WechatMiniprogram.CustomEvent<{ goodsId: string }>;

Page({
  data: { state: 'loading', goods: [] as ShownGoods[], problem: '' },

  onShow() {
    showCount();
    return this.load();
  },

  onPullDownRefresh() {
    return refresh(() => this.load());
  },

  load(): Promise<void> {
    return loadInto(this, async () => ({
      goods: (await loadGoods()).map(({ _id, title, picture, price }) => ({
        _id,
        title,
        picture,
        priceText: yuan(price),
      })),
    }));
  },

  onAdd({ detail }: GoodsEvent) {
    addToCart(detail.goodsId);
    void wx.showToast({ title: '已加入购物车', icon: 'success' });
  },

  onBuy({ detail }: GoodsEvent) {
    void wx.navigateTo({ url: `/pages/cart/payment/index?goodsId=${detail.goodsId}` });
  },
});
