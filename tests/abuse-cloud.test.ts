/** What `abuse.test.ts` shows in memory, shown on the local cloud: processes, SDK, JSON, a real database. */
import fc from 'fast-check';
import type { Answer } from '../cloudfunctions/contract';
import { shop } from '../cloudfunctions/core/shop';
import { withLocalCloud } from './cloud';
import { type Attack, attacks } from './fuzz/attacks';
import { changesBetween, problemsOf, type Stored } from './fuzz/problems';
import { functions } from './fuzz/functions';
import { collections, KEEPER, LI, openShop, WANG } from './fuzz/shop-world';
import project from '../local-cloud.json';

const local = withLocalCloud();

jest.setTimeout(120_000); // cold starts of every function, on a busy computer

const stored = (): Stored =>
  new Map(
    collections.flatMap((name) =>
      local()
        .cloud.database.find(name)
        .map((one) => [`${name}/${String(one._id)}`, JSON.stringify(one)] as const),
    ),
  );

/** The shop in memory, moved to the local cloud; what was there goes. */
async function moveIn(): Promise<void> {
  const { hub, cloud } = local();
  await hub.reset();
  const { db } = await openShop();
  for (const name of collections) {
    const there = new Set(cloud.database.find(name).map(({ _id }) => _id));
    const missing = db.all(name).filter(({ _id }) => !there.has(_id));
    cloud.database.insert(name, missing as unknown as Record<string, unknown>[]);
  }
}

/** What is left of an event on its way. */
const overTheWire = (attack: Attack): Attack => ({
  ...attack,
  event: JSON.parse(JSON.stringify(attack.event ?? {})) as unknown,
});

const APP_SECRET = project.variables.WECHAT_APP_SECRET;

/** Calls a function as the cloud would. */
const invoke = async ({ name, openid, source, event }: Attack): Promise<unknown> => {
  const caller = openid === '' ? { source } : { source, openid };
  const outcome = await local().cloud.functions.invoke(name, event, caller);
  expect(outcome).toMatchObject({ result: expect.anything() });
  return 'result' in outcome ? outcome.result : undefined;
};

/** The same few attacks in every run of the tests. */
const some = (count: number) =>
  fc.sample(attacks, { seed: 20200110, numRuns: count }).map(overTheWire);

test('nobody makes a function lie, or touches what is not his', async () => {
  await moveIn();
  let before = stored();
  for (const attack of some(120)) {
    const answer = await invoke(attack);
    const after = stored();
    const { name, openid, source } = attack;
    const problems = problemsOf(attack, answer, changesBetween(before, after));
    expect({ name, openid, source, problems }).toEqual({ name, openid, source, problems: [] });
    before = after;
  }
});

test('what functions print holds no openid, no token and no secret', async () => {
  await moveIn();
  const { cloud, hub } = local();
  const secrets = secretsIn(stored());
  for (const [i, attack] of some(120).entries()) {
    await hub.fault({
      match: { function: attack.name },
      effect: failures[i % failures.length] ?? failures[0],
      times: 1,
    });
    await invoke(attack);
    await hub.clearFaults();
  }
  // a page that mixes up its fields says a secret itself
  for (const sn of secrets) {
    const page = { openid: LI, source: 'wx_client' };
    if (sn !== APP_SECRET) await cloud.functions.invoke('payOrder', { sn }, page);
  }
  for (const secret of secretsIn(stored())) secrets.add(secret);
  const lines = cloud.functions.logs().filter(({ type }) => type === 'function.log');
  expect(new Set(lines.map((line) => line.function))).toEqual(new Set(functions.keys()));
  const printed = lines.map(({ text }) => String(text)).join('\n');
  expect([...secrets].filter((secret) => printed.includes(secret))).toEqual([]);
});

/** Codes of the gateway and of WeChat, and an answer that gets lost. */
const failures = [
  { errCode: 'DATABASE_REQUEST_FAILED' },
  { errCode: 47001 },
  { errCode: 40001 },
  'dropAnswer',
] as const;

/** Openids, tokens and arguments of payments that are stored, and the app secret. */
function secretsIn(documents: Stored): Set<string> {
  const found = [...documents.values()].flatMap((document) => {
    const {
      openid,
      token,
      prepayId,
      payment = '{}',
    } = JSON.parse(document) as Record<string, string>;
    const { nonceStr, paySign } = JSON.parse(payment.replace(/^none$/, '{}')) as Record<
      string,
      string
    >;
    return [openid, token, prepayId, nonceStr, paySign];
  });
  return new Set([APP_SECRET, WANG, LI, KEEPER, ...found].filter(isSecret));
}

const isSecret = (text: string | undefined): text is string =>
  text !== undefined && text !== 'none';

describe('many calls at the same time', () => {
  const codes = (answers: readonly Answer<unknown>[]) =>
    answers.map((answer) => (answer.ok ? 'ok' : answer.error.code)).toSorted();

  test('make no more orders than a user may make within an hour', async () => {
    const { hub } = local();
    const openid = await hub.createUser();
    const { ordersAnHour } = shop.limits;
    const items = [{ goodsId: 'tea', quantity: 1 }];
    const order = (n: number) =>
      hub.call(openid, 'createOrder', { requestId: `request-${n}`, items });
    for (let n = 0; n < ordersAnHour - 1; n++) expect(await order(n)).toMatchObject({ ok: true });
    const answers = await Promise.all([1, 2, 3].map((n) => order(ordersAnHour + n)));
    expect(codes(answers)).toEqual(['LIMITED', 'LIMITED', 'ok']);
    expect(await order(0)).toMatchObject({ ok: true });
    expect(await hub.find('orders')).toHaveLength(ordersAnHour);
    expect(await hub.find('credits')).toHaveLength(3 * ordersAnHour);
  });

  test('report no more taps than a phone may in a day', async () => {
    const { hub } = local();
    const openid = await hub.createUser();
    const at = await hub.now();
    const size = shop.limits.tapsADay / 2;
    const report = (call: number) =>
      hub.call(openid, 'collectCredits', {
        taps: Array.from({ length: size }, (_, n) => ({ formId: `form-${call}-${n}-123456`, at })),
      });
    const answers = await Promise.all([1, 2, 3].map(report));
    expect(codes(answers)).toEqual(['LIMITED', 'ok', 'ok']);
    expect((await hub.find('credits')).length).toBeLessThanOrEqual(2 * size);
  });
});
