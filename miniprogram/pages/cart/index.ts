import type { GoodsView } from '../../../cloudfunctions/contract';
import { basketOf, type Line } from '../../services/baskets';
import { readCart, setQuantity, showCount } from '../../services/cart';
import { loadGoods } from '../../services/goods';
import { loadInto } from '../../services/loading';
import { confirmed } from '../../services/notices';

type QuantityEvent = WechatMiniprogram.BaseEvent<
  WechatMiniprogram.IAnyObject,
  { id: string; quantity: number }
>;

Page({
  data: { state: 'loading', lines: [] as Line[], count: 0, totalText: '', problem: '' },

  goods: [] as GoodsView[],

  onShow() {
    showCount();
    return this.load();
  },

  load(): Promise<void> {
    return loadInto(this, async () => {
      this.goods = await loadGoods();
      return basketOf(readCart(), this.goods);
    });
  },

  render() {
    this.setData(basketOf(readCart(), this.goods));
  },

  async onQuantity({ currentTarget }: QuantityEvent) {
    const { id, quantity } = currentTarget.dataset;
    if (quantity === 0 && !(await confirmed('从购物车中移除这件商品？', '移除'))) return;
    setQuantity(id, quantity);
    this.render();
  },

  onShop() {
    void wx.switchTab({ url: '/pages/shop/index' });
  },

  onCheckout() {
    void wx.navigateTo({ url: '/pages/cart/payment/index' });
  },
});
