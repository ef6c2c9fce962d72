import type { Hub } from './hub-client';
import {
  creditStates,
  data,
  lastCard,
  later,
  type Narrator,
  order,
  play,
  showLastCard,
  type Stage,
  type StoryResult,
} from './stage';

/**
 * Plays the main job in the classic era through the same functions that the mini-program calls, on an
 * empty local cloud: taps, payment, shipping, reminders, refusals, a lost answer, and the books at the
 * end.
 */
export const playStory = (
  hub: Hub,
  narrator: Narrator,
  sendBare: Stage['sendBare'],
): Promise<StoryResult> =>
  play({ hub, narrator, sendBare }, async (stage, staff) => {
    await buyAndPay(stage, staff);
    await paidWithoutCallback(stage);
    await wrongClock(stage);
    await waitingForACredit(stage);
    await lostAnswer(stage);
    await consented(stage, staff);
    await overdue(stage, staff);
  });

/** Mission rows S1-S7: formIds, payment, three uses of a prepay_id, refusals. */
async function buyAndPay(stage: Stage, staff: string): Promise<void> {
  const { hub, narrator, expect, sendBare } = stage;
  narrator.chapter('A shopper taps, and every tap is a credit');
  const shopper = await hub.createUser();
  await data(hub.call(shopper, 'login', {}));
  const formId = await hub.tap(shopper);
  const taps = [{ formId, at: await hub.now() }];
  expect('a formId is stored', await data(hub.call(shopper, 'collectCredits', { taps })), {
    stored: 1,
    duplicates: 0,
    rejected: 0,
  });
  expect(
    'collected twice it is still one credit',
    await data(hub.call(shopper, 'collectCredits', { taps })),
    {
      stored: 0,
      duplicates: 1,
      rejected: 0,
    },
  );
  const mock = [{ formId: 'the formId is a mock one', at: await hub.now() }];
  expect(
    "the simulator's text is not a credit",
    await data(hub.call(shopper, 'collectCredits', { taps: mock })),
    {
      stored: 0,
      duplicates: 0,
      rejected: 1,
    },
  );

  narrator.chapter('An order; its prepay_id is worth nothing until it is paid');
  const { sn, payment, totalFee } = await order(stage, shopper, 'tea');
  narrator.line(`  order ${sn}, ￥${(totalFee / 100).toFixed(2)} - the price is the shop's`);
  const prepayId = (payment.package ?? '').replace('prepay_id=', '');
  const bare = { touser: shopper, templateId: 'tpl-pay-success', page: 'pages/shop/index' };
  expect(
    'WeChat refuses the unpaid prepay_id',
    await sendBare({ ...bare, token: prepayId }),
    41028,
  );
  expect('the ledger keeps its three uses pending', await creditStates(hub, prepayId), [
    'pending',
    'pending',
    'pending',
  ]);

  narrator.chapter('Payment succeeds: the page and the callback both ask for the notice');
  await hub.pay(shopper, payment, 'success');
  const tapOnPay = await hub.tap(shopper);
  const first = await data(hub.call(shopper, 'sendTemplatePaySuccess', { sn, formId: tapOnPay }));
  expect('the page sends it at once', first.message, { state: 'sent', reason: 'sent' });
  const again = await data(hub.call(shopper, 'sendTemplatePaySuccess', { sn, formId: tapOnPay }));
  expect('asked again it is not sent again', again.message, { state: 'sent', reason: 'sent' });
  await showLastCard(stage, shopper);
  expect('one card arrived', (await hub.inbox(shopper)).length, 1);
  const used = (await hub.tokens()).find((one) => one.kind === 'form' && one.used === 1);
  expect(
    'WeChat refuses the used formId',
    await sendBare({ ...bare, token: used?.token ?? '' }),
    41029,
  );
  expect('the payment kept its three uses', await creditStates(hub, prepayId), [
    'open',
    'open',
    'open',
  ]);

  narrator.chapter('Staff ship the order: the first use of the prepay_id');
  const shipped = await data(
    hub.call(staff, 'shipOrder', { sn, carrier: '顺丰速运', trackingNo: 'SF1234567890' }),
  );
  expect('the shipping notice is sent', shipped.message, { state: 'sent', reason: 'sent' });
  expect('with its own card', await showLastCard(stage, shopper), '订单发货提醒');

  narrator.chapter('Five days later the timer asks for the receipt: the second use');
  await later(stage, '5d');
  expect('the reminder arrived', await showLastCard(stage, shopper), '确认收货提醒');

  narrator.chapter('A refund: the third use, and there is no fourth');
  const refund = await data(hub.call(staff, 'refundOrder', { sn, reason: '七天无理由退货' }));
  expect('the refund notice is sent', refund.message, { state: 'sent', reason: 'sent' });
  expect('with its own card', await showLastCard(stage, shopper), '退款成功通知');
  expect('the ledger has no use left', await creditStates(hub, prepayId), [
    'spent',
    'spent',
    'spent',
  ]);
  expect('WeChat refuses a fourth', await sendBare({ ...bare, token: prepayId }), 41029);
}

/** The callback is lost; the page's call finds the payment, and no money is overlooked. */
async function paidWithoutCallback(stage: Stage): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter(
    "A payment whose callback is lost: WeChat is asked, the page's word is not enough",
  );
  const shopper = await hub.createUser();
  const { sn, payment } = await order(stage, shopper, 'cup');
  const early = await hub.call(shopper, 'sendTemplatePaySuccess', { sn });
  expect('an unpaid order gets no notice', early.ok ? early.data : early.error.code, 'CONFLICT');
  await hub.pay(shopper, payment, 'paidNoCallback');
  const { message } = await data(hub.call(shopper, 'sendTemplatePaySuccess', { sn }));
  expect('after WeChat confirms it is sent', message, { state: 'sent', reason: 'sent' });
  await showLastCard(stage, shopper);
}

/** A formId that died after seven days, though the phone said otherwise, and the next credit. */
async function wrongClock(stage: Stage): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter(
    'A formId that is older than the phone says: WeChat refuses it, the next one is taken',
  );
  const shopper = await hub.createUser();
  const oldTap = await hub.tap(shopper);
  await hub.advance('6d', 'last');
  const late = [{ formId: oldTap, at: await hub.now() }]; // uploaded late, by a phone with a wrong clock
  await data(hub.call(shopper, 'collectCredits', { taps: late }));
  await hub.advance('2d', 'last');
  const { sn, payment } = await order(stage, shopper, 'book');
  await hub.pay(shopper, payment, 'success');
  const formId = await hub.tap(shopper);
  const { message } = await data(hub.call(shopper, 'sendTemplatePaySuccess', { sn, formId }));
  expect('the notice is sent', message, { state: 'sent', reason: 'sent' });
  const [dead] = await hub.find('credits', { token: oldTap });
  expect('the dead formId is refused for good', [dead?.state, dead?.errCode], ['refused', 41028]);
  expect('the fresh one was spent', await creditStates(hub, formId), ['spent']);
}

/** A message that waits for a credit and goes out at the next tap. */
async function waitingForACredit(stage: Stage): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter('An unfinished payment: the notice waits for a credit, the next tap brings it');
  const shopper = await hub.createUser();
  const { sn } = await order(stage, shopper, 'tea');
  await later(stage, '25m');
  const [waiting] = await hub.find('messages', { _id: `payUnfinished:${sn}` });
  expect('it waits, with a reason', [waiting?.state, waiting?.reason], ['waiting', 'no-credit']);
  const taps = [{ formId: await hub.tap(shopper), at: await hub.now() }];
  await data(hub.call(shopper, 'collectCredits', { taps }));
  expect('the tap sends it', await showLastCard(stage, shopper), '订单待支付提醒');
}

/** A lost answer is healed by asking again with the same formId. */
async function lostAnswer(stage: Stage): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter(
    'WeChat delivers, but its answer is lost: nobody sends twice, asking again heals it',
  );
  const shopper = await hub.createUser();
  const { sn, payment } = await order(stage, shopper, 'cup');
  await hub.pay(shopper, payment, 'success');
  await hub.fault({ match: { apiName: 'templateMessage.send' }, effect: 'dropAnswer' });
  const formId = await hub.tap(shopper);
  const { message } = await data(hub.call(shopper, 'sendTemplatePaySuccess', { sn, formId }));
  expect('the function says that it does not know', message, {
    state: 'queued',
    reason: 'no-answer',
  });
  await hub.advance('2m');
  const [healed] = await hub.find('messages', { _id: `paySuccess:${sn}` });
  expect('41029 for the same formId proves the delivery', healed?.state, 'sent');
  expect('one card, not two', (await hub.inbox(shopper)).length, 1);
}

/** One subscribe message, over the channel of today. */
async function consented(stage: Stage, staff: string): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter('A subscribe message: one accept is one send');
  const shopper = await hub.createUser();
  const { sn, payment } = await order(stage, shopper, 'book');
  await hub.pay(shopper, payment, 'success');
  const { errMsg: _, ...answers } = await hub.subscribe(shopper, {
    'sub-refund-success': 'accept',
  });
  const consents = [{ id: 'sheet-1', answers }];
  expect(
    'the accept is a credit',
    await data(hub.call(shopper, 'collectCredits', { taps: [], consents })),
    {
      stored: 1,
      duplicates: 0,
      rejected: 0,
    },
  );
  await data(hub.call(staff, 'refundOrder', { sn, reason: '商品缺货' }));
  await showLastCard(stage, shopper);
  const card = await lastCard(stage, shopper);
  expect(
    'the refund notice came as a subscribe message',
    [card?.channel, card?.title],
    ['subscribe', '退款成功通知'],
  );
}

/** Paid and not shipped: the staff are reminded, with the staff's own credits. */
async function overdue(stage: Stage, staff: string): Promise<void> {
  const { hub, narrator, expect } = stage;
  narrator.chapter('Paid, and nobody ships: the timer reminds the staff');
  const taps = [{ formId: await hub.tap(staff), at: await hub.now() }];
  await data(hub.call(staff, 'collectCredits', { taps }));
  const shopper = await hub.createUser();
  const { payment } = await order(stage, shopper, 'tea');
  await hub.pay(shopper, payment, 'success');
  await later(stage, '25h');
  await hub.toMorning();
  expect('the staff have a card', await showLastCard(stage, staff), '订单待发货提醒');
}
