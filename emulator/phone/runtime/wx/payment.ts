import { api, ApiFailure } from '../api';
import { askCloud } from '../bridge';
import { askPayment } from '../sheets/payment';

/** `wx.requestPayment`: the user pays on a sheet; the local cloud moves the money. */
export const paymentApis = () => ({
  requestPayment: api<Record<string, unknown>>('requestPayment', pay, { byUser: true }),
});

async function pay(options: Record<string, unknown>): Promise<void> {
  const payment = Object.fromEntries(
    Object.entries(options).filter(([, value]) => typeof value !== 'function'),
  );
  const asked = await askCloud('payment', { payment });
  if ('fault' in asked) throw new ApiFailure(asked.fault);
  const outcome = await askPayment(asked);
  const { errMsg } = await askCloud('pay', { payment, outcome });
  if (!errMsg.endsWith(':ok')) throw new ApiFailure(errMsg);
}
