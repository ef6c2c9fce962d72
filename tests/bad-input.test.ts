/** Refusals in the words that developers read. Runs the functions themselves on ports in memory. */
import type { Bench } from '../cloudfunctions/core/testing/bench';
import { functions } from './fuzz/functions';
import { collections, KEEPER, LI, openShop, PRICE, WANG } from './fuzz/shop-world';

const items = [{ goodsId: 'tea', quantity: 1 }];
const basket = { requestId: 'request-0001', items };
const parcel = { carrier: '顺丰速运', trackingNo: 'SF1234567890' };

/** Everything that is stored. */
const stored = ({ db }: Bench): string => JSON.stringify(collections.map((name) => db.all(name)));

interface Request {
  name: string;
  data: unknown;
  /** A page of Wang's if absent. */
  openid?: string;
  source?: string;
}

/** What the function answers. */
const call = (bench: Bench, { name, data, openid = WANG, source = 'wx_client' }: Request) =>
  functions.get(name)?.answer({ ports: bench, caller: { openid, source } }, data);

/** Calls a function and expects the error; what is stored must not change. */
async function expectRefusal(request: Request, code: string, message: string): Promise<void> {
  const bench = await openShop();
  const before = stored(bench);
  const answer = await call(bench, request);
  expect(answer).toMatchObject({
    ok: false,
    error: { code, message: expect.stringContaining(message) },
  });
  expect(stored(bench)).toBe(before);
}

describe('requests that are not of the documented form', () => {
  const many = Array.from({ length: 101 }, () => ({ formId: 'f'.repeat(32), at: 1 }));
  test.each<[string, unknown, string, string]>([
    ['login', { openid: 'oSomebodyElse' }, 'INVALID_ARGUMENT', 'openid is not a field'],
    ['createOrder', { ...basket, totalFee: 1 }, 'INVALID_ARGUMENT', 'totalFee is not a field'],
    [
      'createOrder',
      { ...basket, items: [{ ...items[0], price: 1 }] },
      'INVALID_ARGUMENT',
      'items[0].price is not a field',
    ],
    [
      'createOrder',
      { ...basket, items: [{ goodsId: 'tea', quantity: -1 }] },
      'INVALID_ARGUMENT',
      'items[0].quantity: Expected a whole number from 1 to 99, got -1.',
    ],
    [
      'createOrder',
      { ...basket, items: [{ goodsId: 'tea', quantity: 1.5 }] },
      'INVALID_ARGUMENT',
      'items[0].quantity',
    ],
    [
      'createOrder',
      { ...basket, items: [{ goodsId: { $ne: '' }, quantity: 1 }] },
      'INVALID_ARGUMENT',
      'items[0].goodsId: Expected string, got Object.',
    ],
    [
      'createOrder',
      { ...basket, items: [{ goodsId: 'gold', quantity: 1 }] },
      'NOT_FOUND',
      'there are no goods "gold"',
    ],
    ['createOrder', { items }, 'INVALID_ARGUMENT', 'requestId is missing'],
    ['collectCredits', { taps: many }, 'INVALID_ARGUMENT', 'taps: Expected 0 to 100 entries'],
    ['collectCredits', { taps: 'all' }, 'INVALID_ARGUMENT', 'taps: Expected Array, got "all".'],
    [
      'collectCredits',
      { taps: [{ formId: 'f'.repeat(32), at: 'now' }] },
      'INVALID_ARGUMENT',
      'taps[0].at: Expected number, got "now".',
    ],
    ['payOrder', { sn: { $gt: '' } }, 'INVALID_ARGUMENT', 'sn: Expected string'],
    ['sendTemplatePaySuccess', {}, 'INVALID_ARGUMENT', 'sn is missing'],
    ['cancelOrder', { sn: 'NOSUCHORDER' }, 'NOT_FOUND', 'Order NOSUCHORDER does not exist'],
  ])('%s %j', async (name, data, code, message) => {
    await expectRefusal({ name, data }, code, message);
  });

  test('junk is counted and never stored', async () => {
    const bench = await openShop();
    const before = stored(bench);
    const taps = ['the formId is a mock one', 'requestFormId:fail', '', 'x'.repeat(5000)].map(
      (formId) => ({ formId, at: 0 }),
    );
    expect(await call(bench, { name: 'collectCredits', data: { taps } })).toEqual({
      ok: true,
      data: { stored: 0, duplicates: 0, rejected: 4 },
    });
    expect(stored(bench)).toBe(before);
  });
});

describe('callers that are not who they say', () => {
  test.each(['dispatchMessages', 'remindShipping', 'reconcileOrders', 'sweep'])(
    'a user cannot play the timer %s',
    async (name) => {
      const data = { Type: 'Timer', TriggerName: 'x', Time: '2026-01-01T00:00:00Z', Message: '' };
      await expectRefusal({ name, data }, 'FORBIDDEN', `${name} is called by the cloud only`);
    },
  );

  test.each<[string, unknown]>([
    ['shipOrder', { sn: 'WANG-paid', ...parcel }],
    ['refundOrder', { sn: 'WANG-paid', reason: 'why' }],
    ['backOffice', { action: 'status' }],
  ])('%s is for the staff', async (name, data) => {
    await expectRefusal({ name, data }, 'FORBIDDEN', 'is for the staff of the shop');
    expect(await call(await openShop(), { name, data, openid: KEEPER })).toMatchObject({
      ok: true,
    });
  });

  test.each(['payOrder', 'cancelOrder', 'confirmReceipt', 'sendTemplatePaySuccess'])(
    "%s: somebody else's order does not exist",
    async (name) => {
      const request = { name, data: { sn: 'WANG-paid' }, openid: LI };
      await expectRefusal(request, 'NOT_FOUND', 'does not exist for this user');
    },
  );
});

describe("WeChat's callback", () => {
  /** What WeChat Pay sends about an order that nobody has paid yet. */
  const paid = {
    returnCode: 'SUCCESS',
    resultCode: 'SUCCESS',
    outTradeNo: 'WANG-unpaid',
    totalFee: PRICE,
    transactionId: '4200000000',
    timeEnd: '20260304100000',
    subOpenid: WANG,
  };
  const callback = (bench: Bench, data: unknown, source = 'wx_paycallback') =>
    call(bench, { name: 'payCallback', data, openid: '', source });

  test('twice is once', async () => {
    const bench = await openShop();
    expect(await callback(bench, paid)).toEqual({ errcode: 0, errmsg: '' });
    const before = stored(bench);
    expect(await callback(bench, paid)).toEqual({ errcode: 0, errmsg: '' });
    expect(stored(bench)).toBe(before);
  });

  test.each([
    ['a wrong fee', { totalFee: 1 }, `costs ${PRICE} fen, not 1`],
    ['another payer', { subOpenid: 'oSomebodyElse' }, 'was paid by somebody else'],
    ['an unknown order', { outTradeNo: 'NOSUCHORDER' }, 'does not exist'],
    ['a failure', { resultCode: 'FAIL' }, 'resultCode is not what WeChat Pay sends'],
    ['a missing transaction', { transactionId: '' }, 'transactionId'],
  ])('with %s is refused, so that it comes again, and changes nothing', async (_, wrong, words) => {
    const bench = await openShop();
    const before = stored(bench);
    const answer = await callback(bench, { ...paid, ...wrong });
    expect(answer).toEqual({ errcode: 1, errmsg: expect.stringContaining(words) });
    expect(stored(bench)).toBe(before);
  });

  test('is not believed if a user plays it', async () => {
    const bench = await openShop();
    const before = stored(bench);
    const answer = await callback(bench, paid, 'wx_client');
    expect(answer).toEqual({ errcode: 1, errmsg: expect.stringContaining('FORBIDDEN') });
    expect(stored(bench)).toBe(before);
  });
});

test('the same request again gives the same order; other goods under its id are refused', async () => {
  const bench = await openShop();
  const before = bench.db.all('orders').length;
  const order = (data: unknown) => call(bench, { name: 'createOrder', data });
  const [first, second] = await Promise.all([order(basket), order(basket)]);
  expect(first).toMatchObject({ ok: true });
  expect(second).toEqual(first);
  expect(bench.db.all('orders')).toHaveLength(before + 1);
  const other = { ...basket, items: [{ goodsId: 'cup', quantity: 1 }] };
  expect(await order(other)).toMatchObject({
    error: { code: 'CONFLICT', message: expect.stringContaining('was used for other goods') },
  });
});
