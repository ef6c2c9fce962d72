import { createBench } from './test-bench';

const SEND = 'subscribeMessage.send';

test('one subscribe message at a time to one user', () => {
  const { wechat, openid } = createBench();
  const other = wechat.createUser().openid;
  const first = wechat.takeOff(SEND, { touser: openid });
  expect(first.errcode).toBeUndefined();
  const second = wechat.takeOff(SEND, { touser: openid });
  expect(second.errcode).toBe(43108);
  expect(wechat.takeOff(SEND, { touser: other }).errcode).toBeUndefined();
  second.land();
  expect(wechat.takeOff(SEND, { touser: openid }).errcode).toBe(43108);
  first.land();
  expect(wechat.takeOff(SEND, { touser: openid }).errcode).toBeUndefined();
});

test('other calls do not stand in the way, and a reset clears it', () => {
  const { wechat, openid } = createBench();
  const template = { touser: openid };
  wechat.takeOff('templateMessage.send', template);
  expect(wechat.takeOff('templateMessage.send', template).errcode).toBeUndefined();
  const old = wechat.takeOff(SEND, template);
  wechat.reset();
  const fresh = wechat.takeOff(SEND, template);
  expect(fresh.errcode).toBeUndefined();
  old.land();
  expect(wechat.takeOff(SEND, template).errcode).toBe(43108);
});
