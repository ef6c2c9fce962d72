import { CallError, codeOf } from './call-error';
import { createCaller } from './caller';
import { sentenceOf } from './sentences';

/** A caller whose calls end as the list says: an answer, or something that is thrown. */
function caller(...ends: unknown[]) {
  const log: string[] = [];
  const call = createCaller({
    invoke: async (name, data) => {
      log.push(`${name} ${JSON.stringify(data)}`);
      const end = ends.shift();
      if (typeof end === 'object' && end !== null && 'errMsg' in end) throw end;
      return end;
    },
    wait: async (ms) => void log.push(`wait ${ms}`),
    showLoading: (title) => log.push(title),
    hideLoading: () => log.push('hide'),
  });
  return { call, log };
}

const ok = (data: object) => ({ ok: true, data });
const refused = (code: string) => ({ ok: false, error: { code, message: 'why' } });
const offline = { errMsg: 'request:fail' };
const goods = ok({ goods: [] });

test('the data of an answer is given', async () => {
  const { call, log } = caller(goods);
  await expect(call('listGoods', {})).resolves.toEqual({ goods: [] });
  expect(log).toEqual(['listGoods {}']);
});

test.each([
  ['no network', offline, 'NETWORK'],
  ['a lost connection', { errCode: -1, errMsg: 'cloud.callFunction:fail' }, 'NETWORK'],
  ['the function’s limit', { errCode: -504003, errMsg: 'failed' }, 'TIMEOUT'],
  [
    'a limit inside a message',
    { errCode: -404011, errMsg: 'Invoking task timed out after 3 seconds' },
    'TIMEOUT',
  ],
  ['a function that threw', { errCode: -504002, errMsg: 'function error' }, 'INTERNAL'],
])('%s has a code and a sentence', async (_, failure, code) => {
  const { call } = caller(failure, failure, failure);
  const error = await call('listGoods', {}).catch((thrown: unknown) => thrown);
  expect(codeOf(error)).toBe(code);
  expect(sentenceOf(error)).toMatch(/[一-龥]/);
});

test('a refusal keeps its code, and is not repeated', async () => {
  const { call, log } = caller(refused('CONFLICT'));
  await expect(call('payOrder', { sn: 'A' })).rejects.toEqual(new CallError('CONFLICT', 'why'));
  expect(log).toHaveLength(1);
});

test('what may be repeated is tried three times, with longer pauses', async () => {
  const { call, log } = caller(refused('UNAVAILABLE'), offline, goods);
  await expect(call('listGoods', {})).resolves.toEqual({ goods: [] });
  expect(log).toEqual(['listGoods {}', 'wait 300', 'listGoods {}', 'wait 1200', 'listGoods {}']);
});

test('the fourth try is the user’s', async () => {
  const { call, log } = caller(offline, offline, offline, goods);
  await expect(call('listGoods', {})).rejects.toMatchObject({ code: 'NETWORK' });
  expect(log.filter((line) => line.startsWith('listGoods'))).toHaveLength(3);
});

test('shipping is not repeated by itself: staff see what has become of it', async () => {
  const { call, log } = caller(offline);
  const parcel = { sn: 'A', carrier: '顺丰', trackingNo: 'SF1' };
  await expect(call('shipOrder', parcel)).rejects.toMatchObject({ code: 'NETWORK' });
  expect(log).toHaveLength(1);
});

test('an answer outside the contract is an error', async () => {
  const { call } = caller('ok');
  await expect(call('listGoods', {})).rejects.toMatchObject({ code: 'INTERNAL' });
});

test('loading is shown once around calls that overlap, and hidden after a failure too', async () => {
  const { call, log } = caller(refused('NOT_FOUND'), goods);
  const failing = call('payOrder', { sn: 'A' }, { loading: '支付' });
  await Promise.allSettled([failing, call('listGoods', {}, { loading: '加载' })]);
  expect(log.filter((line) => line === 'hide')).toEqual(['hide']);
  expect(log.at(-1)).toBe('hide');
});
