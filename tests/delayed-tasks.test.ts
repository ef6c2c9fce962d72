import { paidOrder } from '../scripts/shopper';
import { withLocalCloud } from './cloud';

const local = withLocalCloud();

jest.setTimeout(30_000); // cold starts, on a busy computer

/** Moves to just after a tick of the dispatcher (second 17), so that the next one is far. */
async function afterTick(): Promise<void> {
  const { hub } = local();
  const seconds = new Date(await hub.now()).getSeconds();
  await hub.advance(`${(80 - seconds) % 60}s`);
}

test('a notice for a later time does not wait for the next minute', async () => {
  const { hub } = local();
  await hub.toMorning();
  const openid = await hub.createUser();
  await afterTick();
  await paidOrder(hub, openid); // the page never asks: the callback's notice is due in ten seconds
  await hub.advance('8s');
  expect(await hub.inbox(openid)).toEqual([]);
  await hub.advance('4s');
  expect((await hub.inbox(openid)).map(({ title }) => title)).toEqual(['付款成功通知']);
});

test('without the delayed task the timer sends it', async () => {
  const { hub } = local();
  await hub.toMorning();
  await hub.fault({
    match: { apiName: 'cloudbase.addDelayedFunctionTask' },
    effect: { errCode: -604101 },
  });
  const openid = await hub.createUser();
  await afterTick();
  await paidOrder(hub, openid);
  await hub.advance('12s');
  expect(await hub.inbox(openid)).toEqual([]);
  await hub.advance('1m');
  expect(await hub.inbox(openid)).toHaveLength(1);
});

test.each(['wx_client', 'wx_devtools', 'wx_http', 'wx_client,scf'])(
  'the dispatcher is not called by %s',
  async (source) => {
    const { cloud } = local();
    const { openid } = cloud.wechat.createUser();
    for (const caller of [{ source }, { source, openid }]) {
      const answer = await cloud.functions.invoke('dispatchMessages', {}, caller);
      expect(answer).toMatchObject({ result: { ok: false, error: { code: 'FORBIDDEN' } } });
    }
  },
);

test('a user whose source nobody knows cannot call it either', async () => {
  const { cloud } = local();
  const { openid } = cloud.wechat.createUser();
  const answer = await cloud.functions.invoke('dispatchMessages', {}, { source: 'odd', openid });
  expect(answer).toMatchObject({ result: { ok: false, error: { code: 'FORBIDDEN' } } });
});
