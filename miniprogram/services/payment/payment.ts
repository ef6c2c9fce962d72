import { call } from '../cloud/cloud';
import { newId } from '../ids';
import { createCheckout, type Outcome } from './checkout';

const KEY = 'pendingOrder';

/** The app's checkout. */
export const checkout = createCheckout({
  createOrder: (request) => call('createOrder', request, { loading: '正在下单' }),
  payOrder: async (sn) => (await call('payOrder', { sn }, { loading: '正在打开支付' })).payment,
  findOrder: async (sn) =>
    (await call('listOrders', {})).orders.find((order) => order.sn === sn),
  // the fields are WeChat Pay's own, untouched since its server has signed them
  requestPayment: (payment) =>
    wx.requestPayment(payment as unknown as WechatMiniprogram.RequestPaymentOption),
  notifyPaid: (sn, formId) =>
    call('sendTemplatePaySuccess', formId === undefined ? { sn } : { sn, formId }),
  storage: {
    read: (): unknown => wx.getStorageSync(KEY),
    write: (pending) => wx.setStorageSync(KEY, pending),
  },
  newId,
});

/** Shows how a payment ended. The page that was left cannot be paid again, so it is replaced. */
export async function showResult({ status, sn, totalFee }: Outcome): Promise<void> {
  const orderInfo = encodeURIComponent(JSON.stringify({ sn, totalFee }));
  const query = `status=${status === 'paid' ? 1 : 0}&type=pay&orderInfo=${orderInfo}`;
  await wx.redirectTo({ url: `/pages/cart/results/index?${query}` });
}
