import { stepsOf } from './calls';

/** A database call from one time to another. */
const call = (what: string, from: number, to: number) => ({
  type: 'gateway.call',
  action: `database.${what}Document`,
  at: to,
  ms: to - from,
});

test('what is on its way together is one step', () => {
  const calls = [call('get', 0, 20), call('modify', 22, 43), call('get', 1, 21)];
  expect(stepsOf(calls, 10)).toEqual([['get', 'get'], ['modify']]);
});

test('a call that begins when the longest of a step has ended is the next', () => {
  const calls = [call('get', 0, 21), call('get', 0, 40), call('insert', 41, 62)];
  expect(stepsOf(calls, 10)).toEqual([['get', 'get'], ['insert']]);
});

test('calls of WeChat go by their names', () => {
  const pay = { ...call('', 0, 50), action: 'wx.wxPayApi', apiName: 'refund' };
  expect(stepsOf([pay], 10)).toEqual([['refund']]);
});
