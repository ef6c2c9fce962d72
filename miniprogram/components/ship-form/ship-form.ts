import { credits } from '../../services/credits/credits';

const carriers = ['顺丰速运', '中通快递', '圆通速递', '京东快递'];

/** As `shipOrder` demands. */
const trackingNumber = /^[0-9A-Za-z-]{4,32}$/;

type CarrierEvent = WechatMiniprogram.BaseEvent<WechatMiniprogram.IAnyObject, { carrier: string }>;

/** Asks for a parcel. `ship` fires with `{carrier, trackingNo}` once both are right. */
Component({
  properties: { busy: Boolean },

  data: { carriers, carrier: carriers[0] ?? '', problem: '' },

  methods: {
    onCarrier({ currentTarget }: CarrierEvent) {
      this.setData({ carrier: currentTarget.dataset.carrier });
    },

    onInput() {
      if (this.data.problem) this.setData({ problem: '' });
    },

    onSubmit({ detail }: WechatMiniprogram.FormSubmit<{ trackingNo?: string }>) {
      const { formId = '', value } = detail as { formId?: string; value: { trackingNo?: string } };
      credits.tap({ formId, at: Date.now() });
      const trackingNo = (value.trackingNo ?? '').trim();
      if (!trackingNumber.test(trackingNo)) {
        this.setData({ problem: trackingNo ? '单号应为 4 到 32 位字母和数字' : '请填写快递单号' });
        return;
      }
      this.triggerEvent('ship', { carrier: this.data.carrier, trackingNo });
    },
  },
});
