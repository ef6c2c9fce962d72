import type { Payment } from '../../../cloudfunctions/contract';
import { call } from '../cloud/cloud';
import { consent } from '../consent/consent';
import { loadTemplates, type ShopTemplate } from '../consent/moments';
import { credits } from '../credits/credits';
import { newId } from '../ids';
import { createCheckout, type Outcome } from './checkout';

const KEY = 'pendingOrder';

/** What is asked for right after a payment. */
let templates: ShopTemplate[] = [];

/** The app's checkout. */
export const checkout = createCheckout({
  createOrder: (request) => call('createOrder', request, { loading: '正在下单' }),
  payOrder: async (sn) => (await call('payOrder', { sn }, { loading: '正在打开支付' })).payment,
  findOrder: async (sn) => (await call('listOrders', {})).orders.find((order) => order.sn === sn),
  requestPayment,
  prepareConsent,
  askConsent,
  notifyPaid: (sn, formId) =>
    call('sendTemplatePaySuccess', formId === undefined ? { sn } : { sn, formId }),
  storage: {
    read: (): unknown => wx.getStorageSync(KEY),
    write: (pending) => wx.setStorageSync(KEY, pending),
  },
  newId,
});

function requestPayment(payment: Payment, paid: () => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // the fields are WeChat Pay's own, untouched since its server has signed them
    const signed = payment as unknown as WechatMiniprogram.RequestPaymentOption;
    const success = (result: unknown) => {
      paid();
      resolve(result);
    };
    wx.requestPayment({ ...signed, success, fail: reject });
  });
}

async function prepareConsent(): Promise<void> {
  templates = await loadTemplates('paid');
}

/** Where taps still bring formIds nobody is asked: taps and payments carry the notices by themselves. */
async function askConsent(): Promise<void> {
  if (!credits.mints() && templates.length > 0) await consent.ask(templates);
}

/** @returns the page that shows how a payment ended */
export function resultUrl({ status, sn, totalFee }: Outcome): string {
  const orderInfo = encodeURIComponent(JSON.stringify({ sn, totalFee }));
  return `/pages/cart/results/index?status=${status === 'paid' ? 1 : 0}&type=pay&orderInfo=${orderInfo}`;
}

/**
 * Pays an order that exists already, and shows the result if it is paid then.
 * @param formId gives the formId of the tap on "pay", which comes after the tap
 * @throws CallError
 */
export async function payAgain(
  order: { sn: string; totalFee: number },
  formId: () => string | undefined,
): Promise<Outcome['status']> {
  const outcome = await checkout.pay(await checkout.resume(order), formId);
  if (outcome.status === 'paid') await wx.navigateTo({ url: resultUrl(outcome) });
  return outcome.status;
}
