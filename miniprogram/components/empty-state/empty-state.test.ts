/** @jest-environment jsdom */
import { startPhone, until } from '../../testing/phone';

const render = (properties: Record<string, unknown>) =>
  startPhone().render('components/empty-state/empty-state', properties);

test('it says what is missing, and what to do about it', async () => {
  const state = render({ title: '没有订单', hint: '去看看', action: '去逛逛' });
  expect(state.text()).toBe('没有订单去看看去逛逛');
  const acts = state.heard('act');
  state.tap('.act');
  await until(() => expect(acts).toHaveLength(1));
});

test('without a hint and an action there are none', () => {
  const state = render({ title: '没有订单' });
  expect(state.text()).toBe('没有订单');
  expect(state.all('.act')).toEqual([]);
});
