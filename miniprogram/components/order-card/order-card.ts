import type { OrderCard } from '../../services/orders';
import type { Tap } from '../../services/credits/collector';

const empty: OrderCard = {
  sn: '',
  state: 'unpaid',
  stateText: '',
  hint: '',
  lines: [],
  count: 0,
  totalFee: 0,
  totalText: '',
  timeText: '',
  carrier: '',
  trackingNo: '',
};

/** An order in a list. `open`, `pay` and `receive` fire with `{sn}`; `formid` brings that of a tap on "pay". */
Component({
  properties: {
    order: { type: Object, value: empty },
    busy: Boolean,
  },

  methods: {
    onOpen() {
      this.triggerEvent('open', { sn: this.data.order.sn });
    },

    onPay() {
      this.triggerEvent('pay', { sn: this.data.order.sn });
    },

    onReceive() {
      this.triggerEvent('receive', { sn: this.data.order.sn });
    },

    onFormId(event: WechatMiniprogram.CustomEvent<Tap>) {
      this.triggerEvent('formid', event.detail);
    },
  },
});
