import { createFaults } from './faults';

const send = { function: 'a', action: 'wx.openApi', apiName: 'templateMessage.send' };
const read = { function: 'a', action: 'database.getDocument' };

test('a fault without nth hits the first matching call, once', () => {
  const faults = createFaults();
  faults.add({ match: { action: 'wx.openApi' }, effect: 'dropAnswer' });
  expect(faults.hit(read)).toEqual([]);
  expect(faults.hit(send)).toEqual(['dropAnswer']);
  expect(faults.hit(send)).toEqual([]);
  expect(faults.list()).toEqual([
    { match: { action: 'wx.openApi' }, effect: 'dropAnswer', hits: 1 },
  ]);
});

test('nth counts matching calls since the fault was added, and times goes on from there', () => {
  const faults = createFaults();
  faults.hit(send);
  faults.add({ match: { apiName: 'templateMessage.send', nth: 2 }, effect: 'killAfter', times: 2 });
  const hits = [send, read, send, read, send, send].map((call) => faults.hit(call).length);
  expect(hits).toEqual([0, 0, 1, 0, 1, 0]);
});

test('every field of match must agree; an external call has no function', () => {
  const faults = createFaults();
  faults.add({ match: { function: 'a', action: read.action }, effect: { delayMs: 5 }, times: 9 });
  expect(faults.hit({ action: read.action })).toEqual([]);
  expect(faults.hit({ ...read, function: 'b' })).toEqual([]);
  expect(faults.hit(send)).toEqual([]);
  expect(faults.hit(read)).toEqual([{ delayMs: 5 }]);
});

test('several faults on one call give their effects in order, each with its own count', () => {
  const faults = createFaults();
  faults.add({ match: { nth: 2 }, effect: { delayMs: 1 } });
  faults.add({ match: {}, effect: { errCode: 45009 }, times: 2 });
  expect(faults.hit(send)).toEqual([{ errCode: 45009 }]);
  expect(faults.hit(send)).toEqual([{ delayMs: 1 }, { errCode: 45009 }]);
});

test('clear forgets everything; list gives copies', () => {
  const faults = createFaults();
  faults.add({ match: {}, effect: 'dropAnswer' });
  faults.list()[0]!.match.function = 'other';
  expect(faults.hit(send)).toEqual(['dropAnswer']);
  faults.clear();
  expect(faults.list()).toEqual([]);
  expect(faults.hit(send)).toEqual([]);
});
