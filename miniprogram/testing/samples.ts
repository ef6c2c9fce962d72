import type {
  GoodsView,
  MessageSettings,
  OrderState,
  OrderView,
} from '../../cloudfunctions/contract';

/** What the cloud of a test shop answers. */
export const goods: GoodsView[] = [
  { _id: 'tea', title: '武夷山红茶', price: 6800, picture: '/images/goods/tea.svg' },
  { _id: 'cup', title: '青瓷杯', price: 4500, picture: '' },
];

/** An order of two teas. */
export const order = (state: OrderState, more: Partial<OrderView> = {}): OrderView => ({
  sn: 'HY1',
  state,
  items: [{ goodsId: 'tea', title: '武夷山红茶', price: 6800, quantity: 2 }],
  totalFee: 13600,
  createdAt: Date.UTC(2026, 2, 4, 2),
  paidAt: state === 'unpaid' || state === 'cancelled' ? 0 : Date.UTC(2026, 2, 4, 2, 1),
  shippedAt: 0,
  carrier: '',
  trackingNo: '',
  ...more,
});

export const shipped = order('shipped', {
  shippedAt: Date.UTC(2026, 2, 5, 2),
  carrier: '顺丰速运',
  trackingNo: 'SF1234567890',
});

/** A one-time template, as `messageSettings` gives it. */
export const template = (scene: string, templateId: string, title: string, open = 0) => ({
  scene,
  templateId,
  title,
  open,
  longTerm: false,
});

export const settings: MessageSettings = {
  credits: [
    { kind: 'form', count: 2, until: Date.UTC(2026, 2, 11, 2) },
    { kind: 'payment', count: 3, until: Date.UTC(2026, 2, 11, 2) },
    { kind: 'subscription', count: 1, until: 0 },
  ],
  templates: [
    template('orderShipped', 'sub-order-shipped', '订单发货提醒', 1),
    template('receiptReminder', 'sub-receipt-reminder', '确认收货提醒'),
    template('refundSuccess', 'sub-refund-success', '退款成功通知'),
    template('paySuccess', 'sub-pay-success', '付款成功通知'),
  ],
  waiting: [],
};

/** A call that did not reach the cloud. */
export const offline = (): never => {
  throw Object.assign(new Error('offline'), { errCode: -504002, errMsg: 'function error' });
};
