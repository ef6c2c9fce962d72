import fc from 'fast-check';
import { start, stop } from '../cloudfunctions/core/channels/stops';
import { sweep } from '../cloudfunctions/core/desk/sweep';
import { dispatch } from '../cloudfunctions/core/messages/dispatch';
import { notify } from '../cloudfunctions/core/messages/notify';
import type { Ports } from '../cloudfunctions/core/ports';
import { creditKinds } from '../cloudfunctions/core/words';
import {
  accept,
  createWorld,
  doom,
  type Fate,
  pay,
  reject,
  resend,
  tap,
  violations,
  type Weather,
  type World,
} from './model-world';

/** How many histories to look for new ones; the same thousand if absent. */
const RUNS = process.env.MODEL_RUNS;

const MINUTE = 60_000;
const users = ['wang', 'li'] as const;
const templates = [
  'sub-pay-success',
  'sub-order-shipped',
  'sub-course-reminder',
  'long-course-reminder',
] as const;
const weathers: readonly Weather[] = [
  'fine',
  'answer lost',
  'never arrived',
  'busy, delivered',
  'busy, not delivered',
  'failed, spent',
  'failed, not spent',
  'minute limit',
  'channel gone',
];

const user = fc.constantFrom(...users);
const template = fc.constantFrom(...templates);
const sn = fc.constantFrom('SN1', 'SN2', 'SN3');
const scene = fc.constantFrom('paySuccess', 'orderShipped', 'courseReminder');
const tellers = fc.constantFrom(
  ['page'],
  ['push'],
  ['page', 'push'],
  ['push', 'page'],
  ['push', 'page', 'push'],
) as fc.Arbitrary<('page' | 'push')[]>;

/** What happens, one after the other; each may be killed at one of its calls. */
const deeds = fc.oneof(
  fc.record({ do: fc.constant('tap' as const), user }),
  fc.record({ do: fc.constant('accept' as const), user, template, tellers }),
  fc.record({ do: fc.constant('pay' as const), user, sn }),
  fc.record({ do: fc.constant('send' as const), user, scene, sn }),
  fc.record({ do: fc.constant('dispatch' as const) }),
  fc.record({ do: fc.constant('overlap' as const) }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 3, 31, 400, 2000) }),
  fc.record({
    do: fc.constant('weather' as const),
    next: fc.array(fc.constantFrom(...weathers), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ do: fc.constant('reject' as const), user, template }),
  fc.record({ do: fc.constant('stop' as const), kind: fc.constantFrom(...creditKinds) }),
  fc.record({ do: fc.constant('start' as const), kind: fc.constantFrom(...creditKinds) }),
  fc.record({ do: fc.constant('redrive' as const), scene, sn, user }),
  fc.record({ do: fc.constant('thaw' as const) }),
);
const fate: fc.Arbitrary<Fate | null> = fc.option(
  fc.record({
    call: fc.integer({ min: 1, max: 25 }),
    how: fc.constantFrom('killed before', 'killed after', 'frozen before', 'frozen after'),
  }),
  { freq: 3 },
);
const history = fc.array(fc.record({ deed: deeds, fate }), {
  minLength: 8,
  maxLength: 40,
  size: 'max',
});

type Deed = typeof deeds extends fc.Arbitrary<infer T> ? T : never;

/** A key of its own for each user, so that nobody asks for another's message. */
const keyOf = (openid: string, number: string): string => `${number}-${openid}`;

function noticeOf(
  world: World,
  { user: openid, scene: name, sn: number }: Extract<Deed, { do: 'send' }>,
) {
  const key = keyOf(openid, number);
  const now = world.bench.now();
  const fields = {
    paySuccess: { goods: '茶', amount: 100, sn: key, paidAt: now },
    orderShipped: { goods: '茶', carrier: '顺丰', trackingNo: 'SF1234', shippedAt: now, sn: key },
    courseReminder: { course: key, startsAt: now, place: '教室' },
  }[name as 'paySuccess'];
  return { scene: name as 'paySuccess', key, openid, sn: key, fields };
}

async function act(world: World, ports: Ports, deed: Deed): Promise<unknown> {
  switch (deed.do) {
    case 'tap':
      return tap(world, ports, deed.user);
    case 'accept':
      return accept(world, ports, deed.user, deed.template, deed.tellers);
    case 'pay':
      return pay(world, ports, deed.user, keyOf(deed.user, deed.sn));
    case 'send':
      return notify(ports, noticeOf(world, deed));
    case 'dispatch':
      return dispatch(ports);
    case 'overlap':
      return Promise.all([dispatch(ports), dispatch(world.bench)]);
    case 'wait':
      return world.bench.advance(deed.minutes * MINUTE);
    case 'weather':
      return world.weather.push(...deed.next);
    case 'reject':
      return reject(world, ports, deed.user, deed.template);
    case 'stop':
      return stop(ports, new Set(), {
        kind: deed.kind,
        scene: '*',
        errCode: 0,
        reason: 'staff-stop',
      });
    case 'start':
      return start(ports, deed.kind, '*');
    case 'thaw':
      return thaw(world);
    default:
      return resend(world, ports, `${deed.scene}:${keyOf(deed.user, deed.sn)}`);
  }
}

/** The oldest frozen run goes on, when others have long taken over. */
async function thaw(world: World): Promise<void> {
  const sleeper = world.asleep.shift();
  if (!sleeper) return;
  world.isDying = true;
  sleeper.thaw();
  await sleeper.run;
}

/** Acts, and perhaps is killed, or left frozen. */
async function live(world: World, one: Deed, end: Fate | null): Promise<void> {
  world.isDying = end !== null;
  if (!end || one.do === 'thaw') return void (await act(world, world.bench, one));
  const { ports, frozen, thaw: wake } = doom(world.bench, end);
  const run = act(world, ports, one).catch((error: Error) => {
    if (error.message !== 'killed') throw error;
  });
  const isFrozen = await Promise.race([run.then(() => false), frozen.then(() => true)]);
  if (isFrozen) world.asleep.push({ thaw: wake, run });
}

/** Timers go on until every message is past its useful time; on the way the last frozen runs thaw. */
async function letTimePass(world: World): Promise<void> {
  world.weather = [];
  for (const minutes of [3, 3, 3, 5, 40, 40, 400, 2000, 2000, 2000, 2000, 5, 5]) {
    world.bench.advance(minutes * MINUTE);
    await dispatch(world.bench);
    await sweep(world.bench);
    if (minutes === 40) while (world.asleep.length > 0) await thaw(world);
    expect(violations(world)).toEqual([]);
  }
}

test('whatever happens in whatever order, the promise holds', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const world = createWorld();
      for (const { deed: one, fate: end } of steps) {
        await live(world, one, end);
        expect([one, violations(world)]).toEqual([one, []]);
      }
      await letTimePass(world);
      expect(violations(world, true)).toEqual([]);
    }),
    RUNS ? { numRuns: Number(RUNS) } : { numRuns: 1000, seed: 2026 },
  );
}, 120_000);
