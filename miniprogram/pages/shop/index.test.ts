/** @jest-environment jsdom */
import { startPhone, until } from '../../testing/phone';
import { goods, offline } from '../../testing/samples';

const openShop = () => {
  const phone = startPhone();
  phone.answers.listGoods = () => ({ goods });
  phone.answers.collectCredits = ({ taps }) => ({
    stored: taps.length,
    duplicates: 0,
    rejected: 0,
  });
  return { phone, page: phone.open('pages/shop/index') };
};

test('goods are shown with their prices, after a skeleton', async () => {
  const { page } = openShop();
  expect(page.all('.item')).toHaveLength(0);
  await until(() => expect(page.all('.item')).toHaveLength(2));
  expect(page.text()).toContain('武夷山红茶');
  expect(page.text()).toContain('￥45.00');
});

test('goods go into the cart, whose tab counts them; the tap leaves a formId', async () => {
  const { phone, page } = openShop();
  await until(() => page.one('.item'));
  page.tap('.item', '.add');
  await until(() => expect(phone.storage.get('cart')).toEqual([{ goodsId: 'tea', quantity: 1 }]));
  expect(phone.acts).toContainEqual({
    name: 'setTabBarBadge',
    with: expect.objectContaining({ index: 1, text: '1' }),
  });
  await until(() => expect(phone.storage.get('credits')).toMatchObject({ taps: [{}] }));
});

test('goods are bought at once', async () => {
  const { phone, page } = openShop();
  await until(() => page.one('.item'));
  page.tap('.item', '.buy');
  const url = '/pages/cart/payment/index?goodsId=tea';
  await until(() => expect(phone.acts).toContainEqual({ name: 'navigateTo', with: { url } }));
});

test('without the cloud it says so, and loads when asked again', async () => {
  const { phone, page } = openShop();
  phone.answers.listGoods = offline;
  await page.run('onShow');
  await until(() => expect(page.all('.item')).toHaveLength(2)); // what it has stays
  const fresh = phone.open('pages/shop/index');
  await until(() => expect(fresh.one('.problem').dom.textContent).toContain('请稍后再试'));
  phone.answers.listGoods = () => ({ goods });
  fresh.tap('.problem', '.act');
  await until(() => expect(fresh.all('.item')).toHaveLength(2));
});

test('an empty shop says so, and pulling down looks again', async () => {
  const { phone, page } = openShop();
  phone.answers.listGoods = () => ({ goods: [] });
  await page.run('onPullDownRefresh');
  await until(() => expect(page.text()).toContain('还没有上架商品'));
  expect(phone.acts.at(-1)?.name).toBe('stopPullDownRefresh');
});
