import type { ShopPhone } from './shop-phone';

/** What the buttons that buy goods are called. */
export const TEA = '立即购买武夷山红茶 250g';
export const CUP = '立即购买手作青瓷杯';

/** Chooses goods and goes as far as the payment sheet. */
export async function order(phone: ShopPhone, goods = TEA): Promise<void> {
  await phone.pressLabel(goods);
  await phone.isOn('pages/cart/payment/index');
  await phone.press('提交订单');
  await phone.page.getByRole('dialog', { name: '支付' }).getByText('确认支付').waitFor();
}

/**
 * Pays on the sheet that is open, and sees the result.
 * @param consent answers the sheet that opens in between where taps bring no formIds
 */
export async function payFor(phone: ShopPhone, consent?: '允许' | '取消'): Promise<void> {
  await phone.answer('确认支付');
  if (consent) await phone.answer(consent);
  await phone.isOn('pages/cart/results/index');
  await phone.sees('支付成功');
}

/** From the shop to the result of the payment. */
export async function buy(phone: ShopPhone, goods = TEA, consent?: '允许' | '取消'): Promise<void> {
  await order(phone, goods);
  await payFor(phone, consent);
}

/** Goes to the desk of the staff, as the keeper does. */
export async function goToDesk(keeper: ShopPhone): Promise<void> {
  await keeper.goTo('我的');
  await keeper.press('店铺管理');
  await keeper.isOn('pages/staff/index');
}
