import { loadTemplates, templatesAt, type ShopTemplate } from '../../../services/consent/moments';
import type { Tap } from '../../../services/credits/collector';
import { credits } from '../../../services/credits/credits';
import { yuan } from '../../../services/money';
import { showProblem } from '../../../services/notices';
import { checkout, resultUrl } from '../../../services/payment/payment';
import { readOrderInfo } from './order-info';

Page({
  data: {
    paid: false,
    sn: '',
    totalFee: 0,
    totalText: '',
    templates: [] as ShopTemplate[],
    /** Every notice that is still to come is allowed already. */
    allowed: false,
    busy: false,
  },

  formId: '',

  async onLoad({ status, orderInfo = '' }: Record<string, string | undefined>) {
    const { sn, totalFee } = readOrderInfo(orderInfo);
    const totalText = totalFee > 0 ? yuan(totalFee) : '';
    this.setData({ paid: status === '1', sn, totalFee, totalText });
    if (this.data.paid) await this.loadTemplates();
  },

  /** The sheet must open inside the tap: its template ids have to be there before. */
  async loadTemplates() {
    await credits.flush(); // what was allowed right after the payment counts already
    const templates = await loadTemplates('paid');
    const allowed = templatesAt('unshipped', templates).every(({ open }) => open > 0);
    this.setData({ templates, allowed });
  },

  async onPayAgain() {
    if (this.data.busy) return;
    this.setData({ busy: true });
    this.formId = '';
    try {
      const { sn, totalFee } = this.data;
      const outcome = await checkout.pay(
        await checkout.resume({ sn, totalFee }),
        () => this.formId,
      );
      if (outcome.status === 'paid') await wx.redirectTo({ url: resultUrl(outcome) });
    } catch (error) {
      showProblem(error);
    } finally {
      this.setData({ busy: false });
    }
  },

  onFormId({ detail }: WechatMiniprogram.CustomEvent<Tap>) {
    this.formId = detail.formId;
  },

  onOrder() {
    void wx.redirectTo({ url: `/pages/orders/detail?sn=${this.data.sn}` });
  },

  onShop() {
    void wx.switchTab({ url: '/pages/shop/index' });
  },
});
