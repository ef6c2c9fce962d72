/** @jest-environment jsdom */
import type { OrderState } from '../../../cloudfunctions/contract';
import { cardOf } from '../../services/orders';
import { startPhone, until } from '../../testing/phone';
import { order } from '../../testing/samples';

const render = (state: OrderState, busy = false) =>
  startPhone().render('components/order-card/order-card', {
    order: cardOf(order(state), {}),
    busy,
  });

test.each([
  ['unpaid', ['.pay']],
  ['paid', []],
  ['shipped', ['.receive']],
  ['received', []],
  ['cancelled', []],
  ['refunding', []],
  ['refunded', []],
] as const)('what can be done with an order that is %s', (state, wanted) => {
  const card = render(state);
  expect(['.pay', '.receive'].filter((one) => card.all(one).length > 0)).toEqual(wanted);
});

test('it tells which order is opened, paid and received', async () => {
  const unpaid = render('unpaid');
  const [opened, paid, formIds] = [
    unpaid.heard('open'),
    unpaid.heard('pay'),
    unpaid.heard('formid'),
  ];
  unpaid.tap('.open');
  await until(() => expect(opened).toEqual([{ sn: 'HY1' }]));
  unpaid.tap('.pay');
  await until(() => expect(paid).toEqual([{ sn: 'HY1' }]));
  await until(() => expect(formIds).toMatchObject([{ formId: expect.any(String) }]));
  const shipped = render('shipped');
  const received = shipped.heard('receive');
  shipped.tap('.receive');
  await until(() => expect(received).toEqual([{ sn: 'HY1' }]));
});

test('a busy one does nothing more', async () => {
  const card = render('unpaid', true);
  const paid = card.heard('pay');
  const formIds = card.heard('formid');
  card.tap('.pay');
  await until(() => expect(formIds).toHaveLength(1));
  expect(paid).toEqual([]);
});
