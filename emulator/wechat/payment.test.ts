import { chinaDay, chinaStamp, parseChinaStamp } from './china-time';
import { createBench, DAY, HOUR, MINUTE, SECOND } from './test-bench';
import type { Bench } from './test-bench';

const merchant = { sub_mch_id: '1900000109' };
const byNumber = { ...merchant, out_trade_no: 'T1' };

const paidBench = async (changes: Record<string, unknown> = {}) => {
  const bench = createBench();
  const ordered = bench.order(changes);
  await bench.wechat.userPays(bench.openid, ordered.payment, 'success');
  return { ...bench, ...ordered };
};

const tokenOf = ({ wechat }: Bench, prepayId: string) =>
  wechat.tokens().find(({ token }) => token === prepayId);

describe('unifiedOrder', () => {
  test('gives a prepay_id and the payment for the page', () => {
    const bench = createBench();
    const { answer, prepayId, payment } = bench.order();
    expect(answer).toMatchObject({
      return_code: 'SUCCESS',
      return_msg: 'OK',
      result_code: 'SUCCESS',
      sub_appid: 'wx0123456789abcdef',
      sub_mch_id: '1900000109',
      trade_type: 'JSAPI',
    });
    expect(prepayId).toMatch(/^wx20191120080000[0-9a-f]{20}$/);
    expect(payment).toEqual({
      appId: 'wx0123456789abcdef',
      timeStamp: String(bench.scheduler.now() / 1000),
      nonceStr: expect.stringMatching(/^[0-9a-f]{32}$/),
      package: `prepay_id=${prepayId}`,
      signType: 'MD5',
      paySign: expect.stringMatching(/^[0-9A-F]{32}$/),
    });
    expect(tokenOf(bench, prepayId)).toMatchObject({ granted: 0, used: 0, state: 'unpaid' });
  });

  test.each([
    ['body', undefined, 'lack of body'],
    ['body', '', 'invalid body'],
    ['body', '字'.repeat(129), 'invalid body'],
    ['out_trade_no', undefined, 'lack of out_trade_no'],
    ['out_trade_no', '号1', 'invalid out_trade_no'],
    ['out_trade_no', 'x'.repeat(33), 'invalid out_trade_no'],
    ['total_fee', 0, 'invalid total_fee'],
    ['total_fee', 1.5, 'invalid total_fee'],
    ['total_fee', '100', 'invalid total_fee'],
    ['sub_mch_id', '1900000000', 'unknown sub_mch_id'],
    ['env_id', 'other', 'invalid env_id'],
    ['function_name', '', 'invalid function_name'],
    ['spbill_create_ip', 'localhost', 'invalid spbill_create_ip'],
    ['trade_type', 'APP', 'invalid trade_type'],
    ['fee_type', 'USD', 'invalid fee_type'],
    ['attach', 'x'.repeat(128), 'invalid attach'],
    ['nonce_str', 'x'.repeat(33), 'invalid nonce_str'],
    ['time_expire', '20190231000000', 'invalid time_expire'],
    ['_caller', undefined, 'JSAPI支付必须传openid'],
    ['_caller', 'oNobody', 'JSAPI支付必须传openid'],
  ])('%s %p is malformed', (field, value, message) => {
    const { answer } = createBench().order({ [field]: value });
    expect(answer.return_code).toBe('FAIL');
    expect(String(answer.return_msg)).toContain(message);
    expect(answer.result_code).toBeUndefined();
  });

  test('every documented field at its limit is fine', () => {
    const { answer } = createBench().order({
      body: '字'.repeat(128),
      out_trade_no: `${'0'.repeat(28)}_-*|`,
      attach: 'x'.repeat(127),
      detail: '{}',
      nonce_str: 'n',
      time_start: '20191120080000',
      time_expire: '20191120090000',
      fee_type: 'CNY',
      trade_type: 'JSAPI',
      spbill_create_ip: '::1',
    });
    expect(answer.result_code).toBe('SUCCESS');
  });

  test('repeated within two hours it gives the same prepay_id, then a new one', async () => {
    const bench = createBench();
    const first = bench.order();
    await bench.scheduler.advance(2 * HOUR - 1);
    expect(bench.order({ spbill_create_ip: '10.0.0.1' }).prepayId).toBe(first.prepayId);
    await bench.scheduler.advance(1);
    const second = bench.order();
    expect(second.prepayId).not.toBe(first.prepayId);
    expect(tokenOf(bench, first.prepayId)?.state).toBe('expired');
    const { errMsg } = await bench.wechat.userPays(bench.openid, first.payment, 'success');
    expect(errMsg).toBe('requestPayment:fail there is no order with this prepay_id');
    await bench.wechat.userPays(bench.openid, second.payment, 'success');
    expect([bench.send(first.prepayId), bench.send(second.prepayId)]).toEqual([41028, 0]);
  });

  test('the same number with other parameters is refused', () => {
    const { wechat, order } = createBench();
    order();
    const other = wechat.createUser().openid;
    const changes = [{ total_fee: 1 }, { body: 'x' }, { attach: 'x' }, { _caller: other }];
    for (const change of changes) {
      expect(order(change).answer).toMatchObject({
        return_code: 'SUCCESS',
        result_code: 'FAIL',
        err_code: 'OUT_TRADE_NO_USED',
      });
    }
  });

  test('a paid or closed order cannot be ordered again', async () => {
    const { order, wechat, scheduler } = await paidBench();
    expect(order().answer).toMatchObject({ result_code: 'FAIL', err_code: 'ORDERPAID' });
    order({ out_trade_no: 'T2' });
    await scheduler.advance(5 * MINUTE);
    wechat.pay('closeOrder', { ...merchant, out_trade_no: 'T2' });
    const again = order({ out_trade_no: 'T2' });
    expect(again.answer).toMatchObject({ result_code: 'FAIL', err_code: 'ORDERCLOSED' });
  });

  test('an unknown call gives null', () => {
    expect(createBench().wechat.pay('downloadBill', {})).toBeNull();
  });
});

describe('queryOrder and closeOrder', () => {
  test('an unpaid order', () => {
    const { wechat, order } = createBench();
    order({ attach: 'a' });
    const answer = wechat.pay('queryOrder', byNumber);
    expect(answer).toMatchObject({ result_code: 'SUCCESS', trade_state: 'NOTPAY', attach: 'a' });
    expect(answer).not.toHaveProperty('transaction_id');
  });

  test('a paid order, by both numbers', async () => {
    const { wechat, openid } = await paidBench();
    const answer = wechat.pay('queryOrder', byNumber);
    expect(answer).toMatchObject({
      trade_state: 'SUCCESS',
      transaction_id: expect.stringMatching(/^4200\d{24}$/),
      time_end: '20191120080000',
      total_fee: 1990,
      sub_openid: openid,
      openid: expect.stringMatching(/^o[\w-]{27}$/),
    });
    expect(answer?.openid).not.toBe(openid);
    const byTransaction = { ...merchant, transaction_id: answer?.transaction_id };
    expect(wechat.pay('queryOrder', byTransaction)).toMatchObject({ out_trade_no: 'T1' });
  });

  test('orders that do not exist and questions that name none', () => {
    const { wechat } = createBench();
    expect(wechat.pay('queryOrder', byNumber)).toMatchObject({ err_code: 'ORDERNOTEXIST' });
    expect(wechat.pay('queryOrder', { ...merchant, transaction_id: 'x' })).toMatchObject({
      err_code: 'ORDERNOTEXIST',
    });
    for (const wrong of [merchant, { out_trade_no: 'T1' }, { ...byNumber, sub_mch_id: '1' }]) {
      expect(wechat.pay('queryOrder', wrong)).toMatchObject({ return_code: 'FAIL' });
    }
  });

  test('an order can be closed after five minutes and not be paid any more', async () => {
    const bench = createBench();
    const { payment, prepayId } = bench.order();
    await bench.scheduler.advance(5 * MINUTE - 1);
    const young = bench.wechat.pay('closeOrder', byNumber);
    expect(young).toMatchObject({ result_code: 'FAIL', err_code: 'PARAM_ERROR' });
    expect(young?.err_code_des).toMatch(/five minutes/);
    await bench.scheduler.advance(1);
    expect(bench.wechat.pay('closeOrder', byNumber)).toMatchObject({ result_code: 'SUCCESS' });
    expect(bench.wechat.pay('closeOrder', byNumber)).toMatchObject({ err_code: 'ORDERCLOSED' });
    expect(bench.wechat.pay('queryOrder', byNumber)).toMatchObject({ trade_state: 'CLOSED' });
    expect(tokenOf(bench, prepayId)?.state).toBe('expired');
    const { errMsg } = await bench.wechat.userPays(bench.openid, payment, 'success');
    expect(errMsg).toBe('requestPayment:fail the order is closed');
  });

  test('a paid order cannot be closed', async () => {
    const { wechat } = await paidBench();
    expect(wechat.pay('closeOrder', byNumber)).toMatchObject({ err_code: 'ORDERPAID' });
    expect(wechat.pay('closeOrder', merchant)).toMatchObject({ return_code: 'FAIL' });
  });
});

describe('refund', () => {
  const refund = { ...byNumber, out_refund_no: 'R1', total_fee: 1990, refund_fee: 1000 };

  test('in parts, each once, never more than was paid', async () => {
    const { wechat } = await paidBench();
    const first = wechat.pay('refund', refund);
    expect(first).toMatchObject({ result_code: 'SUCCESS', refund_fee: 1000, total_fee: 1990 });
    expect(wechat.pay('refund', refund)?.refund_id).toBe(first?.refund_id);
    expect(wechat.pay('refund', { ...refund, refund_fee: 1 })).toMatchObject({ err_code: 'ERROR' });
    const second = { ...refund, out_refund_no: 'R2', refund_fee: 991 };
    expect(wechat.pay('refund', second)).toMatchObject({ err_code: 'PARAM_ERROR' });
    expect(wechat.pay('refund', { ...second, refund_fee: 990 })).toMatchObject({
      result_code: 'SUCCESS',
    });
    expect(wechat.pay('queryOrder', byNumber)).toMatchObject({ trade_state: 'REFUND' });
    expect(wechat.pay('queryRefund', byNumber)).toMatchObject({
      refund_count: 2,
      refund_fee: 1990,
      out_refund_no_0: 'R1',
      refund_fee_1: 990,
      refund_status_1: 'SUCCESS',
    });
    expect(wechat.pay('queryRefund', { ...byNumber, out_refund_no: 'R2' })).toMatchObject({
      refund_count: 1,
      out_refund_no_0: 'R2',
    });
  });

  test('an unpaid, unknown or old order is not refunded', async () => {
    const { wechat, order } = createBench();
    expect(wechat.pay('refund', refund)).toMatchObject({ err_code: 'ORDERNOTEXIST' });
    order();
    expect(wechat.pay('refund', refund)).toMatchObject({
      err_code: 'ERROR',
      err_code_des: 'the order is not paid',
    });
    const old = await paidBench();
    await old.scheduler.advance(366 * DAY);
    expect(old.wechat.pay('refund', refund)).toMatchObject({ err_code: 'TRADE_OVERDUE' });
  });

  test('wrong parameters', async () => {
    const { wechat } = await paidBench();
    const wrong = { ...refund, total_fee: 2000 };
    expect(wechat.pay('refund', wrong)).toMatchObject({ err_code: 'PARAM_ERROR' });
    for (const change of [{ refund_fee: 0 }, { out_refund_no: '' }, { total_fee: 'x' }]) {
      expect(wechat.pay('refund', { ...refund, ...change })).toMatchObject({ return_code: 'FAIL' });
    }
    expect(wechat.pay('queryRefund', byNumber)).toMatchObject({ err_code: 'REFUNDNOTEXIST' });
    expect(wechat.pay('queryRefund', merchant)).toMatchObject({ return_code: 'FAIL' });
  });
});

describe('userPays', () => {
  test('success tells the page and the merchant', async () => {
    const { wechat, openid, order, notices, events, scheduler } = createBench();
    const { payment, prepayId } = order({ attach: 'sn=7' });
    const answer = await wechat.userPays(openid, payment, 'success');
    expect(answer).toEqual({ errMsg: 'requestPayment:ok' });
    const { transaction_id: transactionId } = wechat.pay('queryOrder', byNumber) ?? {};
    expect(notices).toEqual([
      {
        at: scheduler.now(),
        functionName: 'payDone',
        caller: { source: 'wx_paycallback' },
        event: expect.objectContaining({
          returnCode: 'SUCCESS',
          resultCode: 'SUCCESS',
          subAppid: 'wx0123456789abcdef',
          subMchId: '1900000109',
          subOpenid: openid,
          tradeType: 'JSAPI',
          totalFee: 1990,
          cashFee: 1990,
          feeType: 'CNY',
          transactionId,
          outTradeNo: 'T1',
          timeEnd: '20191120080000',
          attach: 'sn=7',
        }),
      },
    ]);
    expect(JSON.stringify(notices)).not.toContain(prepayId);
    const paid = { type: 'wechat.paid', openid, outTradeNo: 'T1', totalFee: 1990, prepayId };
    expect(events).toEqual([paid]);
    expect(scheduler.waiting()).toEqual([]);
  });

  test('the page may leave out appId and signType', async () => {
    const { wechat, openid, order } = createBench();
    const { appId: _appId, signType: _signType, ...payment } = order().payment;
    expect((await wechat.userPays(openid, payment, 'success')).errMsg).toBe('requestPayment:ok');
  });

  test.each([
    ['cancel', 'requestPayment:fail cancel'],
    ['fail', 'requestPayment:fail the bank refused the payment'],
  ] as const)('%s leaves the order unpaid', async (outcome, errMsg) => {
    const bench = createBench();
    const { payment, prepayId } = bench.order();
    expect(await bench.wechat.userPays(bench.openid, payment, outcome)).toEqual({ errMsg });
    expect(bench.wechat.pay('queryOrder', byNumber)).toMatchObject({ trade_state: 'NOTPAY' });
    expect(bench.send(prepayId)).toBe(41028);
    expect(bench.notices).toEqual([]);
  });

  test('paidNoCallback pays and never calls', async () => {
    const bench = createBench();
    const { payment, prepayId } = bench.order();
    await bench.wechat.userPays(bench.openid, payment, 'paidNoCallback');
    await bench.scheduler.advance(3 * DAY);
    expect(bench.notices).toEqual([]);
    expect(bench.wechat.pay('queryOrder', byNumber)).toMatchObject({ trade_state: 'SUCCESS' });
    expect(bench.send(prepayId)).toBe(0);
  });

  test('paying twice fails and grants nothing more', async () => {
    const bench = await paidBench();
    const again = await bench.wechat.userPays(bench.openid, bench.payment, 'success');
    expect(again.errMsg).toBe('requestPayment:fail the order is paid');
    expect(bench.notices).toHaveLength(1);
    expect(tokenOf(bench, bench.prepayId)).toMatchObject({ granted: 3, used: 0 });
  });

  test.each([
    ['a changed package', { package: 'prepay_id=wx1' }, 'the signature is wrong'],
    ['a changed nonce', { nonceStr: 'x' }, 'the signature is wrong'],
    ['another sign', { paySign: 'x' }, 'the signature is wrong'],
    [
      'a number as time',
      { timeStamp: 1 },
      'parameter error: parameter.timeStamp should be String instead of Number;',
    ],
    [
      'no sign',
      { paySign: undefined },
      'parameter error: parameter.paySign should be String instead of Undefined;',
    ],
  ])('%s fails', async (_name, change, detail) => {
    const { wechat, openid, order } = createBench();
    const payment = { ...order().payment, ...change };
    const { errMsg } = await wechat.userPays(openid, payment, 'success');
    expect(errMsg).toBe(`requestPayment:fail ${detail}`);
  });

  test('nobody pays for somebody else, or two hours later, or after time_expire', async () => {
    const { wechat, openid, order, scheduler } = createBench();
    const other = wechat.createUser().openid;
    const { payment } = order();
    const short = order({ out_trade_no: 'T2', time_expire: '20191120080500' }).payment;
    const foreign = await wechat.userPays(other, payment, 'success');
    expect(foreign.errMsg).toBe('requestPayment:fail the order belongs to another user');
    await scheduler.advance(5 * MINUTE);
    const expired = { errMsg: 'requestPayment:fail the prepay_id has expired' };
    expect(await wechat.userPays(openid, short, 'success')).toEqual(expired);
    await scheduler.advance(2 * HOUR - 5 * MINUTE);
    expect(await wechat.userPays(openid, payment, 'success')).toEqual(expired);
  });

  test('an unknown user or outcome is a mistake of the caller', async () => {
    const { wechat, openid, order } = createBench();
    const { payment } = order();
    await expect(wechat.userPays('oNobody', payment, 'success')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const wrong = wechat.userPays(openid, payment, JSON.parse('"maybe"'));
    await expect(wrong).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('the callback', () => {
  const waitsOf = ({ notices }: Bench): number[] =>
    notices.slice(1).map(({ at }, index) => at - (notices[index]?.at ?? 0));

  test('is repeated with growing waits for two days', async () => {
    const bench = createBench();
    bench.understand(false);
    await bench.wechat.userPays(bench.openid, bench.order().payment, 'success');
    await bench.scheduler.advance(5 * DAY);
    const waits = waitsOf(bench);
    const short = [15 * SECOND, 15 * SECOND, 30 * SECOND, 3 * MINUTE, 10 * MINUTE, 20 * MINUTE];
    const halves = [30 * MINUTE, 30 * MINUTE, 30 * MINUTE];
    const hours = [1, 3, 3, 3, 6, 6, 6, 6, 6].map((count) => count * HOUR);
    expect(waits).toEqual([...short, ...halves, ...hours]);
    expect(bench.scheduler.waiting()).toEqual([]);
  });

  test.each([false, 'crash'] as const)(
    'is the same until it is understood (%p)',
    async (answer) => {
      const bench = createBench();
      bench.understand(answer);
      await bench.wechat.userPays(bench.openid, bench.order().payment, 'success');
      await bench.scheduler.advance(20 * SECOND);
      bench.understand(true);
      await bench.scheduler.advance(DAY);
      expect(bench.notices).toHaveLength(3);
      expect(new Set(bench.notices.map(({ event }) => JSON.stringify(event))).size).toBe(1);
    },
  );

  test('userPays settles after the first call', async () => {
    const bench = createBench();
    bench.understand(false);
    await bench.wechat.userPays(bench.openid, bench.order().payment, 'success');
    expect(bench.notices).toHaveLength(1);
    expect(bench.scheduler.waiting()).toEqual([bench.scheduler.now() + 15 * SECOND]);
  });
});

describe('times of WeChat Pay', () => {
  test('are on a clock in Asia/Shanghai', () => {
    const time = Date.parse('2019-12-31T16:00:05Z');
    expect([chinaStamp(time), chinaDay(time)]).toEqual(['20200101000005', '20200101']);
    expect(parseChinaStamp('20200101000005')).toBe(time);
    for (const wrong of ['2020', '20201301000000', '20200230000000', '20200101240000']) {
      expect(parseChinaStamp(wrong)).toBeUndefined();
    }
  });
});
