import type { Hub } from '../scripts/hub-client';
import { paidOrder } from '../scripts/shopper';
import { withLocalCloud } from './cloud';

const local = withLocalCloud();

jest.setTimeout(60_000); // cold starts, on a busy computer

const items = [{ goodsId: 'tea', quantity: 1 }];
const basket = { requestId: 'request-0001', items };
const parcel = { carrier: '顺丰速运', trackingNo: 'SF1234567890' };

/** Everything that the functions have written. */
async function written(hub: Hub): Promise<string> {
  const names = ['credits', 'messages', 'attempts', 'orders', 'users'];
  return JSON.stringify(await Promise.all(names.map((name) => hub.find(name))));
}

interface Refused {
  result?: { ok: boolean; error?: { code: string; message: string } };
}

/** Calls a function and expects the error; what is stored must not change. */
async function expectRefusal(
  openid: string,
  name: string,
  data: unknown,
  code: string,
  message: string,
): Promise<void> {
  const { hub } = local();
  const before = await written(hub);
  const { result } = (await hub.rawCall(openid, name, data)) as Refused;
  expect(result).toMatchObject({ ok: false, error: { code } });
  expect(result?.error?.message).toContain(message);
  expect(await written(hub)).toBe(before);
}

/** What WeChat Pay would send about an order. */
const paidEvent = (order: { sn: string; totalFee: number }, payer: string) => ({
  returnCode: 'SUCCESS',
  resultCode: 'SUCCESS',
  outTradeNo: order.sn,
  totalFee: order.totalFee,
  transactionId: '4200000000',
  timeEnd: '20260304100000',
  subOpenid: payer,
});

/** An order that nobody has paid. */
async function unpaidOrder(hub: Hub, openid: string) {
  const made = await hub.call(openid, 'createOrder', basket);
  if (!made.ok) throw new Error(made.error.message);
  return made.data;
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
    const openid = await local().hub.createUser();
    await expectRefusal(openid, name, data, code, message);
  });

  test('junk is counted and never stored', async () => {
    const { hub } = local();
    const openid = await hub.createUser();
    const taps = ['the formId is a mock one', 'requestFormId:fail', '', 'x'.repeat(5000)].map(
      (formId) => ({ formId, at: 0 }),
    );
    expect(await hub.call(openid, 'collectCredits', { taps })).toEqual({
      ok: true,
      data: { stored: 0, duplicates: 0, rejected: 4 },
    });
    expect(await hub.find('credits')).toEqual([]);
  });
});

describe('callers that are not who they say', () => {
  test.each(['dispatchMessages', 'remindShipping', 'reconcileOrders', 'sweep'])(
    'a user cannot play the timer %s',
    async (name) => {
      const openid = await local().hub.createUser();
      const event = { Type: 'Timer', TriggerName: 'x', Time: '2026-01-01T00:00:00Z', Message: '' };
      await expectRefusal(openid, name, event, 'FORBIDDEN', `${name} is called by the cloud only`);
    },
  );

  test('a user cannot play WeChat Pay', async () => {
    const { hub } = local();
    const openid = await hub.createUser();
    const forged = paidEvent(await unpaidOrder(hub, openid), openid);
    const before = await written(hub);
    const { result } = (await hub.rawCall(openid, 'payCallback', forged)) as {
      result: { errcode: number; errmsg: string };
    };
    expect(result.errcode).toBe(1);
    expect(result.errmsg).toContain('FORBIDDEN');
    expect(await written(hub)).toBe(before);
  });

  test.each<[string, unknown]>([
    ['shipOrder', { sn: 'ANY', ...parcel }],
    ['refundOrder', { sn: 'ANY', reason: 'why' }],
    ['backOffice', { action: 'status' }],
  ])('%s is for the staff', async (name, data) => {
    const openid = await local().hub.createUser();
    await expectRefusal(openid, name, data, 'FORBIDDEN', 'is for the staff of the shop');
  });

  test("somebody else's order does not exist", async () => {
    const { hub } = local();
    const owner = await hub.createUser();
    const { sn } = await paidOrder(hub, owner);
    const stranger = await hub.createUser();
    for (const name of ['payOrder', 'cancelOrder', 'confirmReceipt', 'sendTemplatePaySuccess']) {
      await expectRefusal(stranger, name, { sn }, 'NOT_FOUND', 'does not exist for this user');
    }
    const listed = await hub.call(stranger, 'listOrders', {});
    expect(listed).toEqual({ ok: true, data: { orders: [] } });
  });
});

describe("WeChat's callback", () => {
  const callback = (cloud: ReturnType<typeof local>['cloud'], event: unknown) =>
    cloud.functions.invoke('payCallback', event, { source: 'wx_paycallback' });

  test('twice is once', async () => {
    const { hub, cloud } = local();
    const openid = await hub.createUser();
    const paid = await paidOrder(hub, openid);
    const [order] = await hub.find('orders', { _id: paid.sn });
    const before = await written(hub);
    const event = { ...paidEvent(paid, openid), transactionId: order?.transactionId };
    expect(await callback(cloud, event)).toMatchObject({ result: { errcode: 0, errmsg: '' } });
    expect(await written(hub)).toBe(before);
  });

  test.each([
    ['a wrong fee', { totalFee: 1 }, 'costs 6800 fen, not 1'],
    ['another payer', { subOpenid: 'oSomebodyElse' }, 'was paid by somebody else'],
    ['an unknown order', { outTradeNo: 'NOSUCHORDER' }, 'does not exist'],
    ['a failure', { resultCode: 'FAIL' }, 'resultCode is not what WeChat Pay sends'],
    ['a missing transaction', { transactionId: '' }, 'transactionId'],
  ])(
    'with %s is refused, so that it comes again, and changes nothing',
    async (_, wrong, message) => {
      const { hub, cloud } = local();
      const openid = await hub.createUser();
      const event = { ...paidEvent(await unpaidOrder(hub, openid), openid), ...wrong };
      const before = await written(hub);
      const answer = await callback(cloud, event);
      expect(answer).toMatchObject({ result: { errcode: 1 } });
      expect(JSON.stringify(answer)).toContain(message);
      expect(await written(hub)).toBe(before);
    },
  );
});

describe('the same request again', () => {
  test('gives the same order; other goods under its id are refused', async () => {
    const { hub } = local();
    const openid = await hub.createUser();
    const [first, second] = await Promise.all([
      hub.call(openid, 'createOrder', basket),
      hub.call(openid, 'createOrder', basket),
    ]);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ ok: true });
    expect(await hub.find('orders')).toHaveLength(1);
    expect(await hub.find('credits')).toHaveLength(3);
    const other = { ...basket, items: [{ goodsId: 'cup', quantity: 1 }] };
    await expectRefusal(openid, 'createOrder', other, 'CONFLICT', 'was used for other goods');
  });
});

test('what the functions log holds no openid and no token', async () => {
  const { hub, cloud } = local();
  const openid = await hub.createUser();
  const formId = await hub.tap(openid);
  const { sn } = await paidOrder(hub, openid);
  await hub.fault({ match: { apiName: 'templateMessage.send' }, effect: { errCode: 47001 } });
  await hub.call(openid, 'sendTemplatePaySuccess', { sn, formId });
  const logs = cloud.functions.logs().filter((line) => line.type === 'function.log');
  expect(logs.length).toBeGreaterThan(0);
  const [order] = await hub.find('orders', { _id: sn });
  for (const secret of [openid, formId, String(order?.prepayId)]) {
    expect(JSON.stringify(logs.map((line) => line.text))).not.toContain(secret);
  }
});
