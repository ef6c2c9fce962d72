import type { OrderState, OrderView } from '../../../cloudfunctions/contract';
import { CallError } from '../cloud/call-error';
import { createCheckout } from './checkout';

const tea = [{ goodsId: 'tea', quantity: 2 }];
const cup = [{ goodsId: 'cup', quantity: 1 }];

/** A shop that answers as the functions do: the same request is the same order. */
function createShop() {
  const shop = {
    orders: new Map<string, OrderState>(),
    stored: undefined as unknown,
    notices: [] as [string, string | undefined][],
    /** The next answer of `createOrder` gets lost after its work. */
    losesAnswer: false,
    payment: async (): Promise<void> => {},
    consent: async (): Promise<void> => {},
    acts: [] as string[],
    notice: async (): Promise<void> => {},
    start: () => {
      let ids = shop.orders.size;
      return createCheckout({
        createOrder: async ({ requestId }) => {
          const state = shop.orders.get(requestId) ?? 'unpaid';
          shop.orders.set(requestId, state);
          if (shop.losesAnswer) throw new CallError('TIMEOUT', 'lost');
          if (state !== 'unpaid') throw new CallError('CONFLICT', `it is ${state}`);
          return { sn: requestId, totalFee: 6800, payment: { package: requestId } };
        },
        payOrder: async (sn) => ({ package: sn }),
        findOrder: async (sn) => {
          const state = shop.orders.get(sn);
          return state && ({ sn, state, totalFee: 6800 } as OrderView);
        },
        requestPayment: async (_, paid) => {
          shop.acts.push('sheet for payment');
          await shop.payment();
          paid();
          shop.acts.push('success callback is over');
        },
        prepareConsent: async () => void shop.acts.push('templates are loaded'),
        askConsent: () => {
          shop.acts.push('ask');
          return shop.consent();
        },
        notifyPaid: async (sn, formId) => {
          shop.notices.push([sn, formId]);
          await shop.notice();
        },
        storage: {
          read: () => shop.stored,
          write: (pending) => {
            shop.stored = JSON.parse(JSON.stringify(pending));
          },
        },
        newId: () => `request-${(ids += 1)}`,
      });
    },
  };
  return shop;
}

const formId = () => 'form-1';

test('a paid order asks for its notice with the formId of the tap', async () => {
  const shop = createShop();
  const checkout = shop.start();
  const placed = await checkout.place(tea);
  await expect(checkout.pay(placed, formId)).resolves.toEqual({
    status: 'paid',
    sn: 'request-1',
    totalFee: 6800,
  });
  expect(shop.notices).toEqual([['request-1', 'form-1']]);
});

test('a notice that fails is not the payment’s fault', async () => {
  const shop = createShop();
  shop.notice = () => Promise.reject(new Error('offline'));
  const checkout = shop.start();
  const outcome = await checkout.pay(await checkout.place(tea), formId);
  expect(outcome.status).toBe('paid');
});

test('consent is asked inside the success callback, and the answer is waited for', async () => {
  const shop = createShop();
  const checkout = shop.start();
  const placed = await checkout.place(tea);
  let answer = () => {};
  shop.consent = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const paying = checkout.pay(placed, formId).then(() => shop.acts.push('result'));
  await new Promise((resolve) => setImmediate(resolve));
  const before = ['templates are loaded', 'sheet for payment', 'ask', 'success callback is over'];
  expect(shop.acts).toEqual(before);
  expect(shop.notices).toHaveLength(1); // the notice does not wait for that
  answer();
  await paying;
  expect(shop.acts).toEqual([...before, 'result']);
});

test('a payment that fails asks for nothing', async () => {
  const shop = createShop();
  shop.payment = () => Promise.reject({ errMsg: 'requestPayment:fail cancel' });
  const checkout = shop.start();
  const failed = await checkout.pay(await checkout.place(tea), formId);
  expect(shop.acts).toEqual(['templates are loaded', 'sheet for payment']);
  await checkout.resume(failed); // paid from the orders: loaded for that, too
  expect(shop.acts.at(-1)).toBe('templates are loaded');
});

test('a lost answer and a killed app do not order twice', async () => {
  const shop = createShop();
  shop.losesAnswer = true;
  await expect(shop.start().place(tea)).rejects.toMatchObject({ code: 'TIMEOUT' });
  shop.losesAnswer = false;
  await shop.start().place(tea);
  expect([...shop.orders.keys()]).toEqual(['request-1']);
});

test.each([
  ['requestPayment:fail cancel', 'cancelled'],
  ['requestPayment:fail (no money)', 'failed'],
])('%s: the order stays, and the same basket pays it', async (errMsg, status) => {
  const shop = createShop();
  shop.payment = () => Promise.reject({ errMsg });
  const checkout = shop.start();
  const outcome = await checkout.pay(await checkout.place(tea), formId);
  expect(outcome.status).toBe(status);
  expect(shop.notices).toEqual([]);
  expect((await shop.start().place(tea)).sn).toBe(outcome.sn);
  expect((await checkout.resume(outcome)).payment).toEqual({ package: outcome.sn });
});

test('another basket is another order, and so is the same one after it was paid', async () => {
  const shop = createShop();
  const checkout = shop.start();
  await checkout.place(cup);
  await checkout.pay(await checkout.place(tea), formId);
  await checkout.place(tea);
  expect([...shop.orders.keys()]).toEqual(['request-1', 'request-2', 'request-3']);
});

test('an order that was cancelled meanwhile is ordered anew', async () => {
  const shop = createShop();
  const first = await shop.start().place(tea);
  shop.orders.set(first.sn, 'cancelled');
  expect((await shop.start().place(tea)).sn).not.toBe(first.sn);
});

test('an order that was paid meanwhile is shown as paid, and not paid again', async () => {
  const shop = createShop();
  const first = await shop.start().place(tea);
  shop.orders.set(first.sn, 'paid');
  const checkout = shop.start();
  shop.payment = () => Promise.reject(new Error('nobody pays twice'));
  const outcome = await checkout.pay(await checkout.place(tea), formId);
  expect(outcome).toEqual({ status: 'paid', sn: first.sn, totalFee: 6800 });
});

test('a basket in storage that is none is ignored', async () => {
  const shop = createShop();
  shop.stored = { requestId: 'x', items: [{ goodsId: 'tea', quantity: 0 }], sn: '' };
  expect((await shop.start().place(tea)).sn).toBe('request-1');
});
