import { basketOf, type Line } from '../../../services/baskets';
import { clearCart, readCart } from '../../../services/cart';
import type { Tap } from '../../../services/credits/collector';
import { credits } from '../../../services/credits/credits';
import { loadGoods } from '../../../services/goods';
import { loadInto } from '../../../services/loading';
import { showProblem } from '../../../services/notices';
import { checkout, resultUrl } from '../../../services/payment/payment';

/** Confirms a basket and pays it: one kind of goods with `?goodsId=`, the whole cart without. */
Page({
  data: {
    state: 'loading',
    lines: [] as Line[],
    count: 0,
    totalText: '',
    /** Notices come by themselves, because taps and payments still allow them. */
    promised: false,
    problem: '',
    busy: false,
  },

  /** The only goods of this basket; empty for the cart. */
  goodsId: '',
  formId: '',

  onLoad({ goodsId = '' }: Record<string, string | undefined>) {
    this.goodsId = goodsId;
    return this.load();
  },

  load(): Promise<void> {
    const items = this.goodsId === '' ? readCart() : [{ goodsId: this.goodsId, quantity: 1 }];
    return loadInto(this, async () => {
      const basket = basketOf(items, await loadGoods());
      return { ...basket, promised: credits.mints() };
    });
  },

  async onPay() {
    if (this.data.busy) return;
    this.setData({ busy: true });
    this.formId = '';
    try {
      await this.pay();
    } catch (error) {
      showProblem(error);
      this.setData({ busy: false });
    }
  },

  /** The page is left with the result: an order that was not paid is paid from there. */
  async pay() {
    const items = this.data.lines.map(({ goodsId, quantity }) => ({ goodsId, quantity }));
    const placed = await checkout.place(items);
    if (this.goodsId === '') clearCart();
    const outcome = await checkout.pay(placed, () => this.formId);
    await wx.redirectTo({ url: resultUrl(outcome) });
  },

  onFormId({ detail }: WechatMiniprogram.CustomEvent<Tap>) {
    this.formId = detail.formId;
  },
});
