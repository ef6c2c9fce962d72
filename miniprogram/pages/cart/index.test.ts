/** @jest-environment jsdom */
import { startPhone, until } from '../../testing/phone';
import { goods, offline } from '../../testing/samples';

const openCart = (items: object[] = [{ goodsId: 'tea', quantity: 2 }]) => {
  const phone = startPhone();
  phone.storage.set('cart', items);
  phone.answers.listGoods = () => ({ goods });
  phone.answers.collectCredits = ({ taps }) => ({
    stored: taps.length,
    duplicates: 0,
    rejected: 0,
  });
  return { phone, page: phone.open('pages/cart/index') };
};

test('the cart shows lines and their total', async () => {
  const { page } = openCart();
  await until(() => expect(page.text()).toContain('￥136.00'));
  expect(page.one('.checkout').dom.textContent).toContain('去结算（2）');
});

test('more and less change the quantity and the total', async () => {
  const { phone, page } = openCart();
  await until(() => page.one('.more'));
  page.tap('.more');
  await until(() => expect(page.text()).toContain('￥204.00'));
  page.tap('.less');
  await until(() => expect(page.text()).toContain('￥136.00'));
  expect(phone.storage.get('cart')).toEqual([{ goodsId: 'tea', quantity: 2 }]);
});

test('the last piece is taken out only if the user agrees', async () => {
  const { phone, page } = openCart([{ goodsId: 'cup', quantity: 1 }]);
  await until(() => page.one('.less'));
  phone.will.agree = false;
  page.tap('.less');
  await until(() => expect(phone.acts.some(({ name }) => name === 'showModal')).toBe(true));
  expect(phone.storage.get('cart')).toHaveLength(1);
  phone.will.agree = true;
  page.tap('.less');
  await until(() => expect(page.text()).toContain('购物车是空的'));
  expect(phone.acts.at(-1)?.name).toBe('removeTabBarBadge');
});

test('it leads to the payment, an empty one to the shop', async () => {
  const { phone, page } = openCart();
  await until(() => page.one('.checkout'));
  page.tap('.checkout');
  const payment = { name: 'navigateTo', with: { url: '/pages/cart/payment/index' } };
  await until(() => expect(phone.acts).toContainEqual(payment));
  phone.storage.set('cart', []);
  await page.run('onShow');
  page.tap('.empty', '.act');
  const shop = { name: 'switchTab', with: { url: '/pages/shop/index' } };
  await until(() => expect(phone.acts).toContainEqual(shop));
});

test('what is no cart in storage is an empty cart; without the cloud it says so', async () => {
  const { phone, page } = openCart([{ goodsId: 'tea', quantity: 'many' }]);
  await until(() => expect(page.text()).toContain('购物车是空的'));
  phone.answers.listGoods = offline;
  const fresh = phone.open('pages/cart/index');
  await until(() => fresh.one('.problem'));
});
