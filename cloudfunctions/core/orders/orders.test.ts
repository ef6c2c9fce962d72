import { DAY, FAR, HOUR, MINUTE } from '../words';
import type { Order } from '../words';
import { PaymentError } from '../ports';
import { start, stop } from '../channels/stops';
import { recoverCredits } from '../credits/recover';
import { dispatch } from '../messages/dispatch';
import { notify } from '../messages/notify';
import { createBench, paySuccess, START, tap, unsent, type Bench } from '../testing/bench';
import { cancelOrder } from './cancel';
import { confirmReceipt } from './confirm';
import { createOrder } from './create';
import { noticePaid } from './notice-paid';
import { anyOrder } from './order';
import { askWeChat, markPaid } from './paid';
import { paymentOf } from './pay';
import { reconcileOrders } from './reconcile';
import { refundOrder } from './refund';
import { remindShipping } from './remind';
import { shipOrder } from './ship';

const basket = { requestId: 'request-1', items: [{ goodsId: 'tea', quantity: 2 }] };
const parcel = { carrier: '顺丰速运', trackingNo: 'SF1234567890' };

async function shopBench(): Promise<Bench> {
  const bench = createBench();
  await bench.db.insert('goods', [
    { _id: 'tea', title: '红茶', price: 6800, picture: '' },
    { _id: 'cup', title: '杯子', price: 4500, picture: '' },
  ]);
  return bench;
}

async function ordered(bench: Bench): Promise<Order> {
  const order = await createOrder(bench, 'o', basket);
  await paymentOf(bench, order);
  return anyOrder(bench, order._id);
}

const word = (order: Order) => ({ totalFee: order.totalFee, transactionId: '4200', paidAt: START });

async function paidOrder(bench: Bench): Promise<Order> {
  const order = await ordered(bench);
  await markPaid(bench, order, word(order));
  return anyOrder(bench, order._id);
}

/** The function dies at its first insert. */
async function killedAtInsert(bench: Bench, act: () => Promise<unknown>): Promise<void> {
  const insert = bench.db.insert.bind(bench.db);
  bench.db.insert = () => Promise.reject(new Error('killed'));
  await expect(act()).rejects.toThrow('killed');
  bench.db.insert = insert;
}

const scenesOf = (bench: Bench) =>
  bench.db.all('messages').map((message) => `${message.scene} ${message.state}`);
const credits = (bench: Bench) => bench.db.all('credits').map((credit) => credit.state);

describe('an order', () => {
  test('has the prices of the shop, and is the same for the same request', async () => {
    const bench = await shopBench();
    const order = await createOrder(bench, 'o', basket);
    expect(order.totalFee).toBe(13600);
    expect(order._id).toMatch(/^[0-9A-Z]{28}$/);
    expect((await createOrder(bench, 'o', basket))._id).toBe(order._id);
    expect((await createOrder(bench, 'p', basket))._id).not.toBe(order._id);
    const other = { ...basket, items: [{ goodsId: 'cup', quantity: 1 }] };
    await expect(createOrder(bench, 'o', other)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('for goods that do not exist is refused, with the field', async () => {
    const bench = await shopBench();
    const items = [...basket.items, { goodsId: 'gold', quantity: 1 }];
    const creating = createOrder(bench, 'o', { requestId: 'request-2', items });
    await expect(creating).rejects.toThrow('items[1].goodsId: there are no goods "gold"');
    expect(bench.db.all('orders')).toEqual([]);
  });

  test('is offered for payment once; its three uses are pending until it is paid', async () => {
    const bench = await shopBench();
    let calls = 0;
    const unifiedOrder = bench.pay.unifiedOrder.bind(bench.pay);
    bench.pay.unifiedOrder = (request) => {
      calls += 1;
      return unifiedOrder(request);
    };
    const order = await ordered(bench);
    expect(await paymentOf(bench, order)).toEqual({ package: `prepay_id=wx-${order._id}` });
    expect(calls).toBe(1);
    expect(credits(bench)).toEqual(['pending', 'pending', 'pending']);
    const plan = bench.db.all('credits').map((credit) => credit.reservedFor);
    expect(plan).toEqual(['none', 'none', 'orderShipped']);
  });

  test('cancelled while its payment was being made cannot be paid', async () => {
    const bench = await shopBench();
    const order = await createOrder(bench, 'o', basket);
    const unifiedOrder = bench.pay.unifiedOrder.bind(bench.pay);
    bench.pay.unifiedOrder = async (request) => {
      await cancelOrder(bench, order);
      return unifiedOrder(request);
    };
    await expect(paymentOf(bench, order)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('that was paid while it was being cancelled is not called cancelled', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    const queryOrder = bench.pay.queryOrder.bind(bench.pay);
    bench.pay.queryOrder = async (sn) => {
      const answer = await queryOrder(sn);
      await markPaid(bench, order, word(order));
      return answer;
    };
    await expect(cancelOrder(bench, order)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('asked for twice at once has one payment, whatever WeChat answers', async () => {
    const bench = await shopBench();
    let calls = 0;
    bench.pay.unifiedOrder = async () => {
      calls += 1;
      return { prepayId: `wx-${calls}`, payment: { package: `prepay_id=wx-${calls}` } };
    };
    const order = await createOrder(bench, 'o', basket);
    const [first, second] = await Promise.all([paymentOf(bench, order), paymentOf(bench, order)]);
    expect(first).toEqual(second);
  });

  test('that WeChat refuses is reported; one that is paid already is believed', async () => {
    const bench = await shopBench();
    bench.pay.unifiedOrder = () => Promise.reject(new PaymentError('201 商户订单号重复'));
    const order = await createOrder(bench, 'o', basket);
    await expect(paymentOf(bench, order)).rejects.toMatchObject({ code: 'PAYMENT_FAILED' });
    bench.payments.set(order._id, { ...word(order), state: 'paid' });
    await expect(paymentOf(bench, order)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await anyOrder(bench, order._id)).state).toBe('paid');
  });
});

describe('the payment callback', () => {
  test('opens the credits, for seven days from the payment, and leaves the page some time', async () => {
    const bench = await shopBench();
    await paidOrder(bench);
    expect(bench.db.all('credits')).toMatchObject(
      [1, 2, 3].map((use) => ({ use, state: 'open', openedAt: START, expiresAt: START + 7 * DAY })),
    );
    await dispatch(bench);
    expect(bench.letters).toEqual([]);
    bench.advance(10_000);
    await dispatch(bench);
    expect(bench.letters).toHaveLength(1);
  });

  test('repeated changes nothing, also when it died in between', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    await killedAtInsert(bench, () => markPaid(bench, order, word(order)));
    await markPaid(bench, order, word(order));
    await markPaid(bench, order, word(order));
    expect(scenesOf(bench)).toEqual(['paySuccess queued']);
    expect(credits(bench)).toEqual(['open', 'open', 'open']);
  });

  test('with a wrong fee changes nothing', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    expect(await markPaid(bench, order, { ...word(order), totalFee: 1 })).toBe(false);
    expect((await anyOrder(bench, order._id)).state).toBe('unpaid');
    expect(credits(bench)).toEqual(['pending', 'pending', 'pending']);
  });

  test('ends the reminder to pay', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    bench.advance(16 * MINUTE);
    await reconcileOrders(bench);
    await markPaid(bench, order, word(order));
    await tap(bench, 'o');
    await dispatch(bench);
    expect(scenesOf(bench)[0]).toBe('payUnfinished cancelled');
    expect(bench.letters.map((letter) => letter.templateId)).not.toContain('tpl-pay-unfinished');
  });

  test('ends the reminder to pay also if it dies before it is done, and never comes again', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    bench.advance(16 * MINUTE);
    await reconcileOrders(bench);
    const { db } = bench;
    let isDead = false;
    bench.db = {
      ...db,
      async update(collection, query, change) {
        if (isDead) throw new Error('killed');
        isDead = change.state === 'paid';
        return db.update(collection, query, change);
      },
    };
    bench.payments.set(order._id, { ...word(order), state: 'paid' });
    await askWeChat(bench, order).catch(() => undefined);
    bench.db = db;
    expect((await anyOrder(bench, order._id)).state).toBe('paid');
    expect(scenesOf(bench)).toContain('payUnfinished cancelled');
  });

  test('ends a reminder that is queued while it comes', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    bench.advance(16 * MINUTE);
    const { db } = bench;
    bench.db = {
      ...db,
      async update(collection, query, change) {
        if (change.state === 'paid') await reconcileOrders({ ...bench, db });
        return db.update(collection, query, change);
      },
    };
    await markPaid(bench, order, word(order));
    expect(scenesOf(bench)).toContain('payUnfinished cancelled');
  });

  test('that comes again after a refund does not speak of success', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    await refundOrder(bench, order._id, '缺货');
    await bench.db.remove('messages', { scene: 'paySuccess' }); // swept long ago
    await markPaid(bench, await anyOrder(bench, order._id), word(order));
    expect(scenesOf(bench)).toEqual(['refundSuccess sent']);
  });

  test('wins over a cancellation: the money is there', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    await cancelOrder(bench, order);
    await markPaid(bench, order, word(order));
    expect((await anyOrder(bench, order._id)).state).toBe('paid');
  });
});

describe('sendTemplatePaySuccess', () => {
  const formId = '0123456789abcdef0123456789abcdef';

  test("takes the page's formId and leaves the uses of the payment alone", async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    expect((await noticePaid(bench, 'o', order._id, formId)).state).toBe('sent');
    expect(bench.letters.map((letter) => letter.token)).toEqual([formId]);
    expect(credits(bench)).toEqual(['open', 'open', 'open', 'spent']);
  });

  test('awaits four calls of the cloud before the send leaves', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    await bench.db.remove('messages', { sn: order._id });
    let depth = 0; // calls that start together count once
    let depthAtSend = 0;
    for (const method of ['find', 'get', 'insert', 'update', 'count'] as const) {
      const original = bench.db[method].bind(bench.db) as (...args: never[]) => Promise<unknown>;
      const counted = async (...args: never[]) => {
        const after = depth + 1;
        await new Promise(setImmediate);
        depth = Math.max(depth, after);
        return original(...args);
      };
      Object.assign(bench.db, { [method]: counted });
    }
    bench.duringSend = async () => {
      depthAtSend = depth;
    };
    await noticePaid(bench, 'o', order._id, formId);
    expect(depthAtSend).toBe(4);
  });

  test('before the callback asks WeChat at once', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    const asking = noticePaid(bench, 'o', order._id, formId);
    await expect(asking).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(credits(bench)).toContain('open'); // the formId is kept
    bench.payments.set(order._id, { ...word(order), state: 'paid' });
    expect((await noticePaid(bench, 'o', order._id)).state).toBe('sent');
    expect((await anyOrder(bench, order._id)).state).toBe('paid');
  });

  test('takes one formId for an order, however many are brought', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    const many = Array.from({ length: 30 }, (_, n) => `${formId}-${n}`);
    const calls = many.map((one) => noticePaid(bench, 'o', order._id, one));
    await Promise.allSettled(calls);
    await Promise.allSettled(
      [formId, ...many].map((one) => noticePaid(bench, 'o', order._id, one)),
    );
    const forms = bench.db.all('credits').filter(({ kind }) => kind === 'form');
    expect(forms).toHaveLength(1);
  });

  test('that died before the formId was stored stores it when it is repeated', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    await killedAtInsert(bench, () => noticePaid(bench, 'o', order._id, formId));
    await noticePaid(bench, 'o', order._id, formId);
    expect(bench.db.all('credits').map(({ token }) => token)).toContain(formId);
  });

  test('that is refused wakes what waits for the formId that it brings', async () => {
    const bench = await shopBench();
    await notify(bench, paySuccess('N1', 'o'));
    expect(scenesOf(bench)).toEqual(['paySuccess waiting']);
    const order = await ordered(bench);
    const asking = noticePaid(bench, 'o', order._id, formId);
    await expect(asking).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(scenesOf(bench)).toEqual(['paySuccess queued']);
  });

  test("of somebody else's order is not found", async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    await expect(noticePaid(bench, 'p', order._id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('shipping', () => {
  test('tells the buyer with the use that was kept', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    expect((await shipOrder(bench, order._id, parcel)).state).toBe('sent');
    expect(bench.letters).toMatchObject([
      { templateId: 'tpl-order-shipped', token: order.prepayId },
    ]);
    expect(credits(bench)).toEqual(['open', 'open', 'spent']);
    expect((await shipOrder(bench, order._id, parcel)).state).toBe('sent');
    expect(bench.letters).toHaveLength(1);
    const other = { ...parcel, trackingNo: 'YT9999999999' };
    await expect(shipOrder(bench, order._id, other)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('frees the kept use when the notice went out with another', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    bench.answers = [47001]; // the notice fails and stays bound to the kept use
    await shipOrder(bench, order._id, parcel);
    expect(
      bench.db.all('credits').every((c) => c.state !== 'open' || c.reservedFor === 'none'),
    ).toBe(true);
  });

  test.each(['open', 'leased'])(
    'frees the kept use when the notice went out with a formId (%s)',
    async (state) => {
      const bench = await shopBench();
      const order = await paidOrder(bench);
      const kept = { sn: order._id, reservedFor: 'orderShipped' };
      const byDeadRun = { state, claim: 'dead', leaseUntil: bench.now() };
      await bench.db.update('credits', kept, byDeadRun);
      await bench.db.update('credits', { sn: order._id, reservedFor: 'none' }, { state: 'spent' });
      await stop(bench, new Set(), {
        kind: 'payment',
        scene: '*',
        errCode: 0,
        reason: 'staff-stop',
      });
      await tap(bench, 'o');
      expect((await shipOrder(bench, order._id, parcel)).state).toBe('sent');
      await start(bench, 'payment', '*');
      await recoverCredits(bench);
      expect((await notify(bench, paySuccess(order._id, 'o'))).state).toBe('sent');
      expect(credits(bench)).toEqual(['spent', 'spent', 'spent', 'spent']);
    },
  );

  test('keeps its use while the notice has not gone out', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    bench.answers = [unsent, 0];
    expect((await shipOrder(bench, order._id, parcel)).state).toBe('queued');
    const kept = () => bench.db.all('credits').filter((c) => c.reservedFor === 'orderShipped');
    expect(kept()).toMatchObject([{ state: 'open' }]);
    bench.advance(31 * MINUTE);
    await dispatch(bench);
    await remindShipping(bench);
    expect(scenesOf(bench)).toContain('orderShipped sent');
    expect(kept()).toMatchObject([{ state: 'spent' }]);
  });

  test('whose turn failed once is not worked on for ever', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    const insert = bench.db.insert.bind(bench.db);
    bench.db.insert = () => Promise.reject(new Error('killed'));
    await expect(shipOrder(bench, order._id, parcel)).rejects.toThrow('killed');
    await remindShipping(bench); // put off
    bench.db.insert = insert;
    bench.advance(11 * MINUTE);
    expect((await remindShipping(bench)).shipped).toBe(1);
    expect((await remindShipping(bench)).shipped).toBe(0);
    expect(scenesOf(bench)).toContain('orderShipped sent');
  });

  test('that died before the notice is healed by the timer', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    await killedAtInsert(bench, () => shipOrder(bench, order._id, parcel));
    expect(await remindShipping(bench)).toEqual({ paid: 0, shipped: 1 });
    expect(scenesOf(bench)).toContain('orderShipped sent');
    expect(await remindShipping(bench)).toEqual({ paid: 0, shipped: 0 });
  });

  test('reminds the buyer once after some days, and never after the receipt', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    await shipOrder(bench, order._id, parcel);
    bench.advance(5 * DAY);
    await remindShipping(bench);
    await remindShipping(bench);
    expect(scenesOf(bench).filter((line) => line.startsWith('receiptReminder'))).toHaveLength(1);
    await confirmReceipt(bench, await anyOrder(bench, order._id));
    expect(scenesOf(bench)).toContain('receiptReminder cancelled');
    expect((await anyOrder(bench, order._id)).dueAt).toBe(FAR);
  });

  test('that is received at this moment reminds nobody, although a read lags', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    await shipOrder(bench, order._id, parcel);
    bench.advance(5 * DAY);
    const before = await anyOrder(bench, order._id);
    const { db } = bench;
    let lags = false;
    bench.db = {
      ...db,
      async insert(collection, documents) {
        if (documents.some(({ _id }) => _id.startsWith('receiptReminder'))) {
          await confirmReceipt({ ...bench, db }, before);
          lags = true;
        }
        return db.insert(collection, documents);
      },
      async get(collection, id) {
        const read = await db.get(collection, id);
        const seen = lags && collection === 'orders' ? before : read;
        lags = false;
        return seen as typeof read;
      },
    };
    await remindShipping(bench);
    expect(scenesOf(bench)).toContain('receiptReminder cancelled');
  });

  test("that is overdue tells the staff, with the staff's own credits", async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    await bench.db.insert('staff', [{ _id: 'boss', name: '店长' }]);
    await tap(bench, 'boss');
    bench.advance(25 * HOUR);
    await remindShipping(bench);
    await dispatch(bench);
    expect(bench.letters.find((letter) => letter.touser === 'boss')).toMatchObject({
      templateId: 'tpl-ship-overdue',
    });
    await shipOrder(bench, order._id, parcel);
    expect(await remindShipping(bench)).toEqual({ paid: 0, shipped: 0 });
  });

  test('of an unpaid order is refused', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    await expect(shipOrder(bench, order._id, parcel)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('reconciling', () => {
  test('finds a payment whose callback was lost', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    bench.payments.set(order._id, { ...word(order), state: 'paid' });
    bench.advance(16 * MINUTE);
    await reconcileOrders(bench);
    expect((await anyOrder(bench, order._id)).state).toBe('paid');
    expect(credits(bench)).toEqual(['open', 'open', 'open']);
  });

  test('finishes what it died over, although no callback will ever come', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    bench.payments.set(order._id, { ...word(order), state: 'paid' });
    bench.advance(16 * MINUTE);
    await killedAtInsert(bench, () => askWeChat(bench, order));
    await reconcileOrders(bench);
    expect(scenesOf(bench)).toEqual(['paySuccess queued']);
    expect(credits(bench)).toEqual(['open', 'open', 'open']);
  });

  test('believes nothing when WeChat does not say: the order stays and is asked again', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    bench.pay.queryOrder = () => Promise.reject(new PaymentError('系统繁忙'));
    bench.advance(3 * HOUR);
    await reconcileOrders(bench);
    expect((await anyOrder(bench, order._id)).state).toBe('unpaid');
    await expect(cancelOrder(bench, order)).rejects.toThrow('系统繁忙');
    bench.pay.queryOrder = async () => ({ ...word(order), state: 'paid' });
    bench.advance(11 * MINUTE);
    await reconcileOrders(bench);
    expect((await anyOrder(bench, order._id)).state).toBe('paid');
  });

  test('goes on asking about a cancelled order that WeChat would not close', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    await cancelOrder(bench, order);
    bench.pay.closeOrder = () => Promise.reject(new PaymentError('订单已支付'));
    bench.advance(6 * MINUTE);
    await reconcileOrders(bench);
    bench.payments.set(order._id, { ...word(order), state: 'paid' });
    bench.advance(11 * MINUTE);
    await reconcileOrders(bench);
    expect((await anyOrder(bench, order._id)).state).toBe('paid');
  });

  test('tells the buyer of an unfinished payment, then cancels and closes it', async () => {
    const bench = await shopBench();
    const order = await ordered(bench);
    const closed: string[] = [];
    bench.pay.closeOrder = async (sn) => void closed.push(sn);
    bench.advance(16 * MINUTE);
    await reconcileOrders(bench);
    expect(scenesOf(bench)).toEqual(['payUnfinished queued']);
    bench.advance(3 * HOUR);
    await reconcileOrders(bench);
    await reconcileOrders(bench);
    expect((await anyOrder(bench, order._id)).state).toBe('cancelled');
    expect(closed).toEqual([order._id]);
  });
});

describe('refunding', () => {
  test('gives the money back once, tells the buyer, and stops other notices', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    const refunds: string[] = [];
    bench.pay.refund = async (sn) => void refunds.push(sn);
    expect((await refundOrder(bench, order._id, '七天无理由')).state).toBe('sent');
    expect((await refundOrder(bench, order._id, '七天无理由')).state).toBe('sent');
    expect((await anyOrder(bench, order._id)).state).toBe('refunded');
    expect(scenesOf(bench)).toEqual(['paySuccess cancelled', 'refundSuccess sent']);
    await expect(shipOrder(bench, order._id, parcel)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('that died after the money went back still tells the buyer', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    await killedAtInsert(bench, () => refundOrder(bench, order._id, '缺货'));
    bench.pay.refund = () => Promise.reject(new PaymentError('订单已全额退款'));
    bench.pay.refundedFee = async () => order.totalFee;
    bench.advance(2 * MINUTE);
    await reconcileOrders(bench);
    expect((await anyOrder(bench, order._id)).state).toBe('refunded');
    expect(scenesOf(bench)).toEqual(['paySuccess cancelled', 'refundSuccess sent']);
  });

  test('of which only a part went back is not done', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    bench.pay.refund = () => Promise.reject(new PaymentError('余额不足'));
    bench.pay.refundedFee = async () => order.totalFee - 1;
    const refunding = refundOrder(bench, order._id, '缺货');
    await expect(refunding).rejects.toMatchObject({ code: 'PAYMENT_FAILED' });
    bench.advance(2 * MINUTE);
    await reconcileOrders(bench);
    expect((await anyOrder(bench, order._id)).state).toBe('refunding');
    expect(scenesOf(bench)).toEqual(['paySuccess queued']);
  });

  test('whose answer was lost is asked again by the timer', async () => {
    const bench = await shopBench();
    const order = await paidOrder(bench);
    bench.pay.refund = () => Promise.reject(new Error('socket hang up'));
    await expect(refundOrder(bench, order._id, '缺货')).rejects.toThrow('socket hang up');
    bench.pay.refund = async () => undefined;
    bench.advance(2 * MINUTE);
    await reconcileOrders(bench);
    expect((await anyOrder(bench, order._id)).state).toBe('refunded');
    expect(scenesOf(bench)).toContain('refundSuccess sent');
  });
});
